"""What a predicate says on every path, and what it says at most."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kyselylint.query.certainty import Certainty
from kyselylint.query.expression import (
    And,
    Binary,
    Choice,
    Expression,
    Inline,
    Maybe,
    Or,
    Param,
    Parens,
    Raw,
    RawText,
    Repeated,
    Unary,
    Unknown,
)
from kyselylint.query.statement import Filter, Query
from kyselylint.query.value import Origin

EQUAL = frozenset({"=", "==", "is not distinct from", "<=>"})
_TRUE_TEXTS = frozenset({"true", "1=1", "1"})


def bare(expression: Expression) -> Expression:
    """The expression without parentheses around it."""
    while isinstance(expression, Parens):
        expression = expression.inner
    return expression


def conjuncts(filters: Iterable[Filter]) -> Iterator[Expression]:
    """The terms that hold for every row on every path, `and` taken apart."""
    for one in filters:
        if one.certainty is Certainty.ALWAYS:
            yield from certain_terms(one.predicate)


def certain_terms(predicate: Expression) -> Iterator[Expression]:
    """The terms of one predicate that are always part of it, `and` taken apart."""
    predicate = bare(predicate)
    if isinstance(predicate, And):
        for term in predicate.terms:
            yield from certain_terms(term)
    elif not isinstance(predicate, Maybe | Repeated):
        yield predicate


def join_filters(query: Query) -> Iterator[Filter]:
    """The ON conditions of inner joins: they restrict the result as a where does."""
    for join in query.joins:
        if join.kind in {"inner", "lateral inner"} and join.on is not None:
            yield Filter(join.on, join.certainty, join.span)


def restrictions(query: Query) -> tuple[Filter, ...]:
    """Everything that restricts the rows of a statement: its where, and its inner joins' conditions."""
    return (*query.where, *join_filters(query))


def is_true(predicate: Expression) -> bool:
    """Whether the predicate is the same as no predicate: `1 = 1`, `true`, `eb.and([])`."""
    predicate = bare(predicate)
    if isinstance(predicate, And):
        return all(is_true(term) for term in predicate.terms)
    if isinstance(predicate, Or):
        return any(is_true(term) for term in predicate.terms)
    if isinstance(predicate, Raw | RawText):
        return _text(predicate) in _TRUE_TEXTS
    return _is_true_literal(predicate)


def _is_true_literal(predicate: Expression) -> bool:
    if isinstance(predicate, Inline):
        return predicate.value is True
    if not isinstance(predicate, Binary) or predicate.operator not in EQUAL:
        return False
    left, right = literal(predicate.left), literal(predicate.right)
    return left is not None and left == right


def literal(expression: Expression) -> object:
    """The constant that an expression is; None if it is none, or null."""
    if isinstance(expression, Inline):
        return expression.value
    if isinstance(expression, Param) and expression.value.origin is Origin.LITERAL:
        return expression.value.literal
    return None


def _text(raw: Raw | RawText) -> str | None:
    if isinstance(raw, RawText):
        text = raw.text
    else:
        text = "".join(part for part in raw.parts if isinstance(part, str)) if _is_text(raw) else None
    return None if text is None else "".join(text.split()).lower().strip("()")


def _is_text(raw: Raw) -> bool:
    return all(isinstance(part, str) for part in raw.parts)


def may_vanish(predicate: Expression) -> bool:
    """Whether the predicate can come down to nothing: all of its terms are there on some paths only."""
    predicate = bare(predicate)
    if isinstance(predicate, Maybe | Repeated):
        return True
    if isinstance(predicate, And):
        return all(may_vanish(term) or is_true(term) for term in predicate.terms)
    if isinstance(predicate, Choice):
        return any(may_vanish(option) or is_true(option) for option in predicate.options)
    return False


def is_opaque(expression: Expression) -> bool:
    """Whether an expression says something that cannot be read: raw SQL, or a hole."""
    expression = bare(expression)
    if isinstance(expression, Unary):
        return is_opaque(expression.operand)
    return isinstance(expression, Unknown | Raw | RawText)


def options(expression: Expression) -> Iterator[Expression]:
    """What the expression can be at run time: itself, or each option of a choice."""
    expression = bare(expression)
    if isinstance(expression, Choice):
        for option in expression.options:
            yield from options(option)
    else:
        yield expression
