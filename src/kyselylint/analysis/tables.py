"""The tables of a statement, in words for a message."""

from __future__ import annotations

from kyselylint.finding import Span
from kyselylint.query.statement import Operation, Query, Source


def main_source(query: Query) -> Source | None:
    """The table that a statement is about: what it writes, else the first of FROM."""
    return next(iter((*query.targets, *query.sources)), None)


def title(source: Source | None) -> str:
    """A table's name for a message: `` `todo` ``, or "the sub-query"."""
    if source is None:
        return "nothing"
    if source.table:
        return f"`{source.schema}.{source.table}`" if source.schema else f"`{source.table}`"
    return f"`{source.alias}`" if source.alias else "a sub-query"


def subject(query: Query) -> str:
    """The main table of a statement for a message."""
    if query.operation is Operation.RAW:
        return "tables that its text names"
    return title(main_source(query))


def run_span(query: Query) -> Span:
    """Where the terminal method stands; the root method where there is none."""
    return query.run.span if query.run is not None and query.run.span is not None else query.root
