"""Judgements on how a program connects to its database."""
