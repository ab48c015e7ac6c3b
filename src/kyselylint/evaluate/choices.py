"""One value for two that a condition decides between."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kyselylint.evaluate.interpreter import Interpreter
from kyselylint.evaluate.origin import shorten
from kyselylint.evaluate.scope import either_handle, join_values
from kyselylint.evaluate.values import (
    NULL,
    Array,
    Choice,
    Content,
    HandleValue,
    Literal,
    Opaque,
    Undefined,
    Val,
    flatten,
)
from kyselylint.query.statement import Assumption, HandleKind
from kyselylint.syntax.tree import Node


def join_choice(it: Interpreter, first: Val, second: Val, node: Node) -> Val:
    """The value of `a ? b : c` or `b ?? c`: handles become one handle that may be either."""
    if isinstance(first, HandleValue) and isinstance(second, HandleValue):
        return either_handle(first, second, it.text(node))
    if isinstance(first, Opaque) and isinstance(second, HandleValue):
        text = shorten(it.text(node))
        handle = replace(second.handle, kind=HandleKind.EITHER, text=text, identity="", transaction="")
        return replace(second, handle=handle)
    return join_values(first, second)


def common(ways: Iterable[tuple[Assumption, ...]]) -> tuple[Assumption, ...]:
    """What holds whichever of the ways was taken."""
    first, *others = ways
    kept = [{id(one) for one in held} for held in others]
    return tuple(one for one in first if all(id(one) in held for held in kept))


def remembering(value: Val, ways: Iterable[tuple[Val, tuple[Assumption, ...]]]) -> Val:
    """A choice with what holds where each option was taken; `ways` are the values that it is one of, and that."""
    if not isinstance(value, Choice):
        return value
    taken = [one for way, held in ways for one in _options(way, held)]
    held = ([facts for one, facts in taken if one is option or one == option] for option in value.options)
    return replace(value, held=tuple(common(facts) if facts else () for facts in held))


def _options(value: Val, held: tuple[Assumption, ...]) -> Iterator[tuple[Val, tuple[Assumption, ...]]]:
    if not isinstance(value, Choice):
        yield value, held
    elif value.held:
        yield from zip(value.options, value.held, strict=True)
    else:
        yield from ((option, held) for option in value.options)


def without_nothing(value: Val) -> Val | None:
    """The value without its undefined and null options; None if nothing is left."""
    if isinstance(value, Undefined) or value == NULL:
        return None
    if isinstance(value, Choice):
        options = [option for option in value.options if not isinstance(option, Undefined) and option != NULL]
        return flatten(options) if options and len(options) < len(value.options) else value
    return value


def is_nothing(it: Interpreter, value: Val) -> bool:
    """Whether a value has no element: null, undefined, false, or the list that is written `[]` and stays so."""
    if isinstance(value, Array):
        return it.store.content(value) == Content()
    return isinstance(value, Undefined) or (isinstance(value, Literal) and not value.value)


def the_list(it: Interpreter, value: Choice) -> Val:
    """Of a list or nothing (`ids ?? []`), the list."""
    present = [one for one in value.options if not is_nothing(it, one)]
    return present[0] if len(present) == 1 else value


def surely(value: Val) -> Val:
    """The value on a path where it is there."""
    if isinstance(value, Opaque) and value.value.optional:
        return replace(value, value=replace(value.value, optional=False))
    return value
