"""Modules and names: what an identifier refers to, across files."""
