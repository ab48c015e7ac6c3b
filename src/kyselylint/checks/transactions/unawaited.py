"""Queries of a transaction that it does not wait for."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.tables import named, run_span
from kyselylint.analysis.view import View
from kyselylint.finding import Report
from kyselylint.query.statement import Fate, HandleKind, Query

_UNSEEN = frozenset({Fate.FLOATING, Fate.VOIDED, Fate.CHAINED})


def check(query: Query, _view: View) -> Iterator[Report]:
    """Executed queries on a transaction's handle, inside its code, whose promise nobody awaits."""
    run = query.run
    if run is None or not run.sends or run.fate not in _UNSEEN:
        return
    if query.handle.kind is not HandleKind.TRANSACTION or not query.handle.transaction:
        return
    yield Report(
        message=f"the transaction does not wait for this {named(query)}: "
        "it may run after the commit, and its error is lost",
        at=run_span(query),
        help="write await before it",
        rests_on=(),
    )
