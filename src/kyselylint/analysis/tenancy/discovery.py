"""Finding out which tables belong to tenants: from the configuration, the catalog, and what queries show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from kyselylint.analysis.names import singular
from kyselylint.analysis.tenancy.candidates import Candidates
from kyselylint.analysis.tenancy.model import Link, Role, Tenancy, TenantTable
from kyselylint.analysis.tenancy.usage import Usage
from kyselylint.analysis.tenancy.words import (
    LOGIN,
    USER_COLUMNS,
    is_membership,
    is_personal,
    is_tenant_table,
    is_token,
    tenant_word,
)
from kyselylint.schema.catalog import Catalog, ForeignKey, Table, fold
from kyselylint.settings import TenancySettings


@dataclass(frozen=True, slots=True)
class _Known:
    """A table with all that is known of its columns: folded name to spelling."""

    name: str
    columns: Mapping[str, str]
    table: Table | None

    @property
    def key(self) -> tuple[str, ...]:
        """The folded primary key; `id` where no source shows it, and where it is one of several: (tenant_id, id)."""
        primary = self.table.primary_key if self.table else None
        columns = tuple(map(fold, primary.columns)) if primary else ()
        return ("id",) if "id" in columns or not columns else columns


def discover(catalog: Catalog, seen: Usage, settings: TenancySettings) -> Tenancy:
    """The tenants of one database; empty if it has none."""
    known = dict(_known(catalog, seen))
    configured = tuple(map(fold, settings.columns))
    candidates = Candidates({name: one.columns for name, one in known.items()}, seen)
    chosen = configured or tuple(candidates.columns())
    tables = _Discovery(known, chosen, settings).tables() if chosen else {}
    spelled = dict.fromkeys(table.spelled for table in tables.values() if table.role is Role.OWNED)
    if not spelled:
        return _ignored(candidates)
    source = "as configured" if configured else "found in the database types" if catalog.tables else "found in queries"
    return Tenancy(
        tuple(spelled),
        MappingProxyType(tables),
        source,
        tuple(_spelling(column, known) for column in chosen),
        catalog.complete and bool(catalog.tables),
    )


def _spelling(column: str, known: Mapping[str, _Known]) -> str:
    """A folded column as the project writes it."""
    return next((one.columns[column] for one in known.values() if column in one.columns), column)


def _ignored(candidates: Candidates) -> Tenancy:
    """No tenants; where a column looks like theirs and is not treated as one, it is named."""
    for column, tables, compared, statements in candidates.ignored():
        few = "but only" if 2 * compared < statements else "and"
        why = f"`{column}` stands in {tables} tables, {few} {compared} of {statements} queries compare it"
        return Tenancy(why=why, named=(column,))
    return Tenancy()


def _known(catalog: Catalog, seen: Usage) -> Iterator[tuple[str, _Known]]:
    for table in catalog.tables.values():
        shown = {fold(one.name): one.name for one in table.columns}
        used = seen.columns.get(fold(table.name), {}) if table.open or not shown else {}
        yield fold(table.name), _Known(table.name, {**used, **shown}, table)
    if not catalog.complete:
        listed = {fold(table.name) for table in catalog.tables.values()}
        yield from ((name, _Known(name, columns, None)) for name, columns in seen.columns.items() if name not in listed)


@dataclass(frozen=True, slots=True)
class _Discovery:
    known: Mapping[str, _Known]
    chosen: tuple[str, ...]
    settings: TenancySettings

    def tables(self) -> dict[str, TenantTable]:
        """Every table: those of tenants, what hangs on them, and the others, whose columns tell what a name means."""
        shared = set(map(fold, self.settings.global_tables))
        tenants = {name: table for name, table in self._with_tenants() if name not in shared}
        for name in map(fold, self.settings.tenant_tables):
            if name in self.known and name not in tenants:
                tenants[name] = self._table(self.known[name], Role.CHILD, (), "the configuration says so")
        tables = self._with_children(tenants, shared)
        linked = {name: self._linked(self.known[name], table, tables) for name, table in tables.items()}
        rest = {name: self._table(one, Role.SHARED, (), "") for name, one in self.known.items() if name not in tables}
        return linked | rest

    def _with_tenants(self) -> Iterator[tuple[str, TenantTable]]:
        owners = {name: one for name, one in self.known.items() if self._is_owner(one)}
        for name, one in self.known.items():
            named = tuple(column for column in self.chosen if column in one.columns)
            # A session may refer to the tenant that is being looked at, and belongs to the person all the same.
            own = named if is_personal(one.name) else (*named, *_references(one, owners))
            if name in owners:
                yield name, self._table(one, Role.TENANT, one.key, "its rows are the tenants")
            elif own:
                columns = tuple(dict.fromkeys(own))
                yield name, self._table(one, Role.OWNED, columns, f"it has `{one.columns[columns[0]]}`")

    def _is_owner(self, one: _Known) -> bool:
        if fold(one.name) in map(fold, self.settings.tenant_tables):
            return False
        words = {word for word in map(tenant_word, self.chosen) if word and is_tenant_table(one.name, word)}
        above = {tenant_word(column) for column in self.chosen if column in one.columns} - words
        return bool(words) and not above  # an organization that names its tenant is one of several that the tenant has

    def _with_children(self, tables: dict[str, TenantTable], shared: set[str]) -> dict[str, TenantTable]:
        """Also the tables whose rows belong to a row of another one, by a foreign key that is always there."""
        found = dict(tables)
        others = {name: one for name, one in self.known.items() if name not in shared and not is_personal(one.name)}
        while True:
            fresh = {name for name, one in others.items() if name not in found and any(_required(one, found))}
            if not fresh:
                return found
            found |= {name: self._table(self.known[name], Role.CHILD, (), "") for name in fresh}

    def _linked(self, one: _Known, table: TenantTable, tables: Mapping[str, TenantTable]) -> TenantTable:
        links = tuple(replace(link, to_shared=tables[link.target].shared_rows) for link in _links(one, tables))
        parent = tables[links[0].target].name if links else ""
        owned = {name for link in links for name in link.columns}
        return replace(table, links=links, foreign=table.foreign - owned, why=table.why or f"it refers to `{parent}`")

    def _table(self, one: _Known, role: Role, columns: tuple[str, ...], why: str) -> TenantTable:
        # A session or user that names its tenant is a row like any other, but people sign in by their address.
        person = is_personal(one.name) and role is Role.SHARED
        personal = (
            USER_COLUMNS if is_membership(one.name) or person else LOGIN if is_personal(one.name) else frozenset()
        )
        extra = frozenset(map(fold, self.settings.tokens))
        return TenantTable(
            name=one.name,
            role=role,
            columns=columns,
            spelled=one.columns.get(columns[0], columns[0]) if columns else "",
            key=one.key,
            personal=personal.intersection(one.columns),
            tokens=frozenset(column for column, spelled in one.columns.items() if is_token(spelled, extra, one.name)),
            person=person,
            foreign=frozenset(fold(key.columns[0]) for key in (one.table.foreign_keys if one.table else ())),
            shared_rows=_may_be_null(one, columns),
            all_columns=frozenset(one.columns),
            closed=one.table is not None and bool(one.table.columns) and not one.table.open,
            why=why,
        )


def _may_be_null(one: _Known, columns: tuple[str, ...]) -> bool:
    known = [one.table.column(column) if one.table else None for column in columns]
    return bool(known) and all(column is not None and column.nullable is True for column in known)


def _references(one: _Known, owners: Mapping[str, _Known]) -> Iterator[str]:
    """Columns that refer to the tenants' own table, whatever they are called."""
    for key in one.table.foreign_keys if one.table else ():
        if _target(key) in owners and len(key.columns) == 1 and fold(key.columns[0]) in one.columns:
            yield fold(key.columns[0])


def _required(one: _Known, tables: Mapping[str, TenantTable]) -> Iterator[Link]:
    """Links that make a table a part of another's rows: not those that may be null, which only mention them."""
    for link in _links(one, tables):
        columns = [one.table.column(column) if one.table else None for column in link.columns]
        if all(column is not None and column.nullable is False for column in columns):
            yield link


def _links(one: _Known, tables: Mapping[str, TenantTable]) -> tuple[Link, ...]:
    """Foreign keys that the schema shows; for columns without one, those that their names tell."""
    found = tuple(_known_links(one, tables))
    referring = {column for link in found for column in link.columns}
    return (*found, *(link for link in _by_name(one, tables) if referring.isdisjoint(link.columns)))


def _known_links(one: _Known, tables: Mapping[str, TenantTable]) -> Iterator[Link]:
    for key in one.table.foreign_keys if one.table else ():
        target = tables.get(_target(key))
        if target is None:
            continue
        pairs = list(zip(map(fold, key.columns), _targets(key.target_columns, target), strict=False))
        # A key of (tenant, id) to (tenant, id): the id alone tells the row, and the tenant follows.
        short = [pair for pair in pairs if pair[1] not in target.columns] or pairs
        yield Link(tuple(own for own, _ in short), _target(key), tuple(other for _, other in short))


def _target(key: ForeignKey) -> str:
    """The folded name of the table that a key leads to, without its schema."""
    return fold(key.target.rpartition(".")[2])


def _targets(columns: tuple[str, ...], table: TenantTable) -> tuple[str, ...]:
    return tuple(map(fold, columns)) or table.key


def _by_name(one: _Known, tables: Mapping[str, TenantTable]) -> Iterator[Link]:
    """`todo_id` refers to `todo.id`, or `todos.id`, where no source shows foreign keys."""
    stems = {fold(singular(table.name)): name for name, table in tables.items()} | {name: name for name in tables}
    for column, spelled in one.columns.items():
        stem = column.removesuffix("id")
        if stem != column and stem in stems and spelled.endswith(("_id", "Id", "ID")):
            target = tables[stems[stem]]
            if len(target.key) == 1:
                yield Link((column,), stems[stem], target.key)
