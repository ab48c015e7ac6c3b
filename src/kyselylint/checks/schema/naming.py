"""Names in another style than the rest of the database."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kyselylint.analysis.built import built_tables, folded
from kyselylint.analysis.view import View
from kyselylint.finding import Report, Span
from kyselylint.schema.catalog import Table, fold

_SNAKE = re.compile(r"[a-z0-9_]+")
_MOST = 0.8  # of the names of a database: then the others are exceptions, not a second style


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Which tables are somebody else's."""

    tables: tuple[str, ...] = field(default=(), metadata={"doc": "tables of libraries, which keep their own style"})


def check_project(view: View, options: Options) -> Iterator[Report]:
    """Tables and columns that are not in snake_case where nearly all others are."""
    by_database: dict[str, list[Table]] = {}
    for table, catalog in built_tables(view):
        if fold(table.name) not in folded(options.tables):
            by_database.setdefault(catalog.name, []).append(table)
    for tables in by_database.values():
        names = [named for table in tables for named in _names(table)]
        odd = [named for named in names if not _SNAKE.fullmatch(named[0])]
        if len(names) - len(odd) >= _MOST * len(names):
            for name, what, place in odd:
                yield Report(
                    message=f"the {what} is called `{name}`, not in snake_case as the others are",
                    at=place,
                    help="rename it; in code, CamelCasePlugin keeps camelCase names",
                )


def _names(table: Table) -> Iterator[tuple[str, str, Span]]:
    if table.created is not None:
        yield table.stored, "table", table.created
    for column in table.columns:
        if column.stored and column.created is not None:
            yield column.stored, f"column of `{table.stored}`", column.created
