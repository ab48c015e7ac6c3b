"""The tables of a statement, in words for a message."""

from __future__ import annotations

from kyselylint.finding import Label, Span
from kyselylint.query.ddl import shown
from kyselylint.query.statement import Operation, Query, Source


def main_source(query: Query) -> Source | None:
    """The table that a statement is about: what it writes, else the first of FROM."""
    return next(iter((*query.targets, *query.sources)), None)


def title(source: Source | None) -> str:
    """What a query reads from, for a message: `` `todo` ``, or what it is where it has no name."""
    if source is None:
        return "nothing"
    if source.table:
        return f"`{source.schema}.{source.table}`" if source.schema else f"`{source.table}`"
    if source.alias:
        return f"`{source.alias}`"
    if source.query is not None:
        return "a sub-query"
    return "an expression" if source.expression is not None else "a table chosen at run time"


def subject(query: Query) -> str:
    """The main table of a statement for a message."""
    if query.operation is Operation.RAW:
        return "tables that its text names"
    return title(_built(query) if query.operation is Operation.SCHEMA else main_source(query))


def _built(query: Query) -> Source | None:
    """The table, view, index or type that a schema statement is about."""
    name = next((call.argument(0) for call in shown(query.schema).made), None)
    return Source(name) if isinstance(name, str) else None


def named(query: Query) -> str:
    """A statement for a message: "select on `todo`", "raw statement", "createTable of `todo`"."""
    if query.operation is Operation.RAW:
        return "raw statement"
    if query.operation is Operation.SCHEMA:
        return f"{shown(query.schema).made[0].name} of {subject(query)}"
    return f"{query.operation} on {subject(query)}"


def run_span(query: Query) -> Span:
    """Where the terminal method stands; the root method where there is none."""
    return query.run.span if query.run is not None and query.run.span is not None else query.root


def sent_elsewhere(query: Query) -> tuple[Label, ...]:
    """Where a query is sent that another function has built: it may be built for other queries too."""
    run = query.run
    away = run is not None and run.span is not None and run.function != query.function
    return (Label(run_span(query), "sent here"),) if away else ()


def run_terminal(query: Query) -> str:
    """The name of the method that sends the query; "" where it is not sent."""
    return query.run.terminal if query.run is not None else ""
