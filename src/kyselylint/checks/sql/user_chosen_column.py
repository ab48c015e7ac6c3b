"""Names in a query that its sender chooses."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.texts import is_request_given, said_origin
from kyselylint.analysis.view import View
from kyselylint.finding import Report
from kyselylint.query.facts import Module

_CHOSEN = {
    "column": "which column is meant: any column of the tables, passwords and other people's data among them",
    "table": "which table is meant: any table of the database",
    "direction": "the direction of the order: a word that is none is an error when the query is built",
    "operator": "the operator: `!=` or `like` in the place of `=` finds other rows than those asked for",
}


def check_module(module: Module, view: View) -> Iterator[Report]:
    """Columns, tables, directions and operators out of a request, with no list of what is allowed."""
    for raw in module.raw_texts:
        chosen = _CHOSEN.get(raw.sink)
        if chosen and raw.span is not None and is_request_given(raw.value, raw.functions, view.project):
            yield Report(
                message=f"{said_origin(raw.value)} chooses {chosen}",
                at=raw.span,
                help="look it up in a constant: { newest: 'created_at' }[…], or check it against a list first",
            )
