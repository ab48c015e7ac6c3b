"""Binding names: declarations, parameters, destructuring, assignment."""

from __future__ import annotations

from dataclasses import replace

from kyselylint.evaluate.interpreter import Interpreter, named
from kyselylint.evaluate.literals import as_text
from kyselylint.evaluate.properties import property_of
from kyselylint.evaluate.scope import UNDECLARED, Binding, Scope
from kyselylint.evaluate.types import typed_object, value_of_type
from kyselylint.evaluate.values import (
    UNDEFINED,
    Array,
    Choice,
    Content,
    ExpressionBuilderValue,
    HandleValue,
    Item,
    Literal,
    Object,
    Opaque,
    Undefined,
    Val,
    flatten,
)
from kyselylint.query.value import Origin, Value
from kyselylint.syntax.tree import Node


def declare(it: Interpreter, pattern: Node, value: Val, scope: Scope) -> None:
    """Bind the names of a pattern to the parts of a value."""
    kind = pattern.type
    if kind in ("identifier", "shorthand_property_identifier_pattern"):
        name = it.text(pattern)
        binding = scope.names.get(name)
        if binding is None or binding.initial is not UNDECLARED:
            binding = scope.names[name] = Binding(name)
        it.store[binding] = value
    elif kind in ("assignment_pattern", "object_assignment_pattern"):
        left, right = pattern.child_by_field_name("left"), pattern.child_by_field_name("right")
        if left is not None and right is not None:
            declare(it, left, with_default(it, value, right), scope)
    elif kind == "object_pattern":
        taken = frozenset(_key(it, child) for child in named(pattern))
        for child in named(pattern):
            _declare_property(it, child, value, scope, taken)
    elif kind == "array_pattern":
        for index, child in enumerate(named(pattern)):
            target = named(child)[0] if child.type == "rest_pattern" else child
            declare(
                it,
                target,
                it.opaque(child) if child.type == "rest_pattern" else element(it, value, index, child),
                scope,
            )


def _declare_property(it: Interpreter, child: Node, value: Val, scope: Scope, taken: frozenset[str]) -> None:
    if child.type == "rest_pattern":
        declare(it, named(child)[0], _rest(it, value, child, taken), scope)
    elif child.type == "pair_pattern":
        key, target = child.child_by_field_name("key"), child.child_by_field_name("value")
        if key is not None and target is not None:
            declare(it, target, property_of(it, value, it.text(key).strip("'\""), key), scope)
    elif child.type == "object_assignment_pattern":
        left = child.child_by_field_name("left")
        if left is not None:
            declare(it, child, property_of(it, value, it.text(left), left), scope)
    else:
        declare(it, child, property_of(it, value, it.text(child), child), scope)


def _key(it: Interpreter, child: Node) -> str:
    """The property that an element of an object pattern takes."""
    key = child.child_by_field_name("key") or child.child_by_field_name("left") or child
    return it.text(key).strip("'\"")


def _rest(it: Interpreter, value: Val, node: Node, taken: frozenset[str]) -> Val:
    """What `...rest` of an object pattern holds: the properties that the others do not take."""
    if isinstance(value, Opaque):
        value = typed_object(it, value) or value
    if isinstance(value, ExpressionBuilderValue | HandleValue | Opaque):
        return value
    if not isinstance(value, Object):
        return it.opaque(node)
    properties = it.store.properties(value)
    return Object(
        replace(properties, items={name: item for name, item in properties.items.items() if name not in taken})
    )


def element(it: Interpreter, value: Val, index: int, node: Node) -> Val:
    """The element of a list at a known position."""
    if isinstance(value, Array):
        content = it.store.content(value)
        if index < len(content.items) and not content.open:
            return content.items[index].value
    if isinstance(value, Choice):
        return flatten([element(it, option, index, node) for option in value.options])
    if isinstance(value, Opaque):
        if value.value.row is None:
            return property_of(it, value, str(index), node)
        return replace(value, value=replace(value.value, many=False, empty=False, optional=True))
    return it.opaque(node)


def with_default(it: Interpreter, value: Val, default: Node) -> Val:
    """The value, or the default where it is undefined."""
    if isinstance(value, Undefined):
        return it.eval(default)
    if isinstance(value, Choice) and UNDEFINED in value.options:
        present = [option for option in value.options if not isinstance(option, Undefined)]
        return flatten([*present, it.eval(default)])
    if isinstance(value, Opaque):
        fallback = it.eval(default)
        kept = replace(value, value=replace(value.value, optional=False))
        return kept if isinstance(fallback, Opaque) else _typed_default(kept, fallback)
    return value


def _typed_default(value: Opaque, fallback: Val) -> Val:
    """A parameter with a default handle or query has that one or another; other defaults say little."""
    from kyselylint.evaluate.handles import or_given

    return or_given(value, fallback)


def assign(it: Interpreter, target: Node, value: Val) -> None:
    """`target = value`: a name, a property, or a pattern."""
    kind = target.type
    if kind == "identifier":
        name = it.text(target)
        binding = it.frame.scope.find(name)
        if binding is None:
            binding = it.frame.scope.names[name] = Binding(name)
        it.store[binding] = value
    elif kind == "member_expression":
        _assign_property(it, target, value)
    elif kind == "subscript_expression":
        _assign_element(it, target, value)
    elif kind in ("non_null_expression", "parenthesized_expression", "as_expression"):
        assign(it, named(target)[0], value)
    elif kind in ("object_pattern", "array_pattern"):
        declare(it, target, value, it.frame.scope)


def _assign_property(it: Interpreter, target: Node, value: Val) -> None:
    owner_node, name_node = target.child_by_field_name("object"), target.child_by_field_name("property")
    if owner_node is None or name_node is None:
        return
    owner = it.eval(owner_node)
    if isinstance(owner, Object):
        properties = it.store.properties(owner)
        it.store[owner] = replace(properties, items={**properties.items, it.text(name_node): Item(value)})


def _assign_element(it: Interpreter, target: Node, value: Val) -> None:
    """`object[key] = value`: where the key is not known, the object may have any property from here on."""
    owner_node, index = target.child_by_field_name("object"), target.child_by_field_name("index")
    owner = it.eval(owner_node) if owner_node is not None else None
    if isinstance(owner, Object) and index is not None:
        properties, name = it.store.properties(owner), it.eval(index)
        if isinstance(name, Literal):
            it.store[owner] = replace(properties, items={**properties.items, as_text(name): Item(value)})
        else:
            it.store[owner] = replace(properties, open=True)
    elif isinstance(owner, Array):
        it.store[owner] = replace(it.store.content(owner), open=True)


def bind_parameters(it: Interpreter, parameters: Node | None, arguments: list[Val] | None, scope: Scope) -> None:
    """Bind a function's parameters; `arguments` None means that the caller is not known."""
    if parameters is None:
        return
    if parameters.type == "identifier":  # x => …
        value = _given(it, parameters, None, 0, arguments)
        declare(it, parameters, value, scope)
        return
    for index, parameter in enumerate(
        one for one in named(parameters) if one.type in ("required_parameter", "optional_parameter")
    ):
        _bind_parameter(it, parameter, index, arguments, scope)


def _bind_parameter(it: Interpreter, parameter: Node, index: int, arguments: list[Val] | None, scope: Scope) -> None:
    pattern, annotation = parameter.child_by_field_name("pattern"), parameter.child_by_field_name("type")
    default = parameter.child_by_field_name("value")
    if pattern is None or pattern.type == "this":
        return
    if pattern.type == "rest_pattern":
        rest = [Item(value) for value in (arguments or [])[index:]]
        content = Content(tuple(rest), open=arguments is None)
        declare(it, named(pattern)[0], Array(content, Value(Origin.PARAMETER, it.text(pattern), many=True)), scope)
        return
    value = _given(it, pattern, annotation, index, arguments, optional=parameter.type == "optional_parameter")
    if default is not None:
        value = with_default(it, value, default)
    declare(it, pattern, value, scope)


def _given(
    it: Interpreter,
    pattern: Node,
    annotation: Node | None,
    index: int,
    arguments: list[Val] | None,
    *,
    optional: bool = False,
) -> Val:
    if arguments is not None and index < len(arguments):
        value = arguments[index]
        if (
            annotation is None
            or not isinstance(value, Opaque)
            or value.type is not None
            or value.value.path[:1] == ("this",)
        ):
            return value
        typed = parameter_value(it, pattern, annotation, optional=optional)
        if isinstance(typed, Opaque):
            return replace(value, type=typed.type)
        return typed
    if arguments is not None:
        return UNDEFINED
    return parameter_value(it, pattern, annotation, optional=optional)


def parameter_value(it: Interpreter, pattern: Node, annotation: Node | None, *, optional: bool = False) -> Val:
    """What a parameter is when its caller is not known: what its type says, else a value by its name."""
    name = it.text(pattern) if pattern.type == "identifier" else ""
    origin = Value(Origin.PARAMETER, name, (name,) if name else (), optional=optional, span=it.span(pattern))
    return value_of_type(it, annotation, origin)
