"""Pages of rows in no particular order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kyselylint.analysis.bounds import Extent, extent
from kyselylint.analysis.expressions import hidden, sent
from kyselylint.analysis.predicate import literal, options
from kyselylint.analysis.tables import subject
from kyselylint.analysis.view import View
from kyselylint.finding import Preset, Report, Severity
from kyselylint.query.expression import Expression
from kyselylint.query.statement import Operation, Query

_NONE_OR_ONE = frozenset({0, 1})
_QUEUE = frozenset({"for update", "skip locked", "for no key update"})


def check(query: Query, view: View) -> Iterator[Report]:
    """Executed selects with an offset, or with a limit above one, and no order on any path."""
    if query.operation is not Operation.SELECT or not sent(query) or query.order_by:
        return
    if hidden(query, "order", "limit", "from"):
        return
    bound = query.offset or query.limit
    if bound is None or _is_no_page(query, view):
        return
    paged = query.offset is not None
    what = "offset" if paged else "limit"
    yield Report(
        message=f"{what} without an order: the database may send other rows of {subject(query)} each time",
        at=bound.span or query.root,
        help="add .orderBy() on a unique column, or on several that are unique together",
        severity=None if paged else Severity.INFO,
        preset=None if paged else Preset.STRICT,
        rests_on=("order", "limit", "from"),
    )


def _is_no_page(query: Query, view: View) -> bool:
    """The first row of any, rows of a queue, and results of one row have no order to keep."""
    first = (
        query.limit is not None
        and query.offset is None
        and all(_at_most_one(one) for one in options(query.limit.value))
    )
    queue = any(modifier.kind in _QUEUE for modifier in query.modifiers)
    fixed = query.offset is not None and literal(query.offset.value) == 0
    return first or queue or fixed or _one_row(query, view)


def _one_row(query: Query, view: View) -> bool:
    return extent(replace(query, limit=None), view.catalog(query)) is Extent.ONE


def _at_most_one(value: Expression) -> bool:
    return literal(value) in _NONE_OR_ONE
