"""Rules about tables, keys and indexes."""
