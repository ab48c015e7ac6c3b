"""Whole rows brought back by a write."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.expressions import sent
from kyselylint.analysis.tables import subject
from kyselylint.analysis.view import View
from kyselylint.finding import Report
from kyselylint.query.expression import Star
from kyselylint.query.statement import Query


def check(query: Query, _view: View) -> Iterator[Report]:
    """returningAll() of executed writes."""
    if not sent(query):
        return
    for selection in query.returning:
        if isinstance(selection.expression, Star) and selection.span is not None:
            yield Report(
                message=f"returningAll() brings back every column of {subject(query)}, also those added later",
                at=selection.span,
                help="name the columns that the caller needs: .returning(['id', …])",
            )
