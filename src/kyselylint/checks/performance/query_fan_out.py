"""Queries that are all started at once, one per element of a list."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.loops import around_calls, each, is_around, key_of, only_reads, same_handle, turn
from kyselylint.analysis.tables import subject
from kyselylint.analysis.view import View
from kyselylint.finding import Label, Preset, Report, Severity
from kyselylint.query.facts import Caller
from kyselylint.query.statement import HandleKind, Operation, Query


def check(query: Query, view: View) -> Iterator[Report]:
    """Promise.all(list.map(query)) over a list of unknown length, outside a transaction."""
    if query.handle.kind is HandleKind.TRANSACTION:
        return
    for call in around_calls(query, view.project, concurrent=True):
        if not view.settings.classify(call.span.path) and only_reads(query, view):
            yield from _called(query, call)
    loop = turn(query)
    if loop is None or not loop.concurrent or not same_handle(query, loop):
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


def _called(query: Query, call: Caller) -> Iterator[Report]:
    """A function that is called for each element; its author may not know of the list, whose own not the query."""
    loop = call.loop
    if loop is None or not same_handle(query, loop):
        return
    function = query.function.rpartition(".")[2] or "the function"
    yield Report(
        message=f"`{function}` runs once per {each(loop)}, all at once, and each time a {query.operation} on "
        f"{subject(query)}: a long list takes every connection of the pool",
        at=call.span,
        related=(*((Label(loop.span, "the list"),) if loop.span is not None else ()), Label(query.root, "the query")),
        help=f"give it all elements at once, with .where('{key_of(query)}', 'in', …) in it",
        severity=Severity.INFO,
        rests_on=("from",),
    )


def _once(query: Query) -> str:
    if query.operation is Operation.INSERT:
        return "insert all of them at once: .values(rows)"
    return f"ask once for all elements: .where('{key_of(query)}', 'in', …)"
