"""What the code has looked at before a query runs."""

from __future__ import annotations

from kyselylint.query.statement import Query
from kyselylint.query.value import Value


def may_be_empty(value: Value, statement: Query) -> bool:
    """Whether the code has not looked at the list, nor at the one it was made from: `if (rows.length === 0) return`."""
    seen = (one.left for one in statement.assumptions if one.left is not None and not one.via)
    return value.empty and not any(_is_of(value, left) for left in seen)


def _is_of(value: Value, seen: Value) -> bool:
    if seen.row is not None and value.row is not None and seen.row.query == value.row.query:
        return True
    root = seen.path[:-1] if seen.path[-1:] == ("length",) else seen.path
    return bool(root) and value.path[: len(root)] == root
