"""Whether a query runs once per element of a list whose length nobody knows."""

from __future__ import annotations

import re

from kyselylint.query.statement import Loop, Query

# Loops whose span is the name of an array method, not all of what it runs.
_METHODS = frozenset({"map", "for-each", "flat-map", "reduce"})
_COMPARES = re.compile(r"[<>=]=?")


def turn(query: Query) -> Loop | None:
    """The loop that runs the query once per element; None for lists of known length, batches, retries and cursors."""
    run = query.run
    if run is None or not run.sends or run.loop is None or run.loop.bounded or run.loop.batch:
        return None
    # The parts of one text are few.
    return None if ".split(" in run.loop.over else run.loop


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


def same_handle(query: Query) -> bool:
    """Whether each turn provably asks the same database; one database per tenant cannot be asked once for all."""
    return bool(query.handle.identity or query.handle.transaction)
