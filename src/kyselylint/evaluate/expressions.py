"""TypeScript expressions other than calls: literals, objects, operators, functions."""

from __future__ import annotations

import re
from dataclasses import replace

from kyselylint.evaluate.interpreter import Interpreter, expression, named
from kyselylint.evaluate.narrow import assuming, truth
from kyselylint.evaluate.origin import shorten
from kyselylint.evaluate.patterns import assign
from kyselylint.evaluate.scope import join_stores, join_values
from kyselylint.evaluate.values import (
    NULL,
    UNDEFINED,
    Array,
    Choice,
    ClassValue,
    Content,
    Func,
    HandleValue,
    Item,
    Literal,
    Object,
    Opaque,
    Properties,
    Undefined,
    Val,
    flatten,
)
from kyselylint.query.certainty import Certainty
from kyselylint.query.statement import Handle, HandleKind
from kyselylint.query.value import Origin, Value
from kyselylint.syntax.tree import Node

_ESCAPE = re.compile(r"\\(u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|\r?\n|(.))", re.DOTALL)
_CONTROL = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
_TRANSPARENT = (
    "parenthesized_expression",
    "as_expression",
    "satisfies_expression",
    "non_null_expression",
    "instantiation_expression",
)


def unescape(text: str) -> str:
    """The value of a string's inside."""
    return _ESCAPE.sub(_escape, text) if "\\" in text else text


def _escape(match: re.Match[str]) -> str:
    code = match.group(2) or match.group(3) or match.group(4)
    if code:
        return chr(min(int(code, 16), 0x10FFFF))
    return _CONTROL.get(match.group(5), match.group(5)) if match.group(5) else ""


@expression("string")
def _string(it: Interpreter, node: Node) -> Val:
    return Literal(unescape(it.text(node)[1:-1]))


@expression("number")
def _number(it: Interpreter, node: Node) -> Val:
    text = it.text(node).replace("_", "").rstrip("n")
    try:
        return Literal(int(text, 0))
    except ValueError:
        try:
            return Literal(float(text))
        except ValueError:
            return it.opaque(node)


@expression("true", "false", "null", "undefined")
def _constant(_it: Interpreter, node: Node) -> Val:
    return {"true": Literal(True), "false": Literal(False), "null": NULL, "undefined": UNDEFINED}[node.type]


@expression("template_string")
def _template(it: Interpreter, node: Node) -> Val:
    parts: list[str] = []
    for piece in template_parts(it, node):
        if isinstance(piece, str):
            parts.append(piece)
            continue
        value = it.eval(piece)
        if isinstance(value, Choice) and all(isinstance(option, Literal) for option in value.options):
            value = value.options[0]
        if not isinstance(value, Literal):
            return it.opaque(node)
        parts.append(_as_text(value))
    return Literal("".join(parts))


def _as_text(value: Literal) -> str:
    if value.value is None:
        return "null"
    return str(value.value).lower() if isinstance(value.value, bool) else str(value.value)


def template_parts(it: Interpreter, node: Node) -> list[str | Node]:
    """A template's constant text and the expressions between, in turn."""
    parts: list[str | Node] = []
    position = node.start_byte + 1
    source = it.frame.module.source
    for child in node.named_children:
        if child.type == "template_substitution":
            parts.append(unescape(source[position : child.start_byte].decode("utf-8", "replace")))
            inner = named(child)
            parts.append(inner[0] if inner else child)
            position = child.end_byte
    parts.append(unescape(source[position : node.end_byte - 1].decode("utf-8", "replace")))
    return parts


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
    return it.eval(inner[0]) if inner else it.opaque(node)


@expression("type_assertion", "await_expression")
def _last(it: Interpreter, node: Node) -> Val:
    inner = named(node)
    return it.eval(inner[-1]) if inner else it.opaque(node)


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
        Content(tuple(items), is_open),
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
        return {}, True, [value.value]
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
        return _as_text(value) if isinstance(value, Literal) else None
    if node.type == "string":
        return unescape(it.text(node)[1:-1])
    return it.text(node)


@expression("ternary_expression")
def _ternary(it: Interpreter, node: Node) -> Val:
    condition = node.child_by_field_name("condition")
    consequence, alternative = node.child_by_field_name("consequence"), node.child_by_field_name("alternative")
    if condition is None or consequence is None or alternative is None:
        return it.opaque(node)
    known = truth(it, it.eval(condition))
    if known is not None:
        return it.eval(consequence if known else alternative)
    before = it.store
    it.store = assuming(it, condition, holds=True)
    first = it.eval(consequence)
    after_first, it.store = it.store, before
    it.store = assuming(it, condition, holds=False)
    second = it.eval(alternative)
    it.store = join_stores(after_first, it.store)
    return join_choice(it, first, second, node)


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


@expression("binary_expression")
def _binary(it: Interpreter, node: Node) -> Val:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    operator = node.child_by_field_name("operator")
    if left is None or right is None or operator is None:
        return it.opaque(node)
    handler = _LAZY.get(operator.type)
    if handler is not None:
        return handler(it, node, it.eval(left), right)
    if operator.type != "+":
        one, other = it.eval(left), it.eval(right)
        if (
            operator.type in ("===", "!==", "==", "!=")
            and isinstance(one, Literal | Undefined)
            and isinstance(other, Literal | Undefined)
        ):
            return Literal((one == other) == (operator.type[0] == "="))
        return it.opaque(node)
    return _sum(it, node)


def _sum(it: Interpreter, node: Node) -> Val:
    """A chain of `+`: constant text is joined, however long the chain (it nests to the left)."""
    operands: list[Node] = []
    current: Node | None = node
    while current is not None and current.type == "binary_expression":
        operator, right = current.child_by_field_name("operator"), current.child_by_field_name("right")
        if operator is None or operator.type != "+" or right is None:
            break
        operands.append(right)
        current = current.child_by_field_name("left")
    values = [it.eval(one) for one in ([] if current is None else [current]) + operands[::-1]]
    if not all(isinstance(value, Literal) for value in values):
        return it.opaque(node)
    if all(isinstance(value.value, int | float) and not isinstance(value.value, bool) for value in values):
        return Literal(sum(value.value for value in values))
    return Literal("".join(map(_as_text, values)))


def _coalesce(it: Interpreter, node: Node, left: Val, right: Node) -> Val:
    present = without_nothing(left)
    if present is None:
        return it.eval(right)
    if present is left and not isinstance(left, Opaque):
        return left
    other = it.eval(right)
    return join_choice(it, _surely(present), other, node)


def _or(it: Interpreter, node: Node, left: Val, right: Node) -> Val:
    known = truth(it, left)
    if known is not None:
        return left if known else it.eval(right)
    present = without_nothing(left)
    other = it.eval(right)
    return other if present is None else join_choice(it, _surely(present), other, node)


def _and(it: Interpreter, node: Node, left: Val, right: Node) -> Val:
    known = truth(it, left)
    if known is not None:
        return it.eval(right) if known else left
    condition = node.child_by_field_name("left")
    before = it.store
    it.store = before if condition is None else assuming(it, condition, holds=True)
    value = it.eval(right)
    it.store = join_stores(it.store, before)
    return flatten([value, UNDEFINED])


_LAZY = {"??": _coalesce, "||": _or, "&&": _and}


def without_nothing(value: Val) -> Val | None:
    """The value without its undefined and null options; None if nothing is left."""
    if isinstance(value, Undefined) or value == NULL:
        return None
    if isinstance(value, Choice):
        options = [option for option in value.options if not isinstance(option, Undefined) and option != NULL]
        return flatten(options) if options and len(options) < len(value.options) else value
    return value


def _surely(value: Val) -> Val:
    if isinstance(value, Opaque) and value.value.optional:
        return replace(value, value=replace(value.value, optional=False))
    return value


@expression("unary_expression")
def _unary(it: Interpreter, node: Node) -> Val:
    argument, operator = node.child_by_field_name("argument"), node.child_by_field_name("operator")
    if argument is None or operator is None:
        return it.opaque(node)
    value = it.eval(argument)
    if operator.type == "!":
        known = truth(it, value)
        return it.opaque(node) if known is None else Literal(not known)
    if operator.type == "-" and isinstance(value, Literal) and isinstance(value.value, int | float):
        return Literal(-value.value)
    return UNDEFINED if operator.type == "void" else it.opaque(node)


@expression("assignment_expression")
def _assignment(it: Interpreter, node: Node) -> Val:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None or right is None:
        return it.opaque(node)
    value = it.eval(right)
    assign(it, left, value)
    return value


@expression("augmented_assignment_expression")
def _augmented(it: Interpreter, node: Node) -> Val:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    operator = node.child_by_field_name("operator")
    if left is None or right is None or operator is None:
        return it.opaque(node)
    lazy = _LAZY.get(operator.type.rstrip("="))
    if lazy is not None:
        value = lazy(it, node, it.eval(left), right)
    else:
        it.eval(right)
        value = it.opaque(node)
    assign(it, left, value)
    return value


@expression("update_expression")
def _update(it: Interpreter, node: Node) -> Val:
    argument = node.child_by_field_name("argument")
    if argument is not None:
        assign(it, argument, it.opaque(node))
    return it.opaque(node)


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
