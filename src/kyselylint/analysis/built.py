"""Tables that SQL or migrations build, as judged by the rules about the schema."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.view import View
from kyselylint.finding import Span
from kyselylint.schema.catalog import Catalog, Index, Table, fold


def built_tables(view: View) -> Iterator[tuple[Table, Catalog]]:
    """Every table of which all keys were read, once, with its database; views are none."""
    seen: set[Span] = set()
    for catalog in view.schema.catalogs:
        for table in catalog.tables.values():
            if table.keys_known and not table.view and table.created is not None and table.created not in seen:
                seen.add(table.created)
                yield table, catalog


def dialect_of(catalog: Catalog, view: View) -> str:
    """The database that the SQL shows, else the one that the settings name."""
    return catalog.dialect or view.settings.dialect


def is_unique(index: Index) -> bool:
    """Whether it lets no two rows be equal, whatever their other columns."""
    return index.unique and not index.where and len(index.columns) == len(index.parts)


def folded(names: tuple[str, ...]) -> tuple[str, ...]:
    """Names in the one spelling in which code's and the database's meet."""
    return tuple(fold(name) for name in names)
