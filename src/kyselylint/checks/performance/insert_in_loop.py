"""Rows that are inserted one by one."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.loops import each, is_around, same_handle, turn
from kyselylint.analysis.tables import subject
from kyselylint.analysis.view import View
from kyselylint.finding import Label, Preset, Report, Severity
from kyselylint.query.statement import Loop, Operation, Query


def check(query: Query, _view: View) -> Iterator[Report]:
    """Inserts awaited in each turn of a loop over a list of unknown length."""
    loop = turn(query)
    if loop is None or loop.concurrent or not _is_one_row(query, loop) or not same_handle(query, loop):
        return
    needed = bool(query.returning) or _is_looked_at(query)
    yield Report(
        message=f"rows of {subject(query)} are inserted one by one, a round trip for each {each(loop)}",
        at=query.root,
        related=(Label(loop.span, "the loop"),) if loop.span is not None else (),
        help="collect them and insert once: .values(rows), in chunks if there may be thousands",
        severity=Severity.INFO if needed else None,
        preset=None if is_around(loop, query) else Preset.STRICT,
    )


def _is_one_row(query: Query, loop: Loop) -> bool:
    """An insert of one visible row, or of the loop's element; several rows, or a query's, are a batch already."""
    rows = query.rows
    if query.operation is not Operation.INSERT or rows is None:
        return False
    if rows.source is not None and not (rows.rows or rows.many):
        return rows.source.text in (loop.over, f"{loop.over}[]")
    return len(rows.rows) == 1 and not (rows.many or rows.query or rows.expression)


def _is_looked_at(query: Query) -> bool:
    """Whether the turn goes on with what the insert has returned."""
    return query.run is not None and query.run.terminal != "execute"
