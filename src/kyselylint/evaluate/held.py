"""Handles inside of other values: in objects of dependencies, in lists of arguments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kyselylint.evaluate.interpreter import Interpreter
from kyselylint.evaluate.values import Array, Choice, Func, HandleValue, Object, Val
from kyselylint.query.statement import Handle

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


def handles_held(it: Interpreter, target: Val) -> Iterator[Handle]:
    """The handles in the fields of the object whose method is called."""
    this = target.this if isinstance(target, Func) else None
    for name, item in it.store.properties(this).items.items() if isinstance(this, Object) else ():
        if isinstance(item.value, HandleValue):
            yield replace(item.value.handle, text=f"this.{name}")
