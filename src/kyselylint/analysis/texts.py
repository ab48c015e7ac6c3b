"""Runtime text that ends up in SQL: where it comes from, and whether it can be anything but one of a few words."""

from __future__ import annotations

import re

from kyselylint.query.value import Origin, Value

_WORD = r"""(?:'[^']*'|"[^"]*"|number|bigint|boolean|true|false|\d+)"""
_CLOSED = re.compile(rf"^\s*\|?\s*{_WORD}(?:\s*\|\s*{_WORD})*\s*$")

_ORIGINS = {
    Origin.REQUEST: "a request's value",
    Origin.PARAMETER: "a parameter",
    Origin.SESSION: "a session's value",
    Origin.ROW: "a column's value",
    Origin.ENVIRONMENT: "an environment variable",
}


def is_closed(value: Value) -> bool:
    """Whether the value's type leaves a few words or numbers only: `'asc' | 'desc'`, number."""
    return bool(value.type and _CLOSED.match(value.type))


def said_origin(value: Value) -> str:
    """The value for a message: `` a parameter (`column`) ``."""
    origin = _ORIGINS.get(value.origin, "computed text")
    return f"{origin} (`{value.text}`)" if value.text else origin
