"""Judgements on how many rows a query brings, and in which order."""
