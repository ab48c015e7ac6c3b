"""Maps and sets: lists of what was put into them, a map one of pairs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kyselylint.evaluate.expressions import elements
from kyselylint.evaluate.interpreter import Interpreter
from kyselylint.evaluate.origin import shorten
from kyselylint.evaluate.patterns import element
from kyselylint.evaluate.values import UNDEFINED, Array, Content, Item, Opaque, Val, flatten
from kyselylint.query.value import Origin, Value

if TYPE_CHECKING:
    from kyselylint.evaluate.apply import Call

_KINDS = ("Map", "Set")


def made(it: Interpreter, name: str, call: Call) -> Val | None:
    """`new Map(pairs)`, `new Set(list)`; None for other classes, and where nothing is known of what goes in."""
    if name not in _KINDS:
        return None
    given = call.arg(0)
    if name == "Set" and isinstance(given, Opaque) and given.value.many:
        return given
    items, is_open = elements(it, given) if call.args else ((), False)
    about = Value(Origin.COMPUTED, shorten(it.text(call.node)), many=True, empty=True, type=name)
    return Array(Content(items, is_open), about) if isinstance(given, Array) or not call.args else None


def method(it: Interpreter, receiver: Array, call: Call) -> Val | None:
    """What a method of a map or set gives; None for those that a list has as well, and for lists."""
    if receiver.value is None or receiver.value.type not in _KINDS:
        return None
    known = _METHODS.get(f"{receiver.value.type}.{call.name}")
    return None if known is None else known(it, receiver, call)


def _put(it: Interpreter, receiver: Array, item: Val) -> Val:
    content = it.store.content(receiver)
    it.store[receiver] = Content((*content.items, Item(item)), content.open)
    return receiver


def _set(it: Interpreter, receiver: Array, call: Call) -> Val:
    return _put(it, receiver, Array(Content((Item(call.arg(0)), Item(call.arg(1))))))


def _add(it: Interpreter, receiver: Array, call: Call) -> Val:
    return _put(it, receiver, call.arg(0))


def _get(it: Interpreter, receiver: Array, call: Call) -> Val:
    content = it.store.content(receiver)
    held = [element(it, item.value, 1, call.node) for item in content.items]
    return flatten([*held, UNDEFINED]) if held and not content.open else it.opaque(call.node)


def _sides(side: int) -> Callable[[Interpreter, Array, Call], Val]:
    def of(it: Interpreter, receiver: Array, call: Call) -> Val:
        content = it.store.content(receiver)
        items = tuple(
            Item(element(it, item.value, side, call.node), item.certainty, item.many) for item in content.items
        )
        return Array(Content(items, content.open), Value(Origin.COMPUTED, shorten(it.text(call.node)), many=True))

    return of


def _same(_it: Interpreter, receiver: Array, _call: Call) -> Val:
    return receiver


def _unknown(it: Interpreter, _receiver: Array, call: Call) -> Val:
    return it.opaque(call.node)


_METHODS: dict[str, Callable[[Interpreter, Array, Call], Val]] = {
    "Map.set": _set,
    "Map.get": _get,
    "Map.keys": _sides(0),
    "Map.values": _sides(1),
    "Map.entries": _same,
    "Map.has": _unknown,
    "Map.delete": _unknown,
    "Set.add": _add,
    "Set.keys": _same,
    "Set.values": _same,
    "Set.has": _unknown,
    "Set.delete": _unknown,
}
