"""Queries of a transaction that it does not wait for."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.promises import IN_TURN, is_lost, remedy
from kyselylint.analysis.tables import named, run_span
from kyselylint.analysis.view import View
from kyselylint.finding import Label, Report
from kyselylint.query.statement import Fate, HandleKind, Query, Run

_UNSEEN = frozenset({Fate.VOIDED, Fate.CHAINED})


def check(query: Query, _view: View) -> Iterator[Report]:
    """Executed queries on a transaction's handle, inside its code, whose promise nobody awaits."""
    run = query.run
    if run is None or not run.sends or not (run.fate in _UNSEEN or remedy(run.fate) is not None or is_lost(run)):
        return
    if query.handle.kind is not HandleKind.TRANSACTION or not query.handle.transaction:
        return
    lost = is_lost(run)
    yield Report(
        message=f"the transaction does not wait for this {named(query)}: "
        "it may run after the commit, and its error is lost",
        at=run_span(query),
        related=tuple(_turns(run)) if lost else (),
        help=IN_TURN if lost else remedy(run.fate) or "write await before it",
        rests_on=(),
    )


def _turns(run: Run) -> Iterator[Label]:
    if run.loop is not None and run.loop.span is not None:
        yield Label(run.loop.span, "the promise of each turn is dropped here")
