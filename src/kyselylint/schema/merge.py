"""Facts of several sources about one database, joined."""

from __future__ import annotations

from collections.abc import Sequence

from kyselylint.schema.catalog import Catalog, Table


def union(catalogs: Sequence[Catalog]) -> Catalog:
    """The tables of all databases, for handles whose database is not known; tables on which they differ are left out."""
    if len(catalogs) == 1:
        return catalogs[0]
    tables: dict[str, Table] = {}
    differing: set[str] = set()
    for catalog in catalogs:
        for key, table in catalog.tables.items():
            if tables.setdefault(key, table).columns != table.columns:
                differing.add(key)
    return Catalog(tables={key: table for key, table in tables.items() if key not in differing})
