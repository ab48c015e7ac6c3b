"""Tables whose rows cannot be told apart."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.built import built_tables, is_unique
from kyselylint.analysis.names import words
from kyselylint.analysis.view import View
from kyselylint.finding import Preset, Report
from kyselylint.schema.catalog import Catalog, Index, Table, fold

_PAST = ("history", "versions", "audit")


def check_project(view: View) -> Iterator[Report]:
    """Each table with neither a primary key nor a unique key over columns that are never null."""
    for table, catalog in built_tables(view):
        if table.created is not None and not any(_identifies(path, table) for path in table.paths()):
            yield Report(
                message=f"`{table.name}` has no primary key",
                at=table.created,
                help="add one; a table that joins two others takes both of its foreign keys",
                preset=Preset.STRICT if _keeps_versions(table, catalog) else None,
            )


def _keeps_versions(table: Table, catalog: Catalog) -> bool:
    """Whether a trigger writes the earlier rows of another table to this one, which has the same columns."""
    *stem, last = words(table.stored or table.name)
    current = catalog.table("_".join(stem), table.schema) if last in _PAST else None
    known = {fold(column.stored) for column in table.columns}
    return current is not None and {fold(column.stored) for column in current.columns} <= known


def _identifies(path: Index, table: Table) -> bool:
    columns = [table.column(name) for name in path.columns]
    return is_unique(path) and all(column is None or not column.nullable for column in columns)
