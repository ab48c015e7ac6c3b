"""JSON.stringify() of values that are known to the last property: column defaults are often written with it."""

from __future__ import annotations

import json

from kyselylint.evaluate.interpreter import Interpreter
from kyselylint.evaluate.values import Array, Literal, Object, Undefined, Val
from kyselylint.query.certainty import Certainty

_DEEPEST = 8


class _NotKnownError(Exception):
    """A part of the value is only known at run time."""


def stringified(it: Interpreter, value: Val) -> Literal | None:
    """The JSON text as a constant; None if part of it is not known."""
    try:
        plain = _plain(it, value, 0)
    except _NotKnownError:
        return None
    return Literal(json.dumps(plain, ensure_ascii=False, separators=(",", ":")))


def _plain(it: Interpreter, value: Val, depth: int) -> object:
    if isinstance(value, Literal):
        return int(value.value) if isinstance(value.value, float) and value.value.is_integer() else value.value
    if depth < _DEEPEST and isinstance(value, Array):
        content = it.store.content(value)
        if not content.open and all(item.certainty is Certainty.ALWAYS and not item.many for item in content.items):
            return [_plain(it, item.value, depth + 1) for item in content.items]
    if depth < _DEEPEST and isinstance(value, Object) and value.kind is None:
        properties = it.store.properties(value)
        items = properties.items.items()
        if not properties.open and all(item.certainty is Certainty.ALWAYS for _, item in items):
            return {key: _plain(it, one.value, depth + 1) for key, one in items if not isinstance(one.value, Undefined)}
    raise _NotKnownError
