"""Calls: fluent chains unrolled link by link, functions applied to values."""

from __future__ import annotations

from dataclasses import replace

from kyselylint.evaluate import javascript, keyed, methods
from kyselylint.evaluate.apply import Call
from kyselylint.evaluate.arguments import unknown_method
from kyselylint.evaluate.builder import Builder
from kyselylint.evaluate.changing import lend
from kyselylint.evaluate.expressions import elements
from kyselylint.evaluate.interpreter import Interpreter, expression, named
from kyselylint.evaluate.origin import shorten
from kyselylint.evaluate.properties import property_of
from kyselylint.evaluate.scope import join_values
from kyselylint.evaluate.types import resolved
from kyselylint.evaluate.values import (
    NEVER,
    UNDEFINED,
    Array,
    Builtin,
    Choice,
    ClassValue,
    Expr,
    ExpressionBuilderValue,
    Func,
    HandleValue,
    Literal,
    Method,
    Object,
    Opaque,
    Tool,
    Undefined,
    Val,
    flatten,
)
from kyselylint.query.expression import Hole, Unknown
from kyselylint.query.value import Origin, Value
from kyselylint.query.walk import weight
from kyselylint.syntax.tree import Node

_THROUGH = frozenset(
    {
        "parenthesized_expression",
        "non_null_expression",
        "as_expression",
        "satisfies_expression",
        "instantiation_expression",
    }
)


@expression("call_expression", "member_expression", "subscript_expression")
def chain(it: Interpreter, top: Node) -> Val:
    """A fluent expression, read from its head to its last link; links do not nest here, however many there are."""
    links: list[Node] = []
    head: Node = top
    outer: Node = top
    while True:
        if head.type == "call_expression":
            links.append(head)
            inner = head.child_by_field_name("function")
        elif head.type in ("member_expression", "subscript_expression"):
            links.append(head)
            inner = head.child_by_field_name("object")
        elif _is_awaited(head):
            break
        elif head.type in _THROUGH or (head.type == "await_expression" and links):
            inner = named(head)[0] if named(head) else None
        else:
            break
        if inner is None:
            return it.opaque(top)
        outer, head = head, inner
    value = _head(it, head)
    if outer.type == "non_null_expression":
        it.recorder.present(it, value, outer)
    return _links(it, value, links, head, top)


def _is_awaited(node: Node) -> bool:
    """`(await query)`: what follows is asked of the rows. Without parentheses the grammar puts awaits inside."""
    return node.type == "parenthesized_expression" and any(child.type == "await_expression" for child in node.children)


def _head(it: Interpreter, head: Node) -> Val:
    if head.type == "super":
        return it.universe.super_value(it)
    if head.type == "import":
        return Builtin("import")
    return it.eval(head)


def _links(it: Interpreter, value: Val, links: list[Node], head: Node, top: Node) -> Val:
    index = len(links) - 1
    while index >= 0:
        link = links[index]
        following = links[index - 1] if index else None
        if link.type == "call_expression":
            value = call(it, value, arguments_of(it, link, head, link, top))
        elif link.type == "member_expression":
            name_node = link.child_by_field_name("property")
            if name_node is None:
                return it.opaque(top)
            if following is not None and following.type == "call_expression":
                value = method(it, value, arguments_of(it, following, head, name_node, top))
                index -= 1
            else:
                optional = any(child.type == "optional_chain" for child in link.children)
                value = property_of(it, value, it.text(name_node), link, optional=optional)
        else:
            value = _subscript(it, value, link)
        index -= 1
    if isinstance(value, Builder):
        it.recorder.seen(it, value, top, links)
    return value


def _subscript(it: Interpreter, value: Val, link: Node) -> Val:
    index_node = link.child_by_field_name("index")
    index = UNDEFINED if index_node is None else it.eval(index_node)
    if isinstance(index, Literal) and isinstance(value, Array) and isinstance(index.value, int):
        items = it.store.content(value).items
        return items[index.value].value if 0 <= index.value < len(items) else it.opaque(link)
    if isinstance(index, Literal) and isinstance(index.value, str):
        return property_of(it, value, index.value, link)
    if isinstance(value, Opaque):
        row = value.value.row
        if row is not None:
            return replace(value, value=replace(value.value, many=False, optional=True))
        return property_of(it, value, "[]", link)
    if isinstance(value, Object):  # a look-up in an allow-list: one of its values
        held = it.store.properties(value).items
        return flatten([item.value for item in held.values()]) if held else it.opaque(link)
    return it.opaque(link)


def arguments_of(it: Interpreter, node: Node, head: Node, name_node: Node, top: Node) -> Call:
    """A call's arguments, evaluated."""
    arguments = node.child_by_field_name("arguments")
    name = it.text(name_node) if name_node is not node else ""
    made = Call(node, name, name_node, [], [], top, head, type_arguments=node.child_by_field_name("type_arguments"))
    if arguments is None:
        return made
    if arguments.type == "template_string":
        made.nodes = [arguments]
        return made
    for child in named(arguments):
        if child.type == "spread_element":
            items, is_open = elements(it, it.eval(named(child)[0]))
            made.args.extend(item.value for item in items)
            made.nodes.extend(child for _ in items)
            made.open = made.open or is_open
        else:
            made.args.append(it.eval(child))
            made.nodes.append(child)
    return made


def method(it: Interpreter, receiver: Val, call_: Call) -> Val:
    """`receiver.name(…)`."""
    if isinstance(receiver, Opaque) and receiver.type is not None:
        receiver = resolved(it, receiver)
    if isinstance(receiver, Choice):
        return _each(it, receiver, call_)
    known = methods.call(it, receiver, call_)
    if known is not None:
        return _bounded(it, known, call_)
    if isinstance(receiver, Object | ClassValue) or (
        isinstance(receiver, Builtin) is False and hasattr(receiver, "path")
    ):
        target = property_of(it, receiver, call_.name, call_.node)
        if not isinstance(target, Method):
            return call(it, target, call_, this=receiver)
    plain = keyed.method(it, receiver, call_) if isinstance(receiver, Array) else None
    plain = plain if plain is not None else javascript.method(it, receiver, call_)
    return plain if plain is not None else unknown_call(it, receiver, call_)


def _each(it: Interpreter, receiver: Choice, call_: Call) -> Val:
    """A method on one of several values: called on each that may have it."""
    before = it.store
    options = [option for option in receiver.options if not isinstance(option, Undefined) and option != Literal(None)]
    kysely = [option for option in options if isinstance(option, Builder | Expr | HandleValue | Tool)]
    results = [method(it, option, call_) for option in kysely or options]
    if not results:
        return it.opaque(call_.node)
    it.store = before if not kysely else it.store
    joined = results[0]
    for result in results[1:]:
        joined = join_values(joined, result)
    return joined


def call(it: Interpreter, target: Val, call_: Call, this: Val = None) -> Val:
    """`target(…)`."""
    if isinstance(target, Func):
        return it.universe.call(it, target, call_, this)
    if isinstance(target, Object) and target.text == "super" and isinstance(it.frame.this, Object) and target.kind:
        it.universe.initialise(it, it.frame.this, target.kind, call_)
        return UNDEFINED
    if isinstance(target, Undefined):  # throws: this path is not taken
        return NEVER
    if isinstance(target, Method):
        named_call = replace(call_, name=target.name)
        return method(it, target.receiver, named_call)
    if isinstance(target, Choice):
        results = [call(it, option, call_, this) for option in target.options if not isinstance(option, Undefined)]
        return flatten(results) if results else it.opaque(call_.node)
    if isinstance(target, ExpressionBuilderValue | Builtin | Tool):
        known = methods.call_value(it, target, call_)
        if known is not None:
            return _bounded(it, known, call_)
    return unknown_call(it, target, call_)


def _bounded(it: Interpreter, value: Val, call_: Call) -> Val:
    """An expression that is not too long to be written; one that holds itself twice, twenty times over, is."""
    if not isinstance(value, Expr):
        return value
    if len(it.weights) > _MOST_WEIGHED:
        it.weights.clear()
    if weight(value.node, it.weights, _MOST_NODES) <= _MOST_NODES:
        return value
    return Expr(Unknown(it.hole("effort", "an expression is too large to follow", call_.node)))


_MOST_NODES = 200_000
_MOST_WEIGHED = 20_000


def unknown_call(it: Interpreter, target: Val, call_: Call) -> Val:
    """A call of something that cannot be seen: its callbacks are read where they stand, builders go on with a hole."""
    text = it.text(call_.node)
    callee = it.text(call_.node.child_by_field_name("function") or call_.node)
    imported = it.universe.imported(it, target, call_) if isinstance(target, Opaque) else None
    if imported is not None:
        return it.universe.call(it, imported, call_, None)
    if callee == "process.exit" or (isinstance(target, Opaque) and (target.module, callee) in _THROWS):
        return NEVER
    if not callee.startswith("console."):
        lend(it, call_.args)
    it.recorder.made(it, call_, callee)
    carried = it.recorder.passed(it, call_, callee)
    it.recorder.foreign(it, call_, callee, target)
    it.universe.callbacks(it, call_, callee)
    path: tuple[str, ...] = (
        (*target.value.path, f"{call_.name}()") if isinstance(target, Opaque) and call_.name else (f"{callee}()",)
    )
    module = target.module if isinstance(target, Opaque) else ""
    row = target.value.row if isinstance(target, Opaque) and call_.name in _KEEPS_ROW else None
    value = Value(
        Origin.ROW if row else Origin.COMPUTED,
        shorten(text),
        path[-4:],
        row=row,
        many=call_.name in _LISTS,
        span=it.span(call_.node),
    )
    return Opaque(value, carries=carried, hole=_of_handle(it, target, call_), module=module)


def _of_handle(it: Interpreter, target: Val, call_: Call) -> Hole | None:
    """Why a query that goes on from here is not known: a handle has a method that we do not know."""
    if not isinstance(target, HandleValue) or not target.handle.database:
        return None
    return unknown_method(it, call_, "a method of Kysely's handles", "from").hole


# Functions of frameworks whose return type is never.
_THROWS = frozenset(
    {
        ("@sveltejs/kit", "error"),
        ("@sveltejs/kit", "redirect"),
        *(
            ("next/navigation", name)
            for name in ("notFound", "redirect", "permanentRedirect", "forbidden", "unauthorized")
        ),
    }
)
_KEEPS_ROW = frozenset(
    {
        "toString",
        "trim",
        "valueOf",
        "at",
        "find",
        "shift",
        "pop",
        "filter",
        "slice",
        "map",
        "toLowerCase",
        "then",
        "catch",
        "finally",
    }
)
_LISTS = frozenset(
    {"map", "filter", "slice", "split", "flat", "flatMap", "concat", "keys", "values", "entries", "toSorted", "sort"}
)


@expression("new_expression")
def _new(it: Interpreter, node: Node) -> Val:
    constructor = node.child_by_field_name("constructor")
    if constructor is None:
        return it.opaque(node)
    target = it.eval(constructor)
    call_ = arguments_of(it, node, node, constructor, node)
    keyed_value = keyed.made(it, it.text(constructor), call_)
    if keyed_value is not None:
        return keyed_value
    base = it.universe.base(it, target) if isinstance(target, ClassValue) else target
    if isinstance(target, ClassValue) and not isinstance(base, Builtin):
        return it.universe.construct(it, target, call_)
    if isinstance(base, Builtin):  # a class that extends Kysely makes a Kysely
        known = methods.construct(it, base, call_)
        if known is not None:
            return known
    it.recorder.made(it, call_, it.text(constructor))
    it.universe.callbacks(it, call_, it.text(constructor))
    return it.opaque(node)
