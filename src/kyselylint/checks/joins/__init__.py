"""Judgements on how tables are joined."""
