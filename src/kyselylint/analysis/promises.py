"""Promises of queries that nobody waits for: of one query, of the turns of a loop, of a function that runs queries."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.view import View
from kyselylint.query.facts import Caller
from kyselylint.query.statement import Fate, Query, Run

_OWN = {
    Fate.FLOATING: "write await before it",
    Fate.UNUSED: "write await before it; nothing reads the name that it is kept under",
    Fate.TAKEN: "write await before it: what is used here is the promise, not its rows",
}
_IN_TURN = frozenset({Fate.AWAITED, Fate.RETURNED})
# Calls in files of components are handlers in a browser: what they call runs on a server.
_COMPONENTS = (".tsx", ".jsx", ".svelte", ".vue")


def is_lost(run: Run) -> bool:
    """Whether a turn waits for the query, and nobody for the turn: `list.forEach(async …)`."""
    return run.loop is not None and run.loop.dropped and run.fate in _IN_TURN


def remedy(fate: Fate) -> str | None:
    """What to do where a promise has this fate; None where somebody may wait for it."""
    return _OWN.get(fate)


IN_TURN = "write for (const … of …) with await in it, or await Promise.all(list.map(async …))"


def lost_calls(query: Query, view: View) -> Iterator[Caller]:
    """Calls of the function around a query whose promise is lost; the query is the first that it leaves uncaught.

    A module's own calls are its last: `main()` ends the process with the error, as it should.
    """
    run = query.run
    if run is None or not run.sends or run.caught or not query.is_sent_by_entry:
        return
    own = (one for one in view.module.queries if one.entry == query.entry and one.run is not None and one.run.sends)
    if any(one.root < query.root and one.run is not None and not one.run.caught for one in own):
        return
    for caller in view.project.callers.get(query.entry, ()):
        if caller.entry and remedy(caller.fate) is not None and not caller.span.path.endswith(_COMPONENTS):
            yield caller
