"""Queries that run once per element of a list."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.bounds import is_aggregate
from kyselylint.analysis.loops import around_calls, each, is_around, key_of, same_handle, turn
from kyselylint.analysis.tables import subject
from kyselylint.analysis.view import View
from kyselylint.finding import Label, Preset, Report
from kyselylint.query.statement import Operation, Query

_JUDGED = frozenset({Operation.SELECT, Operation.UPDATE, Operation.DELETE})


def check(query: Query, view: View) -> Iterator[Report]:
    """Selects, updates and deletes awaited in each turn of a loop over a list of unknown length."""
    call = around_calls(query, view.project)
    loop = turn(query) if call is None else call.loop
    if loop is None or loop.concurrent or query.operation not in _JUDGED or not same_handle(query, loop):
        return
    # Updates may write something else in each turn, and a function's author may not know of the loop around its call.
    plain = query.operation is not Operation.UPDATE and call is None and is_around(loop, query)
    calls = () if call is None else (Label(call.span, "the call in it"),)
    yield Report(
        message=f"this {query.operation} on {subject(query)} runs once per {each(loop)}, one after the other",
        at=query.root,
        related=(*((Label(loop.span, "the loop"),) if loop.span is not None else ()), *calls),
        help=_instead(query),
        preset=None if plain else Preset.STRICT,
        rests_on=("from",),
    )


def _instead(query: Query) -> str:
    """The same for all elements at once, by the column that tells them apart."""
    column = key_of(query)
    all_of_them = f".where('{column}', 'in', …)"
    if query.operation is Operation.UPDATE:
        return f"update all of them at once: {all_of_them}, or update … from a list of values"
    if query.operation is Operation.DELETE:
        return f"delete all of them at once: {all_of_them}"
    groups = f".groupBy('{column}')" if is_aggregate(query) and not query.group_by else ""
    return f"read all of them before the loop: {all_of_them}{groups}, then look each one up in a Map"
