"""Facts of several sources about one database, joined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kyselylint.schema.catalog import Catalog, Column, Contradiction, Table, fold, table_key

_OF_TOOLS = frozenset(
    fold(name)
    for name in (
        "_prisma_migrations",
        "_sqlx_migrations",
        "atlas_schema_revisions",
        "flyway_schema_history",
        "goose_db_version",
        "knex_migrations",
        "knex_migrations_lock",
        "kysely_migration",
        "kysely_migration_lock",
        "migrations",
        "pgmigrations",
        "schema_migrations",
        "spatial_ref_sys",
    )
)  # made by migration tools and extensions, by no migration
_ENOUGH = (
    0.5  # of a database's types that SQL must know, or of the SQL that the types must know, to be the same database
)


def union(catalogs: Sequence[Catalog]) -> Catalog:
    """The tables of all databases, for handles whose database is not known.

    What types describe goes before what only SQL shows; where two describe a table differently, neither is taken.
    """
    if len(catalogs) == 1:
        return catalogs[0]
    tables: dict[str, Table] = {}
    differing: set[str] = set()
    for catalog in catalogs:
        for key, table in catalog.tables.items():
            known = tables.setdefault(key, table)
            if known.columns != table.columns and _is_typed(known) is _is_typed(table):
                differing.add(key)
            elif _is_typed(table):
                tables[key] = table
    dialects = {catalog.dialect for catalog in catalogs if catalog.dialect}
    dialect = dialects.pop() if len(dialects) == 1 else ""
    return Catalog(tables={key: table for key, table in tables.items() if key not in differing}, dialect=dialect)


def _is_typed(table: Table) -> bool:
    return table.origin != table.created


def assigned(types: Sequence[Catalog], built: Sequence[Catalog]) -> list[list[Catalog]]:
    """For each database type the SQL catalogs that build it, best first; SQL of another database goes nowhere."""
    return [_builders(catalog, built, alone=len(types) == 1) for catalog in types]


def _builders(types: Catalog, built: Sequence[Catalog], *, alone: bool) -> list[Catalog]:
    if not types.tables:
        return list(built) if alone else []
    likely = [sql for sql in built if is_same(types, sql)]
    chosen: list[Catalog] = []
    seen: set[str] = set()
    for sql in sorted(likely, key=lambda sql: (-len(_common(types, sql)), -shared_path(types.types_from, sql.name))):
        added = _common(types, sql) - seen
        if added:  # a second folder counts only for tables that the first does not build
            chosen.append(sql)
            seen |= added
    return chosen


def _common(types: Catalog, sql: Catalog) -> set[str]:
    return {key for key, table in types.tables.items() if _find(sql, table) is not None}


def shared_path(first: str, second: str) -> int:
    """How many leading directories two paths have in common."""
    pairs = list(zip(first.split("/"), second.split("/"), strict=False))
    return next((depth for depth, (one, other) in enumerate(pairs) if one != other), len(pairs))


def is_same(first: Catalog, second: Catalog) -> bool:
    """Whether two descriptions have so many tables in common that they are of one database."""
    return _share(first, second) >= _ENOUGH


def _share(types: Catalog, sql: Catalog) -> float:
    """How much of the smaller of the two the other knows."""
    smaller = min(len(types.tables), len(sql.tables))
    return len(_common(types, sql)) / smaller if smaller else 0.0


def merged(types: Catalog, built: Iterable[Catalog]) -> Catalog:
    """A database type with everything that SQL says of it. The first catalog that knows a table decides."""
    tables = dict(types.tables)
    contradictions: list[tuple[str, Contradiction]] = []  # with the schema of the table
    enums: dict[str, tuple[str, ...]] = {}
    settled: set[str] = set()
    listed = {"", "public"}  # schemas that the types are about
    parts = tuple(built)
    for sql in parts:
        enums = {**sql.enums, **enums}
        for key, table in sql.tables.items():
            known = _find(types, table)
            name = table_key(known.name, known.schema) if known else key
            if name in settled:
                continue
            settled.add(name)
            joined = _Joined(known, table)
            tables[name] = joined.table()
            listed |= {table.schema} if known else set()
            contradictions.extend((table.schema, one) for one in joined.contradictions())
    if len(types.tables) < _ENOUGH * len(tables):
        # Types of a part of a database say nothing of the rest, and no query through them reaches it.
        tables = {key: table for key, table in tables.items() if key in types.tables or not types.tables}
        contradictions = [(schema, one) for schema, one in contradictions if one.column]
    differ = (one for schema, one in contradictions if schema in listed)
    missing = _missing_tables(types, settled) if settled else ()
    dialect = next((sql.dialect for sql in parts if sql.dialect), "")
    return replace(types, tables=tables, enums=enums, contradictions=(*differ, *missing), dialect=dialect)


def _find(catalog: Catalog, table: Table) -> Table | None:
    """The table of another source: by its full name, or by its name alone where schemas are left out."""
    exact = catalog.tables.get(table_key(table.name, table.schema))
    if exact is not None:
        return exact
    if table.schema in ("", "public"):
        same = catalog.table(table.name, "public") or catalog.table(table.name)
        return same if same is not None and same.schema in ("", "public") else _alone(catalog, table.name)
    found = catalog.tables.get(fold(table.name))
    return found if found is not None and not found.schema else None


def _alone(catalog: Catalog, name: str) -> Table | None:
    found = [table for table in catalog.tables.values() if fold(table.name) == fold(name)]
    return found[0] if len(found) == 1 else None


def _missing_tables(types: Catalog, settled: set[str]) -> Iterable[Contradiction]:
    for key, table in types.tables.items():
        if key not in settled and fold(table.name) not in _OF_TOOLS:
            message = f"no SQL creates the table `{table.name}` that the types list"
            yield Contradiction(message, table.name, missing_in="sql", types=table.origin)


@dataclass(frozen=True, slots=True)
class _Joined:
    """One table as the types and as the SQL describe it. `types` is None for a table that the types leave out."""

    types: Table | None
    sql: Table

    def table(self) -> Table:
        if self.types is None:
            return self.sql
        described = {fold(column.name): column for column in self.types.columns}
        created = {fold(column.name): column for column in self.sql.columns}
        names = {**described, **created} if len(created) == len(self.sql.columns) else described
        columns = tuple(_column(described.get(name), created.get(name)) for name in {**described, **names})
        return replace(
            self.sql,
            name=self.types.name,
            schema=self.types.schema,
            columns=columns,
            view=self.sql.view or self.types.view,
            open=self.sql.open and self.types.open,
            origin=self.types.origin,
        )

    def contradictions(self) -> Iterable[Contradiction]:
        if self.types is None and (self.sql.open or fold(self.sql.name) in _OF_TOOLS):
            return
        if self.types is None:
            message = f"the types do not list the table `{self.sql.name}`"
            yield Contradiction(message, self.sql.name, missing_in="types", sql=self.sql.origin)
            return
        described = {fold(column.name): column for column in self.types.columns}
        created = {fold(column.name): column for column in self.sql.columns}
        for key, column in created.items():
            yield from self._compared(column, described.get(key))
        for key, column in described.items():
            if key not in created and not self.sql.open:
                message = f"no SQL creates the column `{self.sql.name}.{column.name}` that the types list"
                yield Contradiction(message, self.types.name, column.name, "sql", column.origin, self.sql.origin)

    def _compared(self, created: Column, described: Column | None) -> Iterable[Contradiction]:
        if self.types is None or (self.types.open and described is None):
            return
        name = f"{self.types.name}.{created.name}"
        if described is None:
            message = f"the types do not list the column `{name}`"
            yield Contradiction(message, self.types.name, created.name, "types", self.types.origin, created.origin)
        elif None not in (created.nullable, described.nullable) and created.nullable is not described.nullable:
            may = (
                "may be null in the database, but not in the types"
                if created.nullable
                else "is not null, but may be null in the types"
            )
            yield Contradiction(
                f"`{name}` {may}", self.types.name, described.name, "", described.origin, created.origin
            )


def _column(described: Column | None, created: Column | None) -> Column:
    """The code's name and place with the database's facts."""
    if described is None or created is None:
        found = described or created
        assert found is not None  # noqa: S101 - a column comes from one of the two
        return found
    return replace(
        created,
        name=described.name,
        nullable=described.nullable if created.nullable is None else created.nullable,
        has_default=described.has_default if created.has_default is None else created.has_default,
        type=created.type or described.type,
        origin=described.origin,
    )


def unique(names: Mapping[str, set[int]], catalogs: Sequence[Catalog]) -> dict[str, int]:
    """Names that mean the same database in every file in which anything is known of it."""
    known = {name: {one for one in found if catalogs[one].tables} or found for name, found in names.items()}
    return {name: next(iter(found)) for name, found in known.items() if len(found) == 1}
