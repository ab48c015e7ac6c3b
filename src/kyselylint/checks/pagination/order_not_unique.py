"""Pages whose order leaves ties."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.bounds import is_unique, pins
from kyselylint.analysis.expressions import hidden, sent
from kyselylint.analysis.tables import subject
from kyselylint.analysis.view import View
from kyselylint.finding import Label, Report
from kyselylint.query.expression import Expression, Ref
from kyselylint.query.statement import Operation, Query


def check(query: Query, view: View) -> Iterator[Report]:
    """Executed selects of one table, paged by an order that covers no key of it."""
    if query.operation is not Operation.SELECT or not sent(query) or hidden(query, "order", "from", "join"):
        return
    if query.offset is None or not query.order_by or query.joins or query.group_by or len(query.sources) != 1:
        return
    source = query.sources[0]
    table = view.catalog(query).table(source.table, source.schema)
    columns = [_column(item.expression) for item in query.order_by]
    if table is None or not table.keys_known or None in columns:
        return
    named = {column for column in columns if column}
    if is_unique(named | pins(query, source), table):
        return
    yield Report(
        message=f"rows of {subject(query)} that are equal in {_listed(named)} may be on two pages, or on none",
        at=query.order_by[-1].span or query.root,
        related=(Label(query.offset.span, "the pages"),) if query.offset.span else (),
        help="order by a key last: .orderBy('id')",
    )


def _column(expression: Expression) -> str | None:
    return expression.column if isinstance(expression, Ref) and not expression.dynamic else None


def _listed(columns: set[str]) -> str:
    return ", ".join(f"`{column}`" for column in sorted(columns))
