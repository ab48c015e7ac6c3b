"""Handles inside of other values: in objects of dependencies, in lists of arguments."""

from __future__ import annotations

from kyselylint.evaluate.interpreter import Interpreter
from kyselylint.evaluate.values import Array, Choice, HandleValue, Object, Val

_DEEPEST_HOLD = 2  # objects in objects in which a handle is looked for


def handles_in(it: Interpreter, value: Val, depth: int = 0) -> list[HandleValue]:
    """The handles that a value is, or holds."""
    if isinstance(value, HandleValue):
        return [value]
    if depth > _DEEPEST_HOLD:
        return []
    if isinstance(value, Choice):
        return [handle for option in value.options for handle in handles_in(it, option, depth + 1)]
    if isinstance(value, Object):
        return [
            handle
            for item in it.store.properties(value).items.values()
            for handle in handles_in(it, item.value, depth + 1)
        ]
    if isinstance(value, Array):
        return [handle for item in it.store.content(value).items for handle in handles_in(it, item.value, depth + 1)]
    return []
