"""Runtime text that ends up in SQL: where it comes from, and whether it can be anything but one of a few words."""

from __future__ import annotations

import re

from kyselylint.query.value import Origin, Value

_WORD = r"""(?:'[^']*'|"[^"]*"|number|bigint|boolean|true|false|\d+)"""
_CLOSED = re.compile(rf"^\s*\|?\s*{_WORD}(?:\s*\|\s*{_WORD})*\s*$")

# What frameworks call the request, or the object that it is a property of.
_REQUESTS = frozenset({"c", "context", "ctx", "event", "req", "request", "url"})
_NUMBERS = ("Number(", "parseInt(", "parseFloat(", "Number.parseInt(", "Math.")
_CONSTANT = re.compile(r"^(?:String\()?[A-Z][A-Z0-9_]{2,}\)?(?:\.toString\(\))?$")

_TRUSTED = frozenset({Origin.LITERAL, Origin.ENVIRONMENT})
_ORIGINS = {
    Origin.REQUEST: "a request's value",
    Origin.PARAMETER: "a parameter",
    Origin.SESSION: "a session's value",
    Origin.ROW: "a column's value",
    Origin.ENVIRONMENT: "an environment variable",
}


def is_closed(value: Value) -> bool:
    """Whether nothing but a few words, numbers or a constant can be meant: `'asc' | 'desc'`, Number(x), MAX_AGE.

    A text put together from nothing but those is closed too.
    """
    if value.origin in _TRUSTED or _CLOSED.match(value.type) or _CONSTANT.match(value.text):
        return True
    if value.parts:
        return all(map(is_closed, value.parts))
    return value.text.startswith(_NUMBERS)


def is_requested(value: Value) -> bool:
    """Whether the value is read from the request itself, not from an object that is only called `params` or `query`."""
    return value.origin is Origin.REQUEST and len(value.path) > 1 and value.path[0] in _REQUESTS


def said_origin(value: Value) -> str:
    """The value for a message: `` a parameter (`column`) ``."""
    origin = _ORIGINS.get(value.origin, "computed text")
    # A template brings its own backticks.
    quoted = value.text if value.text.startswith("`") else f"`{value.text}`"
    return f"{origin} ({quoted})" if value.text else origin
