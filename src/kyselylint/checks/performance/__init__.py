"""Judgements on how often a query runs and what the database has to do for it."""
