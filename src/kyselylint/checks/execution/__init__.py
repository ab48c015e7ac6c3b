"""Judgements on whether the query that is built is the query that runs."""
