"""TypeScript expressions other than calls and operators: names, functions, classes, arrays, objects."""

from __future__ import annotations

from dataclasses import replace

from kyselylint.evaluate.builder import Builder
from kyselylint.evaluate.interpreter import Interpreter, expression, named
from kyselylint.evaluate.literals import as_text, unescape
from kyselylint.evaluate.origin import shorten
from kyselylint.evaluate.types import typed_object
from kyselylint.evaluate.values import (
    UNDEFINED,
    Array,
    Choice,
    ClassValue,
    Content,
    Func,
    Item,
    Literal,
    Object,
    Opaque,
    Properties,
    Undefined,
    Val,
)
from kyselylint.query.certainty import Certainty
from kyselylint.query.value import Origin, Value
from kyselylint.syntax.tree import Node

MOST_ITEMS = 20_000  # of a list; one that is doubled twenty times has a million
_TRANSPARENT = (
    "parenthesized_expression",
    "as_expression",
    "satisfies_expression",
    "non_null_expression",
    "instantiation_expression",
)


@expression("identifier", "shorthand_property_identifier")
def _identifier(it: Interpreter, node: Node) -> Val:
    return lookup(it, it.text(node), node)


def lookup(it: Interpreter, name: str, node: Node) -> Val:
    """The value of a name here."""
    binding = it.frame.scope.find(name)
    if binding is None:
        if name == "undefined":
            return UNDEFINED
        return it.universe.global_value(it, name, node)
    held = it.store.get(binding)
    if held is not None:
        return held
    if binding.lazy is not None:
        lazy, binding.lazy = binding.lazy, None
        binding.initial = it.opaque(node)  # what a definition sees that refers to itself
        binding.initial = lazy()
    return binding.initial


@expression("this")
def _this(it: Interpreter, node: Node) -> Val:
    if it.frame.this is not None:
        return it.frame.this
    return Opaque(Value(Origin.COMPUTED, "this", ("this",), span=it.span(node)))


@expression(*_TRANSPARENT)
def _transparent(it: Interpreter, node: Node) -> Val:
    inner = named(node)
    value = it.eval(inner[0]) if inner else it.opaque(node)
    if node.type == "non_null_expression":
        it.recorder.present(it, value, node)
    return value


@expression("type_assertion", "await_expression")
def _last(it: Interpreter, node: Node) -> Val:
    inner = named(node)
    value = it.eval(inner[-1]) if inner else it.opaque(node)
    lost = node.type == "await_expression" and isinstance(value, Builder) and _is_chain(it, value, inner[-1])
    return it.opaque(node) if lost else value  # what the code then does with it is meant for rows


def _is_chain(it: Interpreter, builder: Builder, node: Node) -> bool:
    """Whether an expression is the query's own chain, not a call of an asynchronous function that hands it out."""
    span = builder.site.span
    return span.path == it.frame.module.path and span.start == node.start_byte


@expression(
    "arrow_function",
    "function_expression",
    "generator_function",
    "function_declaration",
    "generator_function_declaration",
)
def function(it: Interpreter, node: Node) -> Val:
    """A function value over the current scope; arrows keep `this`."""
    name_node = node.child_by_field_name("name")
    name = it.text(name_node) if name_node is not None else _name_from_context(it, node)
    this = it.frame.this if node.type == "arrow_function" else None
    made = Func(node, it.frame.scope, it.frame.module, name=name, this=this, depth=it.frame.depth, owner=it.frame.owner)
    it.universe.made(it, made)
    return made


def _name_from_context(it: Interpreter, node: Node) -> str:
    """The variable, property or field that an anonymous function is assigned to."""
    parent = node.parent
    for key in ("name", "key", "property", "left"):
        named_node = None if parent is None else parent.child_by_field_name(key)
        if named_node is not None and parent is not None and parent.type not in ("call_expression", "arguments"):
            return it.text(named_node).split(".")[-1]
    return ""


@expression("class", "class_declaration", "abstract_class_declaration")
def class_value(it: Interpreter, node: Node) -> Val:
    """A class; its members are read when they are asked for."""
    name = node.child_by_field_name("name")
    made = ClassValue(node, it.frame.scope, it.frame.module, "" if name is None else it.text(name))
    it.universe.made_class(it, made)
    return made


@expression("array")
def _array(it: Interpreter, node: Node) -> Val:
    items: list[Item] = []
    is_open = False
    for child in named(node):
        if child.type != "spread_element":
            items.append(Item(it.eval(child)))
            continue
        spread = it.eval(named(child)[0])
        content, unknown = elements(it, spread)
        items.extend(content)
        is_open = is_open or unknown
    return Array(
        Content(tuple(items[:MOST_ITEMS]), is_open or len(items) > MOST_ITEMS),
        Value(Origin.COMPUTED, shorten(it.text(node)), many=True, empty=not items, span=it.span(node)),
    )


def elements(it: Interpreter, value: Val) -> tuple[tuple[Item, ...], bool]:
    """What a spread value adds to an array, and whether it may add more."""
    if isinstance(value, Array):
        content = it.store.content(value)
        return content.items, content.open
    if isinstance(value, Choice):  # `...(cond ? [x] : [])`
        found = [elements(it, option) for option in value.options]
        sometimes = [replace(item, certainty=Certainty.SOMETIMES) for items, _ in found for item in items]
        return tuple(sometimes), any(unknown for _, unknown in found)
    return (), not isinstance(value, Undefined | Literal)


@expression("object")
def _object(it: Interpreter, node: Node) -> Val:
    made = Object(Properties({}), text=shorten(it.text(node)))
    items: dict[str, Item] = {}
    is_open, spreads = False, []
    for child in named(node):
        if child.type == "spread_element":
            spread = it.eval(named(child)[0])
            more, unknown, sources = _spread(it, spread)
            items.update(more)
            is_open = is_open or unknown
            spreads.extend(sources)
        else:
            name, value = _member(it, child, made)
            if name is None:
                is_open = True
            else:
                items[name] = Item(value)
    made.initial = Properties(items, is_open, tuple(spreads))
    return made


def _spread(it: Interpreter, value: Val) -> tuple[dict[str, Item], bool, list[Value]]:
    if isinstance(value, Object):
        properties = it.store.properties(value)
        return dict(properties.items), properties.open, list(properties.spread)
    if isinstance(value, Choice):
        merged: dict[str, Item] = {}
        parts = [_spread(it, option) for option in value.options]
        for items, _, _ in parts:
            merged.update({name: replace(item, certainty=Certainty.SOMETIMES) for name, item in items.items()})
        return merged, any(part[1] for part in parts), [source for part in parts for source in part[2]]
    if isinstance(value, Opaque):
        known = typed_object(it, value)
        return _spread(it, known) if known is not None else ({}, True, [value.value])
    return {}, not isinstance(value, Undefined | Literal), []


def _member(it: Interpreter, node: Node, this: Object) -> tuple[str | None, Val]:
    if node.type == "pair":
        key, value = node.child_by_field_name("key"), node.child_by_field_name("value")
        if key is None or value is None:
            return None, UNDEFINED
        return property_name(it, key), it.eval(value)
    if node.type == "shorthand_property_identifier":
        return it.text(node), it.eval(node)
    name = node.child_by_field_name("name")
    if name is None:
        return None, UNDEFINED
    made = Func(
        node, it.frame.scope, it.frame.module, name=it.text(name), this=this, depth=it.frame.depth, owner=it.frame.owner
    )
    it.universe.made(it, made)
    return property_name(it, name), made


def property_name(it: Interpreter, node: Node) -> str | None:
    """The name of an object's property; None when it is computed from something unknown."""
    if node.type == "computed_property_name":
        value = it.eval(named(node)[0])
        value = value.options[0] if isinstance(value, Choice) else value
        return as_text(value) if isinstance(value, Literal) else None
    if node.type == "string":
        return unescape(it.text(node)[1:-1])
    return it.text(node)


@expression("sequence_expression", "yield_expression", "spread_element")
def _sequence(it: Interpreter, node: Node) -> Val:
    value: Val = UNDEFINED
    for child in named(node):
        value = it.eval(child)
    return value


@expression(
    "jsx_element", "jsx_self_closing_element", "jsx_fragment", "jsx_expression", "jsx_opening_element", "jsx_attribute"
)
def _jsx(it: Interpreter, node: Node) -> Val:
    for child in named(node):
        if it.universe.interesting(it.frame.module, child):
            it.eval(child)
    return it.opaque(node)
