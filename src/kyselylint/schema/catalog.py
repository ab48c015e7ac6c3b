"""Tables, columns, keys and indexes of a database, each fact with its origin."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache

from kyselylint.finding import Span
from kyselylint.schema.history import History


@cache  # asked a hundred thousand times of a few hundred names
def fold(name: str) -> str:
    """One spelling for `organizationId`, `organization_id` and `"organization_id"`.

    Kysely's CamelCasePlugin maps between them, so two names meet when they differ only in case and underscores.
    """
    return name.replace("_", "").replace('"', "").lower()


def table_key(name: str, schema: str = "") -> str:
    """The key of a table in `Catalog.tables`."""
    return f"{fold(schema)}.{fold(name)}" if schema else fold(name)


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `nullable` and `has_default` are None when no source says.

    `name` is what code writes; `stored` the database's own name where SQL says it. `type` is SQL's in PostgreSQL's
    spelling (`timestamp with time zone`), or TypeScript's if only that is known; `declared` is SQL's as written
    (`serial`), `default` the expression. `generated` means identity or generated always: not writable.
    `origin` is where code's name for it stands, `created` its place in SQL or in a migration.
    """

    name: str
    type: str = ""
    nullable: bool | None = None
    has_default: bool | None = None
    generated: bool = False
    origin: Span | None = field(default=None, compare=False)
    stored: str = ""
    declared: str = ""
    default: str = ""
    created: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Key:
    """A primary or unique key by the database's column names. With a `where` it proves nothing for rows in general."""

    columns: tuple[str, ...]
    name: str = ""
    where: str = ""
    nulls_not_distinct: bool = False
    origin: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """`columns` reference `target_columns` (empty: its primary key) of the table `target`.

    Without `target_columns` it is the primary key of a table that was not seen. Actions are SQL's words in lower case,
    "" when not said. `target` is `schema.table` outside the default schema.
    """

    columns: tuple[str, ...]
    target: str
    target_columns: tuple[str, ...] = ()
    on_delete: str = ""
    on_update: str = ""
    name: str = ""
    origin: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Index:
    """An index. `parts` are columns or expressions (in parentheses) in order; `columns` the plain columns that lead.

    `classes` are the operator classes of the parts (`gin_trgm_ops`), "" where none is said; `descending` names the
    columns sorted in reverse.
    """

    name: str
    parts: tuple[str, ...]
    columns: tuple[str, ...]
    unique: bool = False
    method: str = "btree"
    where: str = ""
    include: tuple[str, ...] = ()
    origin: Span | None = field(default=None, compare=False)
    classes: tuple[str, ...] = ()
    descending: tuple[str, ...] = ()
    nulls_not_distinct: bool = False


@dataclass(frozen=True, slots=True)
class Policy:
    """A row-level security policy. `command` is all, select, insert, update or delete; `using` and `check` are SQL."""

    name: str
    command: str = "all"
    using: str = ""
    check: str = ""
    origin: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Check:
    """A check constraint and its expression."""

    expression: str
    name: str = ""
    origin: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Table:
    """A table or view. `open` when columns may exist that no source shows.

    `keys_known` when keys and indexes were read from migrations or SQL (types alone do not carry them), so that a
    missing one is really missing. `row_level_security` is None when no SQL was read. `origin`, `created` and `stored`
    as for columns.
    """

    name: str
    schema: str = ""
    columns: tuple[Column, ...] = ()
    primary_key: Key | None = None
    uniques: tuple[Key, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    indexes: tuple[Index, ...] = ()
    checks: tuple[Check, ...] = ()
    view: bool = False
    open: bool = False
    keys_known: bool = False
    row_level_security: bool | None = None
    origin: Span | None = field(default=None, compare=False)
    policies: tuple[Policy, ...] = ()
    created: Span | None = field(default=None, compare=False)
    stored: str = ""

    def column(self, name: str) -> Column | None:
        """The column of that name, in whichever style it is written."""
        wanted = fold(name)
        return next((column for column in self.columns if fold(column.name) == wanted), None)

    def unique_keys(self) -> tuple[Key, ...]:
        """Unique constraints, and unique indexes of all rows over plain columns: Prisma and others make only these."""
        indexes = (one for one in self.indexes if one.unique and not one.where and one.columns == one.parts)
        return (*self.uniques, *(Key(one.columns, one.name, origin=one.origin) for one in indexes))

    def paths(self) -> tuple[Index, ...]:
        """Every way to find rows: its keys as the indexes that PostgreSQL makes for them, then its indexes."""
        keys = ((self.primary_key,) if self.primary_key else ()) + self.uniques
        backing = (
            Index(key.name, key.columns, key.columns, unique=True, where=key.where, origin=key.origin) for key in keys
        )
        return (*backing, *self.indexes)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Types and SQL disagree about `table`, or its `column`. `missing_in` is "types", "sql", or "" for nullability."""

    message: str
    table: str
    column: str = ""
    missing_in: str = ""
    types: Span | None = field(default=None, compare=False)
    sql: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Catalog:
    """The tables of one database. `name` is its TypeScript type (`DB`), `types_from` the file that declares it.

    `complete` when a table that is not here does not exist (some source lists all of them). `generator` is the tool
    that wrote the types, as far as their file says, and `regenerate` the project's own command for it. `dialect` is
    that of its SQL (postgres, sqlite or mysql), "" where none shows it.
    """

    name: str = ""
    types_from: str = ""
    tables: Mapping[str, Table] = field(default_factory=dict)
    complete: bool = False
    notes: tuple[str, ...] = ()
    enums: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    contradictions: tuple[Contradiction, ...] = ()
    generator: str = ""
    regenerate: str = ""
    dialect: str = ""

    def table(self, name: str, schema: str = "") -> Table | None:
        """The table that a query calls `name`, optionally qualified; None when no source shows it."""
        if schema:
            return self.tables.get(table_key(name, schema)) or (
                self.tables.get(fold(name)) if schema == "public" else None
            )
        return self.tables.get(fold(name)) or self.tables.get(table_key(name, "public"))


@dataclass(frozen=True, slots=True)
class Schema:
    """Every database of the project.

    `bindings` leads from a file and a database type as it is written there (`DB`, `tables.PartialDB`) to a position
    in `catalogs`; `names` does so for types, and for aliases of handles (`type Tx = Transaction<DB>`), whose name
    means the same everywhere. `union` holds the tables on which all databases agree, for handles whose type is not
    known.
    """

    catalogs: tuple[Catalog, ...] = ()
    bindings: Mapping[tuple[str, str], int] = field(default_factory=dict)
    names: Mapping[str, int] = field(default_factory=dict)
    union: Catalog = Catalog()
    notes: tuple[str, ...] = ()
    histories: tuple[History, ...] = ()
    packages: Mapping[str, Catalog] = field(default_factory=dict)

    def of(self, database: str, declared_in: str = "") -> Catalog:
        """The catalog of a database type named in the file `declared_in`.

        Where the type is not known, what the databases of the file's package agree on, or of the nearest folder that
        names any.
        """
        position = self.bindings.get((declared_in, database), self.names.get(database, -1))
        if position >= 0:
            return self.catalogs[position]
        directory = posixpath.dirname(declared_in)
        while directory and directory not in self.packages:
            directory = posixpath.dirname(directory)
        return self.packages.get(directory, self.union)

    def named_in(self, asked: Callable[[str], bool]) -> tuple[Catalog, ...]:
        """The databases that the asked files name; those that no code names are always among them."""
        bound = set(self.bindings.values())
        wanted = {position for (path, _), position in self.bindings.items() if asked(path)}
        return tuple(one for position, one in enumerate(self.catalogs) if position in wanted or position not in bound)
