"""Discovering, reading and prefiltering files."""
