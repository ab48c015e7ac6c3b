"""Queries that are sent and that nobody waits for."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.tables import named, run_span
from kyselylint.analysis.view import View
from kyselylint.finding import Report
from kyselylint.query.statement import Fate, HandleKind, Query


def check(query: Query, _view: View) -> Iterator[Report]:
    """`execute()` as a statement of its own. In a transaction that is a rule of its own."""
    run = query.run
    if run is None or not run.sends or run.fate is not Fate.FLOATING:
        return
    if query.transaction or query.handle.kind is HandleKind.TRANSACTION:
        return
    yield Report(
        message=f"nobody waits for this {named(query)}: if it fails, the error is unhandled",
        at=run_span(query),
        help="write await before it, or void if it may fail unseen",
        rests_on=(),
    )
