"""Rows that are inserted one by one."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.loops import turn
from kyselylint.analysis.tables import subject
from kyselylint.analysis.view import View
from kyselylint.finding import Label, Report, Severity
from kyselylint.query.statement import Operation, Query


def check(query: Query, _view: View) -> Iterator[Report]:
    """Inserts awaited in each turn of a loop over a list of unknown length."""
    loop = turn(query)
    if loop is None or loop.concurrent or query.operation is not Operation.INSERT:
        return
    yield Report(
        message=f"rows of {subject(query)} are inserted one by one, a round trip for each element of `{loop.over}`",
        at=query.root,
        related=(Label(loop.span, "the loop"),) if loop.span is not None else (),
        help="collect them and insert once: .values(rows), in chunks if there may be thousands",
        severity=Severity.INFO if query.returning else None,
    )
