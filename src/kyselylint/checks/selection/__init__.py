"""Judgements on the columns that a query brings."""
