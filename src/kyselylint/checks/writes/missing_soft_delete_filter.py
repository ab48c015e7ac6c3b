"""Reads and updates that also meet rows marked as deleted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from kyselylint.analysis.bounds import is_unique, pins
from kyselylint.analysis.expressions import hidden, sent
from kyselylint.analysis.soft_delete import marker, mentions
from kyselylint.analysis.tables import main_source, subject
from kyselylint.analysis.view import View
from kyselylint.finding import Label, Report
from kyselylint.query.statement import Operation, Query
from kyselylint.schema.catalog import Column, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """When a project is taken to filter deleted rows by habit."""

    share: float = field(default=0.8, metadata={"doc": "report only where this share of a table's selects filters"})
    least: int = field(default=4, metadata={"doc": "and at least so many of them do"})


def check_project(view: View, options: Options) -> Iterator[Report]:
    """Selects that forget the filter, for tables most of whose selects have it."""
    for table, column, queries in _by_table(view):
        filtered = [query for query in queries if mentions(query, column.name)]
        if len(filtered) >= options.least and len(filtered) >= options.share * len(queries):
            odd = [query for query in queries if query not in filtered and not _hides(query, table)]
            yield from (_report(query, column, table, len(filtered), len(queries)) for query in odd)


def _by_table(view: View) -> Iterator[tuple[Table, Column, list[Query]]]:
    found: dict[tuple[str, str], list[Query]] = defaultdict(list)
    known: dict[tuple[str, str], tuple[Table, Column]] = {}
    for module in view.project.modules:
        for query in module.queries:
            table = _table(query, view)
            column = marker(table) if table is not None else None
            if table is not None and column is not None:
                key = (query.handle.database, table.name)
                known[key] = (table, column)
                found[key].append(query)
    yield from ((*known[key], queries) for key, queries in found.items())


def _table(query: Query, view: View) -> Table | None:
    source = main_source(query)
    if query.operation is not Operation.SELECT or not sent(query) or source is None or source.cte:
        return None
    return view.catalog(query).table(source.table, source.schema)


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
