"""One value for two that a condition decides between."""

from __future__ import annotations

from dataclasses import replace

from kyselylint.evaluate.interpreter import Interpreter
from kyselylint.evaluate.scope import either_handle, join_values
from kyselylint.evaluate.values import (
    NULL,
    Choice,
    HandleValue,
    Opaque,
    Undefined,
    Val,
    flatten,
)
from kyselylint.syntax.tree import Node


def join_choice(it: Interpreter, first: Val, second: Val, node: Node) -> Val:
    """The value of `a ? b : c` or `b ?? c`: handles become one handle that may be either."""
    if isinstance(first, HandleValue) and isinstance(second, HandleValue):
        return either_handle(first, second, it.text(node))
    return join_values(first, second)


def without_nothing(value: Val) -> Val | None:
    """The value without its undefined and null options; None if nothing is left."""
    if isinstance(value, Undefined) or value == NULL:
        return None
    if isinstance(value, Choice):
        options = [option for option in value.options if not isinstance(option, Undefined) and option != NULL]
        return flatten(options) if options and len(options) < len(value.options) else value
    return value


def surely(value: Val) -> Val:
    """The value on a path where it is there."""
    if isinstance(value, Opaque) and value.value.optional:
        return replace(value, value=replace(value.value, optional=False))
    return value
