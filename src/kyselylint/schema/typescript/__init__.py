"""Tables and columns from TypeScript database interfaces, read without a type checker."""
