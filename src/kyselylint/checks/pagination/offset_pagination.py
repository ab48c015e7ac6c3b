"""Pages that are counted from the start."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.expressions import sent
from kyselylint.analysis.tables import subject
from kyselylint.analysis.view import View
from kyselylint.finding import Report
from kyselylint.query.expression import Ref
from kyselylint.query.statement import Operation, Query


def check(query: Query, _view: View) -> Iterator[Report]:
    """Executed selects with an offset on some path."""
    if query.operation is not Operation.SELECT or query.offset is None or not sent(query):
        return
    first = query.order_by[0] if query.order_by else None
    column = first.expression.column if first is not None and isinstance(first.expression, Ref) else "id"
    operator = "<" if first is not None and first.direction == "desc" else ">"
    yield Report(
        message=f"offset reads and drops every row of {subject(query)} before the page: the tenth page costs ten pages",
        at=query.offset.span or query.root,
        help=f"continue after the last row instead: .where('{column}', '{operator}', last.{column}).limit(n)",
        rests_on=("limit",),
    )
