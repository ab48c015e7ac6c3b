"""Values that come from outside the query, and when two of them are the same."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import count

from kyselylint.analysis.tenancy.intent import names_tenant
from kyselylint.analysis.tenancy.model import Tenancy
from kyselylint.analysis.tenancy.nodes import Outside
from kyselylint.analysis.tenancy.world import NOWHERE, Scope
from kyselylint.query.expression import Expression, Param, Raw, RawText, Ref, Star, Subquery, Unknown
from kyselylint.query.value import Origin, Value
from kyselylint.query.walk import walk

_serial = count()
_CAST = re.compile(r"\s*(::\s*[\w\s\[\]\"]+)?\s*")
_MADE = re.compile(r"^(?:await )?\(?(?:await )?([\w.$]+)\((.*)", re.DOTALL)
_PARSES = re.compile(r"(?i)parse\w*$")  # what comes out is what the client sent
_SETTING = re.compile(r"\bcurrent_setting\s*\(", re.IGNORECASE)


def outside(value: Value, scope: Scope) -> Outside:
    """The node of a bound value; `scope` is where its name means something."""
    if value.origin is Origin.LITERAL:
        return Outside(f"literal:{value.literal!r}", value.text or repr(value.literal), value, literal=True)
    return Outside(_key(value, scope), value.text or ".".join(value.path), value)


def made_with_tenant(value: Value, tenancy: Tenancy) -> str:
    """The function whose result a value is, if it was given a tenant: `await ensureRole(tx, { orgId, key })`."""
    found = _MADE.match(value.text)
    if found is None or value.origin is not Origin.COMPUTED or _PARSES.search(found[1]):
        return ""
    given = re.findall(r"\w+", _inside(found[2]))
    return found[1] if any(names_tenant(name, tenancy) for name in given) else ""


def _inside(text: str) -> str:
    """The arguments of a call whose text, from its first argument on, may go on after it or be cut short."""
    depth = 1
    for at, sign in enumerate(text):
        depth += (sign in "([{") - (sign in ")]}")
        if depth == 0:
            return text[:at]
    return text


def _key(value: Value, scope: Scope) -> str:
    if value.many:
        return f"once:{next(_serial)}"
    if value.row is not None:
        return f"row:{value.row.query}:{value.row.column}:{Scope(scope.key, value.row.via).key}"
    # A name read twice in one function is the same value; a call is only where it is the same call, bound to a name.
    if value.path and not any(part.endswith(")") for part in value.path):
        own = "" if value.path[0] == "this" else scope.key
        return f"path:{own}:{'.'.join(value.path)}"
    at = value.span
    return f"at:{at.path}:{at.start}:{at.end}:{Scope('', scope.via).key}" if at else f"once:{next(_serial)}"


def extended(value: Value, names: tuple[str, ...]) -> Value:
    """A property of a value, however deep."""
    row = value.row and replace(value.row, column=".".join((*filter(None, (value.row.column,)), *names)))
    text = ".".join((value.text, *names))
    return replace(value, path=(*value.path, *names), row=row, text=text, many=False) if names else value


def some(texts: Iterable[str]) -> Outside:
    """One of several values."""
    return Outside(f"once:{next(_serial)}", ", ".join(text for text in texts if text))


def computed(expression: Expression) -> Outside | None:
    """The node of an expression that reads no column; None for others."""
    parts = tuple(walk(expression))
    if any(isinstance(part, Ref | Star | Subquery | Unknown | RawText) for part in parts):
        return None
    if any(isinstance(part, Raw) and raw_value(part, NOWHERE) is None for part in parts):
        return None
    return some(part.value.text for part in parts if isinstance(part, Param))


def raw_value(raw: Raw | RawText, scope: Scope) -> Outside | None:
    """The value that raw SQL stands for: one parameter, perhaps with a cast, or a setting of the session."""
    if isinstance(raw, RawText):
        return outside(raw.value, scope) if raw.value_alone else None
    texts = [part for part in raw.parts if isinstance(part, str)]
    inner = [part for part in raw.parts if not isinstance(part, str)]
    if _SETTING.search("".join(texts)):
        return Outside(f"setting:{''.join(texts).strip()}", "".join(texts).strip())
    if len(inner) == 1 and isinstance(inner[0], Param) and all(_CAST.fullmatch(text) for text in texts):
        return outside(inner[0].value, scope)
    return None
