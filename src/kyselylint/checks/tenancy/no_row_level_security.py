"""Tables of tenants that row-level security leaves out."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.tenancy.known import known
from kyselylint.analysis.tenancy.model import Role
from kyselylint.analysis.view import View
from kyselylint.finding import Report
from kyselylint.schema.catalog import fold


def check_project(view: View) -> Iterator[Report]:
    """Each tenant's table without row-level security, where the migrations switch it on for others."""
    here = known(view.project)
    for catalog in view.schema.catalogs:
        tenancy = here.tenancy(catalog, view.settings.tenancy)
        tables = [table for table in dict.fromkeys(catalog.tables.values()) if not table.view and table.keys_known]
        if not any(table.row_level_security for table in tables):
            continue
        for table in tables:
            owned = tenancy.tables.get(fold(table.name))
            if (
                owned is not None
                and owned.role is Role.OWNED
                and table.row_level_security is False
                and table.origin is not None
            ):
                yield Report(
                    message=f"row-level security is off for `{table.name}`, whose rows belong to tenants; "
                    "other tables have it",
                    at=table.origin,
                    help=f"alter table {table.name} enable row level security, and add the policy of the other tables",
                )
