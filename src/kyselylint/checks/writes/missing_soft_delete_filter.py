"""Reads and updates that also meet rows marked as deleted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kyselylint.analysis.bounds import is_unique, pins
from kyselylint.analysis.expressions import hidden
from kyselylint.analysis.soft_delete import mentions, selects_of_marked
from kyselylint.analysis.tables import subject
from kyselylint.analysis.view import View
from kyselylint.finding import Label, Report
from kyselylint.query.statement import Query
from kyselylint.schema.catalog import Column, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """When a project is taken to filter deleted rows by habit."""

    share: float = field(default=0.8, metadata={"doc": "report only where this share of a table's selects filters"})
    least: int = field(default=4, metadata={"doc": "and at least so many of them do"})


def check_project(view: View, options: Options) -> Iterator[Report]:
    """Selects that forget the filter, for tables most of whose selects have it."""
    for table, column, queries in selects_of_marked(view):
        odd = [query for query in queries if not mentions(query, column.name)]
        filtered, total = len(queries) - len(odd), len(queries)
        if filtered >= options.least and filtered >= options.share * total:
            yield from (_report(query, column, table, filtered, total) for query in odd if not _hides(query, table))


def _hides(query: Query, table: Table) -> bool:
    """What cannot be read may filter; a read by a key may want the row whether deleted or not."""
    pinned = pins(query, query.sources[0])
    return hidden(query, "where", "join") or "id" in pinned or is_unique(pinned, table)


def _report(query: Query, column: Column, table: Table, filtered: int, total: int) -> Report:
    return Report(
        message=f"rows marked as deleted are included: {filtered} of {total} selects of {subject(query)} "
        f"filter by `{column.name}`, this one does not",
        at=query.root,
        related=(Label(column.origin, f"`{table.name}` marks deleted rows here"),) if column.origin else (),
        help=f"add .where('{column.name}', 'is', null)",
    )
