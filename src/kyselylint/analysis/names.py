"""Names in code and in a database, taken apart into words."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")

# Lists that are short in every application that has them: look-up tables, and tables of one row.
SMALL = frozenset(
    {
        "config",
        "configuration",
        "country",
        "currency",
        "flag",
        "language",
        "locale",
        "option",
        "permission",
        "plan",
        "preference",
        "role",
        "setting",
        "status",
        "timezone",
        "unit",
    }
)


def words(name: str) -> tuple[str, ...]:
    """`organizationId`, `organization_id` → ("organization", "id")."""
    return tuple(word.lower() for word in _WORD.findall(name))


def singular(word: str) -> str:
    """`countries` → `country`, `roles` → `role`; good enough to meet a list of singulars."""
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith(("ss", "us", "is")):
        return word
    if word.endswith(("uses", "sses", "xes", "ches")):
        return word[:-2]
    return word.removesuffix("s")


def is_small(table: str, listed: Iterable[str] = ()) -> bool:
    """Whether a table is known to hold few rows: by its last word, or because the project lists it."""
    parts = words(table)
    return table in listed or (bool(parts) and singular(parts[-1]) in SMALL)
