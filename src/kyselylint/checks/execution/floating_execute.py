"""Queries that are sent and that nobody waits for."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.promises import IN_TURN, is_lost, lost_calls, remedy
from kyselylint.analysis.tables import named, run_span
from kyselylint.analysis.view import View
from kyselylint.finding import Confidence, Label, Report, Severity
from kyselylint.query.facts import Caller
from kyselylint.query.statement import Fate, HandleKind, Query, Run


def check(query: Query, view: View) -> Iterator[Report]:
    """Promises of queries, and of functions that run them, that are lost; another rule looks at transactions."""
    run = query.run
    if run is None or not run.sends:
        return
    own = query.transaction or query.handle.kind is HandleKind.TRANSACTION
    if not own and run.fate is Fate.TAKEN:
        yield _taken(query)
    elif not own and (help_ := remedy(run.fate)) is not None:
        yield _report(query, f"{help_}, or void if it may fail unseen")
    elif not own and is_lost(run) and not run.caught:
        yield _report(query, IN_TURN, *_turns(run))
    yield from (_call(query, caller) for caller in lost_calls(query, view))


def _report(query: Query, help_: str, *related: Label) -> Report:
    return Report(
        message=f"nobody waits for this {named(query)}: if it fails, the error is unhandled",
        at=run_span(query),
        related=related,
        help=help_,
        rests_on=(),
    )


def _turns(run: Run) -> Iterator[Label]:
    if run.loop is not None and run.loop.span is not None:
        yield Label(run.loop.span, "the promise of each turn is dropped here")


def _taken(query: Query) -> Report:
    return Report(
        message=f"this {named(query)} is not awaited: what is used is the promise, not its rows",
        at=run_span(query),
        help="write await before it",
        severity=Severity.ERROR,
        rests_on=(),
    )


def _call(query: Query, caller: Caller) -> Report:
    function = query.function.rpartition(".")[2] or "the function"
    taken = caller.fate is Fate.TAKEN
    effect = "what is used is the promise, not its result" if taken else "if it fails, the error is unhandled"
    return Report(
        message=f"nobody waits for `{function}`, which sends the {named(query)}: {effect}",
        at=caller.span,
        related=(Label(query.root, "the query"),),
        help="write await before it" if taken else "write await before it, or void if it may fail unseen",
        severity=Severity.ERROR if taken else None,
        confidence=Confidence.MEDIUM,
        rests_on=(),
    )
