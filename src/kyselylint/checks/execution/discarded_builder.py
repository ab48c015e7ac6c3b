"""Builder methods whose result is thrown away."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.tables import subject
from kyselylint.analysis.view import View
from kyselylint.finding import Label, Report
from kyselylint.query.facts import Discarded, Module

_EFFECTS = {
    "where": "the filter is not applied",
    "whereRef": "the filter is not applied",
    "limit": "the limit is not applied",
    "offset": "the offset is not applied",
    "orderBy": "the order is not applied",
    "set": "the columns are not set",
}


def check_module(module: Module, _view: View) -> Iterator[Report]:
    """Statements such as `query.where(…)` that change nothing, because builders are immutable."""
    for discarded in module.discarded:
        if not _is_root_statement(discarded):
            yield _report(discarded)


def _is_root_statement(discarded: Discarded) -> bool:
    """A whole query as a statement was never executed: a rule of its own."""
    span, whole = discarded.method, discarded.query.span
    return span.path == whole.path and whole.start <= span.start and span.end <= whole.end


def _report(discarded: Discarded) -> Report:
    effect = _EFFECTS.get(discarded.name, f"the {discarded.name}() is not applied")
    return Report(
        message=f"the result of .{discarded.name}() is dropped: {effect} to the query on {subject(discarded.query)}",
        at=discarded.method,
        related=(Label(discarded.query.root, "the query stays as it was built here"),),
        help=f"builders are immutable, keep the new one: let query = …, then query = query.{discarded.name}(…)",
    )
