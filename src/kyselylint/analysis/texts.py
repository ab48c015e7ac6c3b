"""Runtime text that ends up in SQL: where it comes from, and whether it can be anything but one of a few words."""

from __future__ import annotations

import re

from kyselylint.query.facts import Project
from kyselylint.query.value import Origin, Value

_WORD = r"""(?:'[^']*'|"[^"]*"|number|bigint|boolean|true|false|\d+)"""
_CLOSED = re.compile(rf"^\s*\|?\s*{_WORD}(?:\s*\|\s*{_WORD})*\s*$")

# What frameworks call the request, or the object that it is a property of.
_REQUESTS = frozenset({"c", "context", "ctx", "event", "req", "request", "url"})
_NUMBERS = ("Number(", "parseInt(", "parseFloat(", "Number.parseInt(", "Math.")
_CONSTANT = re.compile(r"^(?:String\()?[A-Z][A-Z0-9_]{2,}\)?(?:\.toString\(\))?$")
_CALL = re.compile(r"^(?:[\w$]+\??\.)*([\w$]+)\(")
# Of JavaScript: what they give is what they were given.
_PASSING = frozenset({"String", "at", "concat", "get", "join", "map", "slice", "toLowerCase", "toString", "trim"})

_TRUSTED = frozenset({Origin.LITERAL, Origin.ENVIRONMENT})
_ORIGINS = {
    Origin.REQUEST: "a value from the request",
    Origin.PARAMETER: "a parameter",
    Origin.SESSION: "a value from the session",
    Origin.ROW: "a value from a row",
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


def is_own(value: Value) -> bool:
    """The result of one of the project's functions, which most often gives a name out of the project itself."""
    if value.parts:
        return all(is_closed(part) or is_own(part) for part in value.parts)
    call = _CALL.match(value.text)
    return value.origin is Origin.COMPUTED and call is not None and call.group(1) not in _PASSING


def is_given_constants(value: Value, functions: tuple[str, ...], project: Project) -> bool:
    """Whether a parameter of one of these functions is a constant in every call of it that is visible."""
    if value.parts:
        return all(is_closed(part) or is_given_constants(part, functions, project) for part in value.parts)
    if value.origin is not Origin.PARAMETER:
        return False
    callers = next((project.callers[one] for one in functions if one in project.callers), ())
    given = [dict(caller.bound).get(value.path) for caller in callers]
    return bool(given) and all(one is not None and is_closed(one) for one in given)


def is_requested(value: Value) -> bool:
    """Whether the value is read from the request itself, not from an object that is only called `params` or `query`."""
    return value.origin is Origin.REQUEST and len(value.path) > 1 and value.path[0] in _REQUESTS


def is_request_given(value: Value, functions: tuple[str, ...], project: Project) -> bool:
    """Whether a request's value may get here: by itself, in a text, or from a visible caller of these functions."""
    if is_closed(value):
        return False
    if is_requested(value) or any(is_request_given(part, functions, project) for part in value.parts):
        return True
    if value.origin is not Origin.PARAMETER:
        return False
    callers = (caller for one in functions for caller in project.callers.get(one, ()))
    given = (dict(caller.bound).get(value.path) for caller in callers)
    return any(one is not None and is_requested(one) and not is_closed(one) for one in given)


def said_origin(value: Value) -> str:
    """The value for a message: `` a parameter (`column`) ``."""
    origin = _ORIGINS.get(value.origin, "computed text")
    # A template brings its own backticks.
    quoted = value.text if value.text.startswith("`") else f"`{value.text}`"
    return f"{origin} ({quoted})" if value.text else origin
