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
    for catalog in schema.catalogs or (schema.union,):
        tenancy = here.tenancy(catalog, settings.tenancy)
        if tenancy:
            owned = sum(table.role is Role.OWNED for table in tenancy.tables.values())
            columns = ", ".join(f"`{column}`" for column in tenancy.columns)
            where = f" in `{catalog.name}`" if len(schema.catalogs) > 1 and catalog.name else ""
            lines[f"tenants: {owned} tables belong to one by {columns}{where} ({tenancy.why})"] = None
    none = "tenants: none found, so the rules of the group tenancy had nothing to look at"
    return (*(lines or (none,)), *schema.notes)
