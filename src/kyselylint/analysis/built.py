"""Tables that SQL or migrations build, as judged by the rules about the schema."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kyselylint.analysis.view import View
from kyselylint.finding import Span
from kyselylint.schema.catalog import Catalog, Index, Table, fold

_PLAIN = re.compile(r"[a-z_][a-z0-9_]*")
_LONGEST = 63  # bytes of a name in PostgreSQL


def built_tables(view: View) -> Iterator[tuple[Table, Catalog]]:
    """Every table of which all keys were read, once, with its database; views are none."""
    seen: set[Span] = set()
    for catalog in view.schema.catalogs:
        for table in catalog.tables.values():
            if table.keys_known and not table.view and table.created is not None and table.created not in seen:
                seen.add(table.created)
                yield table, catalog


def sql_name(table: Table) -> str:
    """The table as SQL writes it, with a schema that is not the default one."""
    parts = (table.schema, table.stored or table.name)
    return ".".join(quoted(part) for part in parts if part)


def quoted(name: str) -> str:
    """A name as SQL writes it: in quotes where PostgreSQL would fold it or read it otherwise."""
    return name if _PLAIN.fullmatch(name) else '"' + name.replace('"', '""') + '"'


def dialect_of(catalog: Catalog, view: View) -> str:
    """The database that the SQL shows, else the one that the settings name."""
    return catalog.dialect or view.settings.dialect


def new_index(table: Table, columns: tuple[str, ...], dialect: str, where: str = "", *, unique: bool = False) -> str:
    """The statement that makes an index; on PostgreSQL, while the table is in use."""
    name = quoted("_".join((table.stored or table.name, *columns, "key" if unique else "idx"))[:_LONGEST])
    listed = ", ".join(map(quoted, columns))
    kind = "unique index" if unique else "index"
    how = "concurrently " if dialect == "postgres" else ""
    return f"create {kind} {how}{name} on {sql_name(table)} ({listed}){f' where {where}' if where else ''};"


def is_unique(index: Index) -> bool:
    """Whether it lets no two rows be equal, whatever their other columns."""
    return index.unique and not index.where and len(index.columns) == len(index.parts)


def folded(names: tuple[str, ...]) -> tuple[str, ...]:
    """Names in the one spelling in which code's and the database's meet."""
    return tuple(fold(name) for name in names)
