"""Whether a query runs once per element of a list whose length nobody knows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kyselylint.analysis.bounds import equalities
from kyselylint.analysis.names import words
from kyselylint.analysis.promises import is_lost
from kyselylint.analysis.tables import main_source
from kyselylint.analysis.view import View
from kyselylint.query.expression import Param
from kyselylint.query.facts import Caller, Project
from kyselylint.query.statement import Fate, Loop, Operation, Query

# Loops whose span is the name of an array method, not all of what it runs.
_METHODS = frozenset({"map", "for-each", "flat-map", "reduce"})
# What functions are called that find something out, and do nothing more.
_READS = frozenset(
    (verb,)
    for verb in ("check", "count", "fetch", "find", "get", "has", "is", "list", "load", "lookup", "query", "read")
)
_COMPARES = re.compile(r"[<>=]=?")


def turn(query: Query) -> Loop | None:
    """The loop that runs the query once per element; None for lists of known length, batches, retries and cursors.

    A turn that opens a transaction of its own is a unit of work: what fails in one leaves the others alone, and that
    cannot be had in one statement for all.
    """
    loop = query.run.loop if query.run is not None and query.run.sends and not is_lost(query.run) else None
    source = main_source(query)
    if loop is None or not _is_long(loop) or (source is not None and source.dynamic):  # another table in each turn
        return None
    return loop if not _opens_transaction(loop, query) else None


def _opens_transaction(loop: Loop, query: Query) -> bool:
    """Whether each turn opens the transaction that the query is part of, by where that is opened."""
    path, _, start = query.handle.transaction.rpartition(":")
    return loop.span is not None and path == loop.span.path and start.isdigit() and int(start) > loop.span.start


def _is_long(loop: Loop) -> bool:
    """Whether nobody knows how often it turns. The parts of one text are few."""
    return not loop.bounded and not loop.batch and ".split(" not in loop.over


def around_calls(query: Query, project: Project, *, concurrent: bool = False) -> Iterator[Caller]:
    """The calls of the query's own function that a loop makes in each turn, on the same database.

    `concurrent` asks for calls that are made all at once, else for those that follow each other.
    """
    run = query.run
    if run is None or run.loop is not None or query.fate is Fate.FLOATING:
        return
    if not run.sends or not query.is_sent_by_entry:
        return
    handle = (query.handle.text,)
    for caller in project.callers.get(query.entry, ()):
        loop = caller.loop
        if loop is None or not _is_long(loop) or loop.dropped or loop.concurrent is not concurrent:
            continue
        if dict(caller.bound).get(handle) is None:
            yield caller


def only_reads(query: Query, view: View) -> bool:
    """Whether the function around a select is there to find something: nothing else happens for each element."""
    function = query.function.rpartition(".")[2]
    own = (one for one in view.module.queries if one.entry == query.entry)
    return words(function)[:1] in _READS and all(one.operation is Operation.SELECT for one in own)


def is_around(loop: Loop, query: Query) -> bool:
    """Whether the loop stands around the query itself, not around a call of the function that holds it."""
    span, root = loop.span, query.root
    if span is None or span.path != root.path:
        return False
    return span.start <= root.start < span.end or loop.kind in _METHODS


def each(loop: Loop) -> str:
    """What a turn is there for: one element of a list, or whatever a condition counts."""
    counts = loop.kind == "for" and _COMPARES.search(loop.over) is not None
    return f"turn of the loop `{loop.over}`" if counts else f"element of `{loop.over}`"


def same_handle(query: Query, loop: Loop) -> bool:
    """Whether each turn provably asks the same database; one database per tenant cannot be asked once for all."""
    if query.handle.transaction:
        return True
    known = query.handle.identity
    return bool(known) and "[]" not in known and not _is_made_in(loop, known)


def _is_made_in(loop: Loop, identity: str) -> bool:
    """Whether a handle is a parameter or a call's result that stands in the loop: another one in each turn."""
    path, _, made = identity.partition("#")
    start = made.rpartition("@")[2]
    return loop.span is not None and path == loop.span.path and start.isdigit() and int(start) > loop.span.start


def key_of(query: Query) -> str:
    """The one column that is equal to something of a list's element, as the query writes it; else `id`."""
    pairs = equalities(query.where)
    found = {ref for ref, value in pairs if isinstance(value, Param) and "[]" in value.value.text}
    names = {f"{ref.table}.{ref.column}" if ref.table else ref.column for ref in found}
    return names.pop() if len(names) == 1 else "id"
