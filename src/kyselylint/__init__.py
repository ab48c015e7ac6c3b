"""kyselylint: a static linter for TypeScript code that uses the Kysely query builder."""

__version__ = "0.1.0"
