"""Judgements on raw text and dynamic names in SQL."""
