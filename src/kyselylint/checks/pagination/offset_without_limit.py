"""Pages that begin and never end."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.expressions import hidden, sent
from kyselylint.analysis.tables import subject
from kyselylint.analysis.view import View
from kyselylint.finding import Report
from kyselylint.query.certainty import Certainty
from kyselylint.query.statement import Operation, Query


def check(query: Query, _view: View) -> Iterator[Report]:
    """Executed selects with an offset on every path, and a limit on none."""
    if query.operation is not Operation.SELECT or not sent(query) or hidden(query, "limit"):
        return
    offset = query.offset
    if offset is None or offset.certainty is not Certainty.ALWAYS or query.limit or query.fetch or query.top:
        return
    yield Report(
        message=f"an offset without a limit: this page of {subject(query)} has no end",
        at=offset.span or query.root,
        help="add .limit(n): PostgreSQL sends all rows after the offset, MySQL and SQLite refuse the statement",
        rests_on=("limit",),
    )
