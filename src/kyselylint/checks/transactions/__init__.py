"""Judgements on what happens inside a transaction."""
