"""Rows that are said to be there and may not be."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.bounds import is_aggregate
from kyselylint.analysis.tables import run_terminal, subject
from kyselylint.analysis.view import View
from kyselylint.finding import Label, Report
from kyselylint.query.facts import Module
from kyselylint.query.statement import Operation, Query


def check_module(module: Module, _view: View) -> Iterator[Report]:
    """`row!` of executeTakeFirst(), whose row nothing guarantees."""
    queries = {query.id: query for query in module.queries if run_terminal(query) == "executeTakeFirst"}
    for one in module.asserted:
        query = queries.get(one.query)
        if query is not None and not _always_gives_one(query):
            yield Report(
                message=f"`{one.text}!` takes for granted that a row of {subject(query)} was found: "
                "where none was, it is undefined",
                at=one.span,
                related=(Label(query.root, "undefined where no row matches"),),
                help="use executeTakeFirstOrThrow(), or say what happens when there is no row",
            )


def _always_gives_one(query: Query) -> bool:
    """An aggregate of all rows, and an insert of rows that no conflict leaves out."""
    if query.operation is not Operation.INSERT:
        return query.operation is Operation.SELECT and is_aggregate(query) and not query.group_by
    left_out = query.conflict is not None and (query.conflict.do_nothing or bool(query.conflict.update_where))
    return not left_out and not any(one.kind == "ignore" for one in query.modifiers)
