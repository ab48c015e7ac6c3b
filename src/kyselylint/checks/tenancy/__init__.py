"""Judgements on whether a query can reach rows of another tenant."""
