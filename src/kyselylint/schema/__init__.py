"""The catalog of a database, and the readers that learn it from files."""
