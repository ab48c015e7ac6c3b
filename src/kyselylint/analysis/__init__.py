"""What several checks need to know about a query, worked out from facts, schema and settings."""
