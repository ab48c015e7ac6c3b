"""TypeScript operators: conditions, sums, assignments."""

from __future__ import annotations

from kyselylint.evaluate.choices import join_choice, remembering, surely, without_nothing
from kyselylint.evaluate.interpreter import Interpreter, expression
from kyselylint.evaluate.literals import LONGEST_TEXT, as_text
from kyselylint.evaluate.narrow import assuming, truth
from kyselylint.evaluate.origin import composed, number
from kyselylint.evaluate.patterns import assign
from kyselylint.evaluate.scope import join_stores
from kyselylint.evaluate.values import (
    UNDEFINED,
    Array,
    Func,
    Literal,
    Object,
    Opaque,
    Undefined,
    Val,
    flatten,
)
from kyselylint.syntax.tree import Node


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
    ways = (first, after_first.assumptions()), (second, it.store.assumptions())
    it.store = join_stores(after_first, it.store)
    return remembering(join_choice(it, first, second, node), ways)


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
            loosely = len(operator.type) == 2 and without_nothing(one) is without_nothing(other) is None
            return Literal((one == other or loosely) == (operator.type[0] == "="))
        return number(it, node) if operator.type in _ARITHMETIC else it.opaque(node)
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
    size = sum(len(value.value) for value in values if isinstance(value, Literal) and isinstance(value.value, str))
    if size > LONGEST_TEXT or not all(isinstance(value, Literal) for value in values):
        return composed(it.opaque(node), values, ["" for _ in values])
    if all(isinstance(value.value, int | float) and not isinstance(value.value, bool) for value in values):
        return Literal(sum(value.value for value in values))
    return Literal("".join(map(as_text, values)))


def _coalesce(it: Interpreter, node: Node, left: Val, right: Node) -> Val:
    present = without_nothing(left)
    if present is None:
        return it.eval(right)
    if present is left and not isinstance(left, Opaque):
        return left
    other = it.eval(right)
    return join_choice(it, surely(present), other, node)


def _or(it: Interpreter, node: Node, left: Val, right: Node) -> Val:
    known = truth(it, left)
    if known is not None:
        return left if known else it.eval(right)
    present = without_nothing(left)
    other = it.eval(right)
    return other if present is None else join_choice(it, surely(present), other, node)


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


_ARITHMETIC = frozenset({"-", "*", "/", "%", "**"})
_KINDS: dict[type, str] = {  # what typeof gives
    Func: "function",
    Undefined: "undefined",
    Object: "object",
    Array: "object",
    type(None): "object",
    str: "string",
    bool: "boolean",
    int: "number",
    float: "number",
}
_LAZY = {"??": _coalesce, "||": _or, "&&": _and}


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
    if operator.type == "typeof":
        kind = _KINDS.get(type(value.value) if isinstance(value, Literal) else type(value))
        return it.opaque(node) if kind is None else Literal(kind)
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
        assign(it, argument, number(it, node))
    return number(it, node)
