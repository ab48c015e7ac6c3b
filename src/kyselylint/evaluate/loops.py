"""Loops: turn by turn over a short list, once for all turns of an unknown one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from kyselylint.evaluate.choices import is_nothing
from kyselylint.evaluate.expressions import elements
from kyselylint.evaluate.interpreter import Interpreter, named, statement
from kyselylint.evaluate.origin import number, one_line, shorten
from kyselylint.evaluate.patterns import assign, declare
from kyselylint.evaluate.scope import Scope, Store, join_stores
from kyselylint.evaluate.values import (
    Array,
    Choice,
    ClassValue,
    Content,
    Func,
    Item,
    Literal,
    Opaque,
    Undefined,
    Val,
    flatten,
)
from kyselylint.query.certainty import Certainty
from kyselylint.query.statement import Loop
from kyselylint.syntax.tree import Node

_BUILDS = re.compile(
    r"\b(?:eb|qb|or|and|not|exists|sql)\b\s*[(`.]|\.(?:where|and|or|select\w*|orderBy|limit)\s*\("
)  # an expression or a query
MOST_TURNS = 200  # a literal list longer than this is data: one turn stands for all


@statement("for_in_statement")
def _for_of(it: Interpreter, node: Node) -> bool:
    left, right, body = (node.child_by_field_name(name) for name in ("left", "right", "body"))
    if left is None or right is None or body is None:
        return False
    values = it.eval(right)
    if any(child.type == "in" for child in node.children):
        values = it.opaque(right)
    scope = Scope(it.frame.scope)
    loop = Loop(
        "for-of",
        shorten(it.text(right)),
        bounded=is_bounded(it, values),
        batch=is_batch(it, right, values),
        span=it.span(node),
    )
    with it.within(scope=scope, loop=loop):
        forget(it, body)
        repeat(it, values, right, lambda element: _turn(it, node, left, body, element, scope))
    return False


def _turn(it: Interpreter, node: Node, left: Node, body: Node, element: Val, scope: Scope) -> None:
    if node.child_by_field_name("kind") is not None:
        declare(it, left, element, scope)
    else:
        assign(it, left, element)
    it.exec(body)


def repeat(it: Interpreter, values: Val, node: Node, turn: Callable[[Val], None]) -> None:
    """Run a loop's turn for each known element, or once for all of an unknown list."""
    items, is_open = elements(it, values)
    if items and not is_open and len(items) <= MOST_TURNS and not any(item.many for item in items):
        for item in items:
            before = it.store
            it.store = Store(before)
            turn(item.value)
            if item.certainty is not Certainty.ALWAYS:
                it.store = join_stores(it.store, before)
        return
    before = it.store
    it.store = Store(before)
    turn(items[0].value if items and not is_open else some_element(it, values, node))
    it.store = mark_repeated(join_stores(it.store, before), before)


def forget(it: Interpreter, body: Node) -> None:
    """Names that a loop assigns to hold more than their first value; builders are joined after the turn instead."""
    stack = [body]
    while stack:
        node = stack.pop()
        if node.type in ("assignment_expression", "augmented_assignment_expression", "update_expression"):
            target = node.child_by_field_name("left") or node.child_by_field_name("argument")
            binding = (
                it.frame.scope.find(it.text(target)) if target is not None and target.type == "identifier" else None
            )
            held = None if binding is None else it.store.get(binding, binding.initial)
            right = node.child_by_field_name("right")
            builds = right is not None and _BUILDS.search(one_line(it.text(right))) is not None
            if (
                binding is not None
                and target is not None
                and not builds
                and isinstance(held, Literal | Undefined | Opaque)
            ):
                it.store[binding] = _some_value(it, target, held)
        stack.extend(node.named_children)


def _some_value(it: Interpreter, target: Node, held: Val) -> Opaque:
    """What a name may hold in a later turn; TypeScript keeps a counter a number."""
    counts = isinstance(held, Literal) and isinstance(held.value, int | float) and not isinstance(held.value, bool)
    return number(it, target) if counts else it.opaque(target)


def mark_repeated(after: Store, before: Store) -> Store:
    """Elements that a loop of unknown length pushed are there any number of times."""
    for key, content in after.changed(before).items():
        if isinstance(key, Array):
            known = before.content(key).items
            fresh = tuple(
                item if item in known else Item(item.value, item.certainty, many=True) for item in content.items
            )
            after[key] = replace(content, items=fresh)
    return after


def some_element(it: Interpreter, values: Val, node: Node) -> Val:
    """An element of a list of which only the origin is known."""
    if isinstance(values, Opaque):
        row = values.value.row
        value = replace(
            values.value, text=shorten(f"{values.value.text}[]"), many=False, empty=False, optional=False, type=""
        )
        return Opaque(value if row is not None else replace(value, path=(*value.path, "[]")), type=None)
    if isinstance(values, Choice):  # of rows and an empty list, the rows
        lists = [one for one in values.options if not is_nothing(it, one)]
        return flatten([some_element(it, one, node) for one in lists]) if lists else it.opaque(node)
    return it.opaque(node)


def is_bounded(it: Interpreter, values: Val) -> bool:
    """A list written in the code, or one of several such; one that a loop has filled is as long as that ran."""
    if isinstance(values, Choice):
        return all(is_bounded(it, option) for option in values.options)
    content = it.store.content(values) if isinstance(values, Array) else Content(open=True)
    return bool(content.items) and not content.open and not any(item.many for item in content.items)


def is_batch(it: Interpreter, node: Node, values: Val) -> bool:
    """Chunks, pages and cursors: each turn takes many rows at once, or one that a stream hands over."""
    text = it.text(node).lower()
    return any(word in text for word in ("chunk", "batch", "page", "stream(", "cursor")) or isinstance(
        values, Func | ClassValue
    )


@statement("for_statement", "while_statement", "do_statement")
def _while(it: Interpreter, node: Node) -> bool:
    scope = Scope(it.frame.scope)
    condition = node.child_by_field_name("condition")
    test = None if condition is None or condition.type == "empty_statement" else _test(condition)
    kind = node.type.removesuffix("_statement")
    loop = Loop(
        kind,
        "" if test is None else shorten(it.text(_counted(it, test) or test)),
        bounded=test is not None and _is_few(it, test),
        batch=kind != "for" or test is None or _steps_by_batch(it, node),
        span=it.span(node),
    )
    with it.within(scope=scope, loop=loop):
        initializer, body, increment = (node.child_by_field_name(name) for name in ("initializer", "body", "increment"))
        if initializer is not None:
            it.exec(initializer)
        forget(it, node)
        if condition is not None and condition.type not in ("expression_statement", "empty_statement"):
            it.eval(condition)
        before = it.store
        it.store = Store(before)
        for part in (body, increment):
            if part is not None and part.type.endswith(("statement", "block")):
                it.exec(part)
            elif part is not None:
                it.eval(part)
        it.store = it.store if node.type == "do_statement" else mark_repeated(join_stores(it.store, before), before)
    return False


def _test(condition: Node) -> Node:
    """The expression of a condition; the grammar makes that of a `for` a statement."""
    inner = named(condition)
    return inner[0] if condition.type in ("expression_statement", "parenthesized_expression") and inner else condition


def _counted(it: Interpreter, test: Node) -> Node | None:
    """The list that `i < list.length` goes through."""
    limit = _limit(test)
    name = None if limit is None or limit.type != "member_expression" else limit.child_by_field_name("property")
    return limit.child_by_field_name("object") if limit and name is not None and it.text(name) == "length" else None


def _limit(test: Node) -> Node | None:
    operator = test.child_by_field_name("operator")
    is_upper = test.type == "binary_expression" and operator is not None and operator.type in ("<", "<=", "!=", "!==")
    return test.child_by_field_name("right") if is_upper else None


def _is_few(it: Interpreter, test: Node) -> bool:
    """`i < ATTEMPTS`: a constant says how often."""
    limit = _limit(test)
    value = (
        it.eval(limit) if limit is not None and limit.type in ("number", "identifier", "member_expression") else None
    )
    return (
        isinstance(value, Literal)
        and isinstance(value.value, int | float)
        and not isinstance(value.value, bool)
        and value.value <= MOST_TURNS
    )


def _steps_by_batch(it: Interpreter, node: Node) -> bool:
    """`for (let i = 0; i < all.length; i += size)` goes in chunks; attempts are retries."""
    increment, initializer = node.child_by_field_name("increment"), node.child_by_field_name("initializer")
    text = it.text(increment) if increment is not None else ""
    start = it.text(initializer).lower() if initializer is not None else ""
    return "+=" in text or any(word in start for word in ("attempt", "retry", "tries", "offset", "page"))


@statement("labeled_statement")
def _labeled(it: Interpreter, node: Node) -> bool:
    body = node.child_by_field_name("body")
    return body is not None and it.exec(body)


@statement("class_declaration", "abstract_class_declaration", "function_declaration", "generator_function_declaration")
def _hoisted(_it: Interpreter, _node: Node) -> bool:
    return False  # bound by hoist()


@statement("internal_module", "module", "ambient_declaration")
def _namespace(it: Interpreter, node: Node) -> bool:
    body = node.child_by_field_name("body")
    return body is not None and it.exec(body)
