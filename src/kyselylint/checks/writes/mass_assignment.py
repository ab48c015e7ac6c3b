"""Whole request bodies written to a table."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.expressions import sent, written_rows
from kyselylint.analysis.tables import subject
from kyselylint.analysis.texts import is_requested
from kyselylint.analysis.view import View
from kyselylint.finding import Report
from kyselylint.query.statement import Query
from kyselylint.query.value import Value


def check(query: Query, _view: View) -> Iterator[Report]:
    """values() and set() that take a request-shaped object, or spread one, so that its sender chooses the columns."""
    if not sent(query):
        return
    spread = [rows.source for rows in written_rows(query) if rows.open and rows.source is not None]
    for value in (*spread, *query.set_sources):
        if is_requested(value):
            yield _report(value, query)


def _report(value: Value, query: Query) -> Report:
    return Report(
        message=f"`{value.text}` is written to {subject(query)} whole: the sender of the request chooses the columns",
        at=query.root,
        help="name the columns: { title: body.title, … }, or parse the object with a schema that lists them",
    )
