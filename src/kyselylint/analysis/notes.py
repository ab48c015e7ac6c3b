"""What a run assumed, in sentences for its last lines."""

from __future__ import annotations

from kyselylint.analysis.tenancy.known import known
from kyselylint.analysis.tenancy.model import Role
from kyselylint.query.facts import Project
from kyselylint.schema.catalog import Schema
from kyselylint.settings import Settings


def assumed(project: Project, schema: Schema, settings: Settings) -> tuple[str, ...]:
    """One line on the tenants of each database, or that there are none; and the schema's contradictions."""
    if not any(module.queries for module in project.modules):
        return schema.notes
    here = known(project)
    lines: dict[str, None] = {}
    catalogs = schema.catalogs or (schema.union,)
    found = [here.tenancy(catalog, settings.tenancy) for catalog in catalogs]
    for catalog, tenancy in zip(catalogs, found, strict=True):
        if tenancy:
            owned = sum(table.role is Role.OWNED for table in tenancy.tables.values())
            columns = ", ".join(f"`{column}`" for column in tenancy.columns)
            where = f" in `{catalog.name}`" if len(schema.catalogs) > 1 and catalog.name else ""
            lines[f"tenants: {owned} tables belong to one by {columns}{where} ({tenancy.why})"] = None
    hints = [tenancy.why for tenancy in found if tenancy.why and not tenancy]
    if hints and not lines:
        return (f"tenants: none found; {hints[0]}. If it names the tenant, set tenancy.columns", *schema.notes)
    none = "tenants: none found, so the rules of the group tenancy had nothing to look at"
    return (*(lines or (none,)), *schema.notes)
