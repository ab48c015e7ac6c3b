"""Queries that run once per element of a list."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.bounds import is_aggregate
from kyselylint.analysis.loops import around_calls, each, is_around, key_of, only_reads, same_handle, turn
from kyselylint.analysis.tables import subject
from kyselylint.analysis.view import View
from kyselylint.finding import Label, Preset, Report, Severity
from kyselylint.query.facts import Caller
from kyselylint.query.statement import Loop, Operation, Query

_JUDGED = frozenset({Operation.SELECT, Operation.UPDATE, Operation.DELETE})


def check(query: Query, view: View) -> Iterator[Report]:
    """Selects, updates and deletes awaited in each turn of a loop over a list of unknown length."""
    if query.operation not in _JUDGED:
        return
    for call in around_calls(query, view.project):
        if not view.settings.classify(call.span.path):  # tests and scripts loop over what they are made of
            yield from _called(query, call, view)
    loop = turn(query)
    if loop is None or loop.concurrent or not same_handle(query, loop):
        return
    # Updates may write something else in each turn.
    plain = query.operation is not Operation.UPDATE and is_around(loop, query)
    yield Report(
        message=f"this {query.operation} on {subject(query)} runs once per {each(loop)}, one after the other",
        at=query.root,
        related=_around(loop),
        help=_instead(query),
        preset=None if plain else Preset.STRICT,
        rests_on=("from",),
    )


def _called(query: Query, call: Caller, view: View) -> Iterator[Report]:
    """A function that is called in each turn; its author may not know of the loop, whose own may not know the query."""
    loop = call.loop
    if loop is None or not same_handle(query, loop):
        return
    function = query.function.rpartition(".")[2] or "the function"
    yield Report(
        message=f"`{function}` runs once per {each(loop)}, one after the other, "
        f"and each time a {query.operation} on {subject(query)}",
        at=call.span,
        related=(*_around(loop), Label(query.root, "the query")),
        help=f"give it all elements at once, with .where('{key_of(query)}', 'in', …) in it",
        severity=Severity.INFO,
        preset=None if only_reads(query, view) else Preset.STRICT,
        rests_on=("from",),
    )


def _around(loop: Loop) -> tuple[Label, ...]:
    return (Label(loop.span, "the loop"),) if loop.span is not None else ()


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
