"""Whether a query runs once per element of a list whose length nobody knows."""

from __future__ import annotations

from kyselylint.query.statement import Loop, Query


def turn(query: Query) -> Loop | None:
    """The loop that runs the query once per element; None for lists of known length, batches, retries and cursors."""
    run = query.run
    if run is None or not run.sends or run.loop is None or run.loop.bounded or run.loop.batch:
        return None
    return run.loop
