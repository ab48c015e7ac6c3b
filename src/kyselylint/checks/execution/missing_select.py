"""Selects of nothing."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.bounds import Extent, extent
from kyselylint.analysis.expressions import hidden, sent
from kyselylint.analysis.tables import run_terminal, subject
from kyselylint.analysis.view import View
from kyselylint.finding import Preset, Report, Severity
from kyselylint.query.statement import Operation, Query

_READS = frozenset({Operation.SELECT, Operation.UNKNOWN})


def check(query: Query, view: View) -> Iterator[Report]:
    """Executed selects with no select() on any path."""
    if query.operation is not Operation.SELECT or not sent(query) or not query.sources:
        return
    if query.selections or hidden(query, "select") or _carries_writes(query):
        return
    # PostgreSQL runs `select from`: whoever takes one row and tests whether it is there gets what is wanted.
    exists = extent(query, view.catalog(query)) is Extent.ONE or run_terminal(query).startswith("executeTakeFirst")
    yield Report(
        message=f"nothing is selected from {subject(query)}: each row comes back as an empty object",
        at=query.root,
        help="add .select(['id', …]) with the columns that are needed",
        severity=Severity.INFO if exists else None,
        preset=Preset.STRICT if exists else None,
        rests_on=("select",),
    )


def _carries_writes(query: Query) -> bool:
    """`with … delete from …` needs a select to hang on, from which nobody wants a row."""
    return any(cte.query is not None and cte.query.operation not in _READS for cte in query.ctes)
