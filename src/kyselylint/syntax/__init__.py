"""TypeScript syntax: the only importer of tree-sitter."""
