"""Finding out which tables belong to tenants: from the configuration, the catalog, and what queries show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from kyselylint.analysis.names import singular
from kyselylint.analysis.tenancy.model import Link, Role, Tenancy, TenantTable
from kyselylint.analysis.tenancy.usage import Usage
from kyselylint.analysis.tenancy.words import (
    STRONG,
    USER_COLUMNS,
    WEAK,
    is_membership,
    is_personal,
    is_tenant_table,
    tenant_word,
)
from kyselylint.schema.catalog import Catalog, Table, fold
from kyselylint.settings import TenancySettings


@dataclass(frozen=True, slots=True)
class _Known:
    """A table with all that is known of its columns: folded name to spelling."""

    name: str
    columns: Mapping[str, str]
    table: Table | None


def discover(catalog: Catalog, seen: Usage, settings: TenancySettings) -> Tenancy:
    """The tenants of one database; empty if it has none."""
    known = dict(_known(catalog, seen))
    configured = tuple(fold(column) for column in settings.columns)
    chosen = configured or tuple(_candidates(known, seen))
    if not chosen:
        return Tenancy()
    tables = _rest(_children(_owned(known, chosen, settings), known, settings), known)
    spellings = dict.fromkeys(
        spelling for table in tables.values() if table.role is Role.OWNED for spelling in (table.spelled,)
    )
    if not spellings:
        return Tenancy()
    return Tenancy(
        tuple(spellings), MappingProxyType(tables), frozenset(fold(token) for token in settings.tokens),
        "as configured" if configured else "found in the database types" if catalog.tables else "found in queries",
    )  # fmt: skip


def _known(catalog: Catalog, seen: Usage) -> Iterator[tuple[str, _Known]]:
    for table in dict.fromkeys(catalog.tables.values()):
        yield fold(table.name), _Known(table.name, {fold(one.name): one.name for one in table.columns}, table)
    if not catalog.complete:
        shown = {fold(table.name) for table in catalog.tables.values()}
        yield from ((name, _Known(name, columns, None)) for name, columns in seen.columns.items() if name not in shown)


def _candidates(known: Mapping[str, _Known], seen: Usage) -> Iterator[str]:
    """Folded names of columns that are tenant columns, the surest first."""
    everyday = {name: one for name, one in known.items() if not is_personal(one.name)}
    for word in (*STRONG, *WEAK):
        columns = dict.fromkeys(
            column for one in everyday.values() for column in one.columns if tenant_word(column) == word
        )
        for column in columns:
            having = frozenset(
                name for name, one in everyday.items() if column in one.columns and not is_tenant_table(name, word)
            )
            if _is_tenant_column(word, column, having, everyday, seen):
                yield column
        if word in WEAK and columns and _is_anything(columns, everyday, seen, word):
            return


def _is_anything(columns: Iterable[str], known: Mapping[str, _Known], seen: Usage, word: str) -> bool:
    """Whether a weak word was taken: a second weak one would be a narrower level, not the tenant."""
    return any(
        _is_tenant_column(
            word, column, frozenset(name for name, one in known.items() if column in one.columns), known, seen
        )
        for column in columns
    )


def _is_tenant_column(word: str, column: str, having: frozenset[str], known: Mapping[str, _Known], seen: Usage) -> bool:
    compared, statements = seen.share(having, column)
    share = compared / statements if statements else 0.0
    spread = len(having) / max(len(known), 1)
    if word in STRONG:
        ignored = statements >= 10 and share < 0.15
        return len(having) >= 2 and spread >= 0.1 and not ignored
    has_table = any(is_tenant_table(name, word) for name in known)
    return len(having) >= 3 and spread >= 0.4 and has_table and statements >= 5 and share >= 0.5


def _owned(known: Mapping[str, _Known], chosen: tuple[str, ...], settings: TenancySettings) -> dict[str, TenantTable]:
    shared = {fold(name) for name in settings.global_tables}
    words = [word for word in map(tenant_word, chosen) if word]
    tables: dict[str, TenantTable] = {}
    for name, one in known.items():
        own = tuple(column for column in chosen if column in one.columns)
        if name in shared:
            continue
        if any(is_tenant_table(one.name, word) for word in words) and not (own and settings.columns):
            tables[name] = _table(one, Role.TENANT, _key(one), "its rows are the tenants")
        elif own:
            spelled = one.columns[own[0]]
            tables[name] = _table(one, Role.OWNED, own, f"it has `{spelled}`")
    return tables


def _table(one: _Known, role: Role, columns: tuple[str, ...], why: str) -> TenantTable:
    closed = one.table is not None and bool(one.table.columns) and not one.table.open
    spelled = one.columns.get(columns[0], columns[0]) if columns else ""
    personal = frozenset(column for column in one.columns if column in USER_COLUMNS)
    may = is_membership(one.name) or is_personal(one.name)
    return TenantTable(
        one.name,
        role,
        columns,
        spelled,
        _key(one),
        (),
        personal if may else frozenset(),
        frozenset(one.columns),
        closed,
        why,
    )


def _key(one: _Known) -> tuple[str, ...]:
    if one.table is not None and one.table.primary_key is not None:
        return tuple(fold(column) for column in one.table.primary_key.columns)
    return ("id",)


def _children(
    owned: dict[str, TenantTable], known: Mapping[str, _Known], settings: TenancySettings
) -> dict[str, TenantTable]:
    """The tables again with their links, and with those that hang on them through foreign keys."""
    tables = dict(owned)
    shared = {fold(name) for name in settings.global_tables}
    wanted = {
        name: one for name, one in known.items() if name not in shared and (name in owned or not is_personal(one.name))
    }
    while True:
        fresh = [
            name for name, one in wanted.items() if name not in tables and any(_required(one, _links(one, tables)))
        ]
        if not fresh:
            break
        for name in fresh:
            tables[name] = _table(wanted[name], Role.CHILD, (), "")
    return {
        name: _linked(table, _links(wanted[name], tables), tables) for name, table in tables.items() if name in wanted
    }


def _rest(tables: dict[str, TenantTable], known: Mapping[str, _Known]) -> dict[str, TenantTable]:
    """The tables again with those that are nobody's, whose columns tell what a name without a table means."""
    return tables | {name: _table(one, Role.SHARED, (), "") for name, one in known.items() if name not in tables}


def _linked(table: TenantTable, links: tuple[Link, ...], tables: Mapping[str, TenantTable]) -> TenantTable:
    why = table.why or f"it refers to `{tables[links[0].target].name}`"
    return replace(table, links=links, why=why)


def _required(one: _Known, links: tuple[Link, ...]) -> Iterator[Link]:
    """Links that make a table a part of another's rows: not those that may be null, which only mention them."""
    for link in links:
        columns = [one.table.column(column) if one.table else None for column in link.columns]
        if all(column is not None and column.nullable is False for column in columns):
            yield link


def _links(one: _Known, tables: Mapping[str, TenantTable]) -> tuple[Link, ...]:
    if one.table is not None and (one.table.keys_known or one.table.foreign_keys):
        return tuple(
            Link(
                tuple(map(fold, key.columns)),
                fold(key.target),
                tuple(map(fold, key.target_columns)) or tables[fold(key.target)].key,
            )
            for key in one.table.foreign_keys
            if fold(key.target) in tables
        )
    return tuple(
        link for column, spelled in one.columns.items() if (link := _by_name(column, spelled, tables)) is not None
    )


def _by_name(column: str, spelled: str, tables: Mapping[str, TenantTable]) -> Link | None:
    """`todo_id` refers to `todo.id`, or `todos.id`, where no source shows foreign keys."""
    stem = column.removesuffix("id")
    if not stem or stem == column or not spelled.endswith(("id", "Id", "ID")):
        return None
    for name, table in tables.items():
        if stem in (name, fold(singular(table.name))) and len(table.key) == 1:
            return Link((column,), name, table.key)
    return None
