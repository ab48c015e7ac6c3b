"""Left joins that a where turns into inner joins."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.predicate import bare, conjuncts
from kyselylint.analysis.tables import title
from kyselylint.analysis.view import View
from kyselylint.finding import Label, Report
from kyselylint.query.certainty import Certainty
from kyselylint.query.expression import Between, Binary, Expression, Inline, Ref
from kyselylint.query.statement import Join, Query

_NULL_SAFE = frozenset({"is", "is distinct from", "is not distinct from", "<=>"})


def check(query: Query, view: View) -> Iterator[Report]:
    """A condition in where that no null can pass, on a column of a left-joined table."""
    for join in query.joins:
        column = _undone(join, query)
        if column is not None and not _is_needed(join, view):
            yield _report(join, column, query)


def _undone(join: Join, query: Query) -> Ref | None:
    if join.kind != "left" or join.certainty is not Certainty.ALWAYS or not join.source.name:
        return None
    return next((ref for term in conjuncts(query.where) if (ref := _demanded(term, join))), None)


def _is_needed(join: Join, view: View) -> bool:
    """Whether the code of the join is part of another query too, which keeps the rows without a match."""
    place = join.source.span
    others = ((one, query) for query in view.module.queries for one in query.joins if one.source.span == place)
    return place is not None and any(_undone(one, query) is None for one, query in others)


def _demanded(term: Expression, join: Join) -> Ref | None:
    """The joined table's column that the term wants to have a value."""
    if isinstance(term, Between):
        operands: tuple[Expression, ...] = (term.operand,)
    elif isinstance(term, Binary) and term.operator not in _NULL_SAFE and term.operator:
        right = bare(term.right)
        if isinstance(right, Inline) and right.value is None and term.operator != "is not":
            return None
        operands = (term.left, term.right)
    else:
        return None
    found = (bare(operand) for operand in operands)
    return next((one for one in found if isinstance(one, Ref) and one.table == join.source.name), None)


def _report(join: Join, column: Ref, query: Query) -> Report:
    return Report(
        message=f"the where on `{column.table}.{column.column}` drops rows without a match in {title(join.source)}: "
        "the left join is an inner join",
        at=join.source.span or join.span or query.root,
        related=(Label(column.span, "null does not pass this"),) if column.span is not None else (),
        help="write innerJoin, or move the condition into the join: (join) => join.onRef(…).on(…)",
    )
