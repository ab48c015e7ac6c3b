"""JavaScript's own methods, as far as queries are built with them: arrays, objects, promises, functions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from kyselylint.evaluate.expressions import MOST_ITEMS, elements
from kyselylint.evaluate.fate import fate_of
from kyselylint.evaluate.interpreter import Interpreter
from kyselylint.evaluate.loops import MOST_TURNS, is_batch, is_bounded, mark_repeated, some_element
from kyselylint.evaluate.narrow import truth
from kyselylint.evaluate.origin import number, shorten
from kyselylint.evaluate.scope import Store, join_stores, join_values
from kyselylint.evaluate.stringify import stringified
from kyselylint.evaluate.types import typed_object
from kyselylint.evaluate.values import (
    NEVER,
    NULL,
    UNDEFINED,
    Array,
    Builtin,
    Choice,
    Content,
    Func,
    Item,
    Literal,
    Method,
    Object,
    Opaque,
    Properties,
    Undefined,
    Val,
    flatten,
)
from kyselylint.query.certainty import Certainty
from kyselylint.query.facts import CaughtError
from kyselylint.query.statement import Fate, Loop
from kyselylint.query.value import Origin, RowColumn, Value
from kyselylint.syntax.tree import Node

if TYPE_CHECKING:
    from kyselylint.evaluate.apply import Call

_EACH = frozenset(
    {"map", "flatMap", "forEach", "filter", "some", "every", "find", "findIndex", "reduce", "reduceRight"}
)
_LOOP_KINDS = {"forEach": "for-each", "flatMap": "map"}
_PROMISES = frozenset({"Promise.all", "Promise.allSettled", "Promise.race", "Promise.any"})


def method(it: Interpreter, receiver: Val, call: Call) -> Val | None:
    """The result of a JavaScript method; None if it is not one that is known."""
    if isinstance(receiver, Builtin):
        return _static(it, f"{receiver.name}.{call.name}", call)
    if isinstance(receiver, Func | Method) and call.name in ("call", "apply", "bind"):
        return _function(it, receiver, call)
    if isinstance(receiver, Array) and call.name in _ARRAY:
        return _ARRAY[call.name](it, receiver, call)
    if call.name in _EACH and isinstance(receiver, Array | Opaque) and _is_function(call.arg(0)):
        return _each(it, receiver, call)
    if call.name in ("then", "catch", "finally") and not isinstance(receiver, Array):
        return _promise(it, receiver, call)
    if isinstance(receiver, Literal) and isinstance(receiver.value, str):
        return _string(receiver.value, call)
    return None


def _is_function(value: Val) -> bool:
    """A function of the code, or one of Kysely's: `names.map(sql.ref)`."""
    return isinstance(value, Func | Method) or (isinstance(value, Builtin) and value.name.startswith("sql."))


def _function(it: Interpreter, receiver: Val, call: Call) -> Val:
    from kyselylint.evaluate.calls import call as call_value

    if call.name == "bind":
        return receiver
    return call_value(it, receiver, replace(call, args=call.args[1:], nodes=call.nodes[1:]), this=call.arg(0))


def invoke(it: Interpreter, function: Val, args: list[Val], node: Node) -> Val:
    """Call a callback with values of ours."""
    from kyselylint.evaluate.apply import apply

    if isinstance(function, Func):
        if not function.name or it.universe.is_local(function):
            it.universe.mark(function)  # read here, with what it receives: nothing is left to read by itself
        return apply(it, function, args, node)
    if isinstance(function, Choice):
        return flatten(
            [invoke(it, option, args, node) for option in function.options if not isinstance(option, Undefined)]
            or [UNDEFINED]
        )
    if isinstance(function, Method):
        from kyselylint.evaluate.apply import Call
        from kyselylint.evaluate.calls import method as call_method

        return call_method(
            it, function.receiver, Call(node, function.name, node, args, [node for _ in args], node, node)
        )
    if isinstance(function, Builtin):
        from kyselylint.evaluate.apply import Call
        from kyselylint.evaluate.calls import call as call_value

        return call_value(it, function, Call(node, "", node, args, [node for _ in args], node, node))
    return it.opaque(node)


def _each(it: Interpreter, receiver: Val, call: Call) -> Val:
    items, is_open = elements(it, receiver)
    node = call.node
    dropped = call.name == "forEach" or (call.name == "map" and _is_dropped(it, node))
    callee = node.child_by_field_name("function")
    over = None if callee is None else callee.child_by_field_name("object")
    loop = Loop(
        _LOOP_KINDS.get(call.name, call.name),
        shorten(it.text(over or node)),
        bounded=is_bounded(it, receiver),
        batch=is_batch(it, over or node, receiver),
        concurrent=call.name == "map" or dropped,
        dropped=dropped,
        span=it.span(call.name_node),
    )
    with it.within(loop=loop if call.name not in ("filter", "some", "every", "find", "findIndex") else it.frame.loop):
        if call.name.startswith("reduce"):
            return _reduce(it, receiver, items, is_open, call)
        few = 0 < len(items) <= MOST_TURNS
        known = few and not is_open and not any(item.many for item in items)
        if few and call.name in ("map", "flatMap"):  # what is known of the list, then what may follow
            results = _mapped(it, items, call)
            results += [_unknown_turn(it, receiver, (), call)] if is_open else []
        else:
            results = _mapped(it, items, call) if known else [_unknown_turn(it, receiver, items, call)]
    return _collected(it, receiver, items, results, call, known=known)


def _is_dropped(it: Interpreter, node: Node) -> bool:
    """Whether nobody waits for the list of promises that a call gives, nor for Promise.all of them."""
    found, around = fate_of(it, node), node.parent.parent if node.parent is not None else None
    if found is Fate.PASSED and around is not None:
        function = around.child_by_field_name("function")
        return function is not None and it.text(function) in _PROMISES and fate_of(it, around) is Fate.FLOATING
    return found is Fate.FLOATING


def _mapped(it: Interpreter, items: tuple[Item, ...], call: Call) -> list[Item]:
    results: list[Item] = []
    for index, item in enumerate(items):
        if item.many:
            results.append(replace(_unknown_turn(it, UNDEFINED, (item,), call), certainty=item.certainty))
            continue
        before = it.store
        it.store = Store(before)
        results.append(replace(item, value=invoke(it, call.arg(0), [item.value, Literal(index)], call.node)))
        it.store = it.store if item.certainty is Certainty.ALWAYS else join_stores(it.store, before)
    return results


def _unknown_turn(it: Interpreter, receiver: Val, items: tuple[Item, ...], call: Call) -> Item:
    before = it.store
    it.store = Store(before)
    element = items[0].value if items else some_element(it, receiver, call.head)
    value = invoke(it, call.arg(0), [element, number(it, call.node)], call.node)
    it.store = mark_repeated(join_stores(it.store, before), before)
    return Item(value, many=True)


def _collected(
    it: Interpreter, receiver: Val, items: tuple[Item, ...], results: list[Item], call: Call, *, known: bool
) -> Val:
    text = Value(
        Origin.COMPUTED,
        shorten(it.text(call.node)),
        many=True,
        empty=not known,
        row=_row(receiver),
        span=it.span(call.node),
    )
    if call.name == "map":
        return Array(Content(tuple(results)), replace(text, origin=_element_origin(results, text.origin)))
    if call.name == "flatMap":
        found = [(elements(it, item.value), item) for item in results]
        flat = tuple(replace(one, many=one.many or item.many) for (parts, _), item in found for one in parts)
        return Array(Content(flat, any(unknown for (_, unknown), _ in found)), text)
    if call.name == "filter":
        kept = _filtered(it, items, results) if known else items
        return Array(Content(kept, not known), text) if items else replace_many(receiver, text)
    return UNDEFINED if call.name == "forEach" else it.opaque(call.node)


def _row(receiver: Val) -> RowColumn | None:
    return receiver.value.row if isinstance(receiver, Opaque) else None


def _element_origin(results: list[Item], fallback: Origin) -> Origin:
    first = results[0].value if len(results) == 1 else None
    return first.value.origin if isinstance(first, Opaque) else fallback


def replace_many(receiver: Val, text: Value) -> Val:
    """The same list with fewer elements."""
    if isinstance(receiver, Opaque):
        return replace(receiver, value=replace(receiver.value, text=text.text, many=True, empty=True))
    return Opaque(text)


def _filtered(it: Interpreter, items: tuple[Item, ...], results: list[Item]) -> tuple[Item, ...]:
    kept: list[Item] = []
    for item, result in zip(items, results, strict=True):
        known = truth(it, result.value)
        if known is None:
            known = truth(it, item.value) if not isinstance(item.value, Choice) else None
            present = _present(item.value)
            kept.append(
                replace(item, value=present, certainty=Certainty.SOMETIMES if known is None else item.certainty)
            )
        elif known:
            kept.append(item)
    return tuple(kept)


def _present(value: Val) -> Val:
    if not isinstance(value, Choice):
        return value
    options = [
        option for option in value.options if not isinstance(option, Undefined) and option not in (NULL, Literal(False))
    ]
    return flatten(options) if options else value


def _boolean_filter(it: Interpreter, receiver: Array, call: Call) -> Val | None:
    """`[a && x, b ? y : null].filter(Boolean)`."""
    if not isinstance(call.arg(0), Builtin):
        return _each(it, receiver, call)
    content = it.store.content(receiver)
    kept: list[Item] = []
    for item in content.items:
        value = item.value
        if isinstance(value, Choice):
            kept.append(replace(item, value=_present(value), certainty=Certainty.SOMETIMES))
        elif not isinstance(value, Undefined) and value not in (NULL, Literal(False)):
            kept.append(item)
    return Array(Content(tuple(kept), content.open), receiver.value)


def _reduce(it: Interpreter, receiver: Val, items: tuple[Item, ...], is_open: bool, call: Call) -> Val:
    if items and not is_open and len(items) <= MOST_TURNS and not any(item.many for item in items):
        rest = list(items[::-1] if call.name == "reduceRight" else items)
        value = call.args[1] if len(call.args) > 1 else rest.pop(0).value
        for item in rest:
            turned = invoke(it, call.arg(0), [value, item.value], call.node)
            value = turned if item.certainty is Certainty.ALWAYS else join_values(turned, value)
        return value
    initial = call.arg(1)
    element = items[0].value if items else some_element(it, receiver, call.head)
    return join_values(invoke(it, call.arg(0), [initial, element], call.node), initial)


def _push(it: Interpreter, receiver: Array, call: Call) -> Val:
    content = it.store.content(receiver)
    items = tuple(Item(value) for value in call.args)
    joined = (*content.items, *items) if call.name == "push" else (*items, *content.items)
    it.store[receiver] = Content(joined, content.open or call.open)
    return it.opaque(call.node)


def _concat(it: Interpreter, receiver: Array, call: Call) -> Val:
    content = it.store.content(receiver)
    parts = [
        elements(it, value) if isinstance(value, Array) else ((Item(value),), isinstance(value, Opaque))
        for value in call.args
    ]
    items = (*content.items, *(item for part, _ in parts for item in part))
    is_open = content.open or any(unknown for _, unknown in parts) or len(items) > MOST_ITEMS
    return Array(Content(items[:MOST_ITEMS], is_open), receiver.value)


def _same(_it: Interpreter, receiver: Array, _call: Call) -> Val:
    return receiver


def _join(it: Interpreter, receiver: Array, call: Call) -> Val:
    content = it.store.content(receiver)
    separator = call.arg(0) if call.args else Literal(",")
    values = [item.value for item in content.items]
    sure = not content.open and all(item.certainty is Certainty.ALWAYS and not item.many for item in content.items)
    if sure and isinstance(separator, Literal) and all(isinstance(value, Literal) for value in values):
        return Literal(str(separator.value).join(str(value.value) for value in values))
    return it.opaque(call.node)


def _includes(it: Interpreter, _receiver: Array, call: Call) -> Val:
    return it.opaque(call.node)


def _flat(it: Interpreter, receiver: Array, _call: Call) -> Val:
    content = it.store.content(receiver)
    parts = [
        (elements(it, item.value) if isinstance(item.value, Array) else ((item,), False), item)
        for item in content.items
    ]
    items = tuple(replace(one, many=one.many or item.many) for (part, _), item in parts for one in part)
    return Array(Content(items, content.open or any(unknown for (_, unknown), _ in parts)), receiver.value)


_ARRAY: dict[str, Callable[[Interpreter, Array, Call], Val | None]] = {
    "push": _push,
    "unshift": _push,
    "concat": _concat,
    "slice": _same,
    "sort": _same,
    "toSorted": _same,
    "reverse": _same,
    "flat": _flat,
    "join": _join,
    "includes": _includes,
    "filter": _boolean_filter,
    "values": _same,
}


def _string(text: str, call: Call) -> Val | None:
    plain = {"toLowerCase": text.lower, "toUpperCase": text.upper, "trim": text.strip, "toString": text.__str__}
    if call.name in plain:
        return Literal(plain[call.name]())
    given = [one.value for one in call.args if isinstance(one, Literal) and isinstance(one.value, str)]
    if call.name == "split" and len(call.args) == len(given) == 1:
        return Array(Content(tuple(Item(Literal(part)) for part in (text.split(given[0]) if given[0] else text))))
    if call.name in ("replace", "replaceAll") and len(call.args) == len(given) == 2:
        return Literal(text.replace(given[0], given[1], 1 if call.name == "replace" else -1))
    return None


def _promise(it: Interpreter, receiver: Val, call: Call) -> Val:
    if call.name == "finally" or not isinstance(call.arg(0), Func):
        return receiver
    result = invoke(it, call.arg(0), [receiver] if call.name == "then" else [it.opaque(call.node)], call.node)
    if call.name == "then":
        return result
    it.recorder.caught(it, CaughtError(it.span(call.name_node), result is NEVER, it.span(call.node)))
    return receiver


def _static(it: Interpreter, name: str, call: Call) -> Val | None:
    value = call.arg(0)
    if name in _PROMISES:
        return value if isinstance(value, Array) else it.opaque(call.node)
    if name in ("Promise.resolve", "Object.freeze", "Object.seal", "structuredClone"):
        return value
    if name == "JSON.stringify" and len(call.args) == 1:
        return stringified(it, value)
    if name.startswith("Object.") and isinstance(value, Object | Opaque):
        known = value if isinstance(value, Object) else typed_object(it, value)
        return None if known is None else _object(it, name, known, call)
    if name in ("Array.from", "Array.of") and isinstance(value, Array):
        return value
    if name == "Array.from" and isinstance(value, Opaque):
        made = replace(value, value=replace(value.value, many=True, text=shorten(it.text(call.node))))
        return (
            _each(it, made, replace(call, name="map", args=call.args[1:], nodes=call.nodes[1:]))
            if isinstance(call.arg(1), Func)
            else made
        )
    return None


def _object(it: Interpreter, name: str, value: Object, call: Call) -> Val | None:
    properties = it.store.properties(value)
    keys = properties.items
    items: list[Item] | None = None
    if name == "Object.keys":
        items = [replace(item, value=Literal(key)) for key, item in keys.items()]
    elif name == "Object.values":
        items = list(keys.values())
    elif name == "Object.entries":
        items = [
            replace(item, value=Array(Content((Item(Literal(key)), Item(item.value))))) for key, item in keys.items()
        ]
    if items is not None:
        return Array(
            Content(tuple(items), properties.open), Value(Origin.COMPUTED, shorten(it.text(call.node)), many=True)
        )
    if name == "Object.assign":
        for more in call.args[1:]:
            properties = _merge(it, properties, more)
        it.store[value] = properties
        return value
    return None


def _merge(it: Interpreter, properties: Properties, more: Val) -> Properties:
    if not isinstance(more, Object):
        return replace(properties, open=True)
    added = it.store.properties(more)
    return Properties(
        {**properties.items, **added.items}, properties.open or added.open, (*properties.spread, *added.spread)
    )
