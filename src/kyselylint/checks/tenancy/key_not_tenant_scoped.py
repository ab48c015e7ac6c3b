"""Unique keys that one tenant can take away from another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kyselylint.analysis.tenancy.known import known
from kyselylint.analysis.tenancy.model import Role, TenantTable
from kyselylint.analysis.tenancy.words import USER_COLUMNS, is_id
from kyselylint.analysis.view import View
from kyselylint.finding import Report
from kyselylint.schema.catalog import Key, Table, fold

# Values that are unique all over the world by their nature.
_GLOBAL = frozenset(
    {"domain", "hostname", "subdomain", "slug", "number", "stripe", "external", "provider", "idempotencykey"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Which keys are meant to be unique over all tenants."""

    global_columns: tuple[str, ...] = field(
        default=(), metadata={"doc": "columns whose values are unique over all tenants on purpose"}
    )


def check_project(view: View, options: Options) -> Iterator[Report]:
    """Each unique key of a tenant's table without the tenant, a parent, a person or a global name among its columns."""
    here = known(view.project)
    for catalog in view.schema.catalogs:
        tenancy = here.tenancy(catalog, view.settings.tenancy)
        for table in dict.fromkeys(catalog.tables.values()):
            owned = tenancy.tables.get(fold(table.name))
            if owned is not None and owned.role is Role.OWNED:
                yield from _reports(table, owned, {fold(name) for name in options.global_columns})


def _reports(table: Table, owned: TenantTable, listed: set[str]) -> Iterator[Report]:
    for key in table.unique_keys():
        if key.origin is not None and not _is_fine(key, owned, listed):
            columns = ", ".join(f"`{name}`" for name in key.columns)
            yield Report(
                message=f"{columns} of `{table.name}` must differ between tenants too: "
                f"the key does not hold `{owned.spelled}`",
                at=key.origin,
                help=f"make it unique per tenant: ({owned.spelled}, {', '.join(key.columns)})",
            )


def _is_fine(key: Key, owned: TenantTable, listed: set[str]) -> bool:
    names = {fold(name) for name in key.columns}
    parents = {name for link in owned.links for name in link.columns}
    by_name = any(word in name for name in names for word in _GLOBAL)
    ids = any(is_id(name) for name in key.columns)
    return by_name or ids or bool(names & ({*owned.columns} | owned.tokens | parents | USER_COLUMNS | listed))
