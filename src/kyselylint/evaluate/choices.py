"""One value for two that a condition decides between."""

from __future__ import annotations

from dataclasses import replace

from kyselylint.evaluate.interpreter import Interpreter
from kyselylint.evaluate.origin import shorten
from kyselylint.evaluate.scope import join_values
from kyselylint.evaluate.values import (
    NULL,
    Choice,
    HandleValue,
    Opaque,
    Undefined,
    Val,
    flatten,
)
from kyselylint.query.statement import Handle, HandleKind
from kyselylint.syntax.tree import Node


def join_choice(it: Interpreter, first: Val, second: Val, node: Node) -> Val:
    """The value of `a ? b : c` or `b ?? c`: handles become one handle that may be either."""
    if isinstance(first, HandleValue) and isinstance(second, HandleValue):
        return either_handle(first, second, it.text(node))
    return join_values(first, second)


def either_handle(first: HandleValue, second: HandleValue, text: str) -> HandleValue:
    """One handle for two that a condition decides between."""
    if first == second:
        return first
    one, other = first.handle, second.handle
    same = one.transaction if one.transaction == other.transaction else ""
    kind = (
        one.kind if one.kind is other.kind and (one.kind is not HandleKind.TRANSACTION or same) else HandleKind.EITHER
    )
    database = one if one.database else other
    merged = Handle(
        kind,
        shorten(text),
        one.identity if one.identity == other.identity else "",
        same,
        database.database,
        database.declared_in,
        one.schema or other.schema,
        one.plugins or other.plugins,
        one.span,
    )
    return HandleValue(merged, first.ctes or second.ctes, first.known | second.known, first.holes + second.holes)


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
