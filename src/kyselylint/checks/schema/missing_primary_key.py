"""Tables whose rows cannot be told apart."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.built import built_tables, is_unique
from kyselylint.analysis.view import View
from kyselylint.finding import Report
from kyselylint.schema.catalog import Index, Table


def check_project(view: View) -> Iterator[Report]:
    """Each table with neither a primary key nor a unique key over columns that are never null."""
    for table, _ in built_tables(view):
        if table.created is not None and not any(_identifies(path, table) for path in table.paths()):
            yield Report(
                message=f"`{table.name}` has no primary key",
                at=table.created,
                help="add one; a table that joins two others takes both of its foreign keys",
            )


def _identifies(path: Index, table: Table) -> bool:
    columns = [table.column(name) for name in path.columns]
    return is_unique(path) and all(column is None or not column.nullable for column in columns)
