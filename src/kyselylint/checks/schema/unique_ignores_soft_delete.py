"""Unique keys that deleted rows still hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kyselylint.analysis.built import built_tables, dialect_of, folded, is_unique
from kyselylint.analysis.names import words
from kyselylint.analysis.remedy import Change, NewIndex, as_migration, create_index, created, drop_index
from kyselylint.analysis.soft_delete import marker
from kyselylint.analysis.sqlnames import quoted, sql_name
from kyselylint.analysis.view import View
from kyselylint.finding import Report
from kyselylint.schema.catalog import Catalog, Column, Index, Table, fold

# What people choose, and choose again after a delete. Ids, hashes and tokens never come back.
_CHOSEN = frozenset(
    {"code", "domain", "email", "handle", "key", "label", "name", "number", "path", "sku", "slug", "title", "username"}
)
_NEVER_AGAIN = frozenset({"hash", "id", "stripe", "token", "external"})


def check_project(view: View) -> Iterator[Report]:
    """Each unique key over a chosen name, in a table whose rows are only marked as deleted."""
    for table, catalog in built_tables(view):
        mark = marker(table)
        dialect = dialect_of(catalog, view)
        if mark is None or dialect == "mysql":  # which has no partial indexes
            continue
        for key in table.paths()[bool(table.primary_key) :]:
            if (
                key.origin is not None
                and is_unique(key)
                and fold(mark.name) not in folded(key.columns)
                and _is_chosen(key)
            ):
                columns = ", ".join(key.columns)
                yield Report(
                    message=f"deleted rows of `{table.name}` hold their {_last(key)}: unique ({columns}) counts them",
                    at=key.origin,
                    help=as_migration(_replaced(key, table, mark, catalog, dialect), table.created, view),
                )


def _replaced(key: Index, table: Table, mark: Column, catalog: Catalog, dialect: str) -> Change:
    """A key over the rows that are there, instead of the one over all."""
    parts = tuple(quoted(name, dialect) for name in key.columns)
    made = created(NewIndex(table, parts, key.columns, where=_is_there(mark), unique=True), catalog, dialect)
    old, on = quoted(key.name, dialect), sql_name(table, dialect)
    if any(unique.name == key.name for unique in table.uniques):
        drop, again = (
            f"alter table {on} drop constraint {old};",
            f"alter table {on} add constraint {old} unique ({', '.join(parts)});",
        )
    else:
        drop, again = drop_index(key.name, table, dialect), create_index(replace(key, parts=parts), table, dialect)
    return replace(made, up=(*made.up, drop), down=(again, *made.down))


def _is_there(mark: Column) -> str:
    name = quoted(mark.stored or mark.name)
    return f"not {name}" if mark.type == "boolean" else f"{name} is null"


def _last(key: Index) -> str:
    return f"`{key.columns[-1]}`"


def _is_chosen(key: Index) -> bool:
    """The last column is what is chosen; the ones before it say within what."""
    parts = set(words(key.columns[-1])) if key.columns else set()
    return not parts.isdisjoint(_CHOSEN) and parts.isdisjoint(_NEVER_AGAIN)
