"""Queries that are all started at once, one per element of a list."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.loops import each, is_around, key_of, same_handle, turn
from kyselylint.analysis.tables import subject
from kyselylint.analysis.view import View
from kyselylint.finding import Label, Preset, Report
from kyselylint.query.statement import HandleKind, Operation, Query


def check(query: Query, _view: View) -> Iterator[Report]:
    """Promise.all(list.map(query)) over a list of unknown length, outside a transaction."""
    loop = turn(query)
    if loop is None or not loop.concurrent or not same_handle(query, loop):
        return
    if query.handle.kind is HandleKind.TRANSACTION:
        return
    # What is written may differ from element to element; what is read or deleted can be asked for at once.
    # A function's author may not know of the list around its call.
    plain = query.operation in (Operation.SELECT, Operation.DELETE) and is_around(loop, query)
    yield Report(
        message=f"one {query.operation} on {subject(query)} per {each(loop)}, all at once: "
        "a long list takes every connection of the pool",
        at=query.root,
        related=(Label(loop.span, "the list"),) if loop.span is not None else (),
        help=_once(query),
        preset=None if plain else Preset.STRICT,
        rests_on=("from",),
    )


def _once(query: Query) -> str:
    if query.operation is Operation.INSERT:
        return "insert all of them at once: .values(rows)"
    return f"ask once for all elements: .where('{key_of(query)}', 'in', …)"
