"""Unique keys that deleted rows still hold."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.built import built_tables, dialect_of, folded, is_unique, new_index
from kyselylint.analysis.names import words
from kyselylint.analysis.soft_delete import marker
from kyselylint.analysis.view import View
from kyselylint.finding import Report
from kyselylint.schema.catalog import Index, fold

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
                    help=new_index(table, key.columns, dialect, f"{mark.stored or mark.name} is null", unique=True),
                )


def _last(key: Index) -> str:
    return f"`{key.columns[-1]}`"


def _is_chosen(key: Index) -> bool:
    """The last column is what is chosen; the ones before it say within what."""
    parts = set(words(key.columns[-1])) if key.columns else set()
    return not parts.isdisjoint(_CHOSEN) and parts.isdisjoint(_NEVER_AGAIN)
