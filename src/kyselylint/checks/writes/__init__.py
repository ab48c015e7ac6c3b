"""Judgements on what an insert, update or delete changes."""
