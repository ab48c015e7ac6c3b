"""Queries that are built and not sent."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.tables import named
from kyselylint.analysis.view import View
from kyselylint.finding import Report
from kyselylint.query.statement import Fate, Operation, Query

_LOST = {
    Fate.AWAITED: "awaiting it gives the builder back and sends nothing",
    Fate.DROPPED: "as a statement it does nothing",
    Fate.VOIDED: "void does not send it",
    Fate.UNUSED: "nothing reads the name that it is kept under",
}


def check(query: Query, _view: View) -> Iterator[Report]:
    """Builders that are awaited or dropped as they are."""
    why = _LOST.get(query.fate)
    if query.run is not None or why is None:
        return
    terminal = "executeTakeFirst" if query.operation is Operation.SELECT and query.limit is not None else "execute"
    yield Report(
        message=f"this {named(query)} is never executed: {why}",
        at=query.root,
        help=f"end it with .{terminal}()",
        rests_on=(),
    )
