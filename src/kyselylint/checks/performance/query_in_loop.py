"""Queries that run once per element of a list."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.loops import around_calls, each, is_around, same_handle, turn
from kyselylint.analysis.tables import subject
from kyselylint.analysis.view import View
from kyselylint.finding import Label, Preset, Report
from kyselylint.query.statement import Operation, Query

_INSTEAD = {
    Operation.SELECT: "read all of them before the loop: .where('id', 'in', ids), then look each one up in a Map",
    Operation.UPDATE: "update all of them at once: .where('id', 'in', ids), or update … from a list of values",
    Operation.DELETE: "delete all of them at once: .where('id', 'in', ids)",
}


def check(query: Query, view: View) -> Iterator[Report]:
    """Selects, updates and deletes awaited in each turn of a loop over a list of unknown length."""
    call = around_calls(query, view.project)
    loop = turn(query) if call is None else call.loop
    if loop is None or loop.concurrent or query.operation not in _INSTEAD or not same_handle(query, loop):
        return
    # Updates may write something else in each turn, and a function's author may not know of the loop around its call.
    plain = query.operation is not Operation.UPDATE and call is None and is_around(loop, query)
    calls = () if call is None else (Label(call.span, "the call in it"),)
    yield Report(
        message=f"this {query.operation} on {subject(query)} runs once per {each(loop)}, one after the other",
        at=query.root,
        related=(*((Label(loop.span, "the loop"),) if loop.span is not None else ()), *calls),
        help=_INSTEAD[query.operation],
        preset=None if plain else Preset.STRICT,
        rests_on=("from",),
    )
