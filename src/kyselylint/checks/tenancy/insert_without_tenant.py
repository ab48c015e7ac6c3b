"""Inserts of rows that belong to nobody."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.expressions import hidden, statements
from kyselylint.analysis.tables import title
from kyselylint.analysis.tenancy.audit import tenants
from kyselylint.analysis.tenancy.model import Role, TenantTable
from kyselylint.analysis.view import View
from kyselylint.finding import Report
from kyselylint.query.statement import Operation, Query, Rows
from kyselylint.schema.catalog import Catalog, fold


def check(query: Query, view: View) -> Iterator[Report]:
    """Each insert into a tenant's table that leaves out a tenant column which the database does not fill by itself."""
    if query.run is None or not query.run.sends:
        return
    tables = tenants(query, view).tables
    for statement in statements(query):
        target = next(iter(statement.targets), None)
        table = tables.get(fold(target.table)) if target and statement.operation is Operation.INSERT else None
        if target is None or table is None or table.role is not Role.OWNED or hidden(statement, "values", "columns"):
            continue
        if statement.rows is not None and _missing(statement.rows, table) and _needed(table, view.catalog(query)):
            yield Report(
                message=f"inserts a row into {title(target)} that belongs to no tenant: `{table.spelled}` is missing",
                at=target.span or statement.root,
                help=f"add `{table.spelled}` to the values",
            )


def _missing(rows: Rows, table: TenantTable) -> bool:
    if rows.open or not rows.columns:
        return False
    positions = [at for at, name in enumerate(rows.columns) if fold(name) in table.columns]
    return not positions or any(all(row[at] is None for at in positions if at < len(row)) for row in rows.rows)


def _needed(table: TenantTable, catalog: Catalog) -> bool:
    """Whether the database neither fills the column nor takes a row without it, as far as the schema says."""
    known = catalog.table(table.name)
    columns = [known.column(name) for name in table.columns] if known else []
    return bool(columns) and all(
        column is not None and column.nullable is False and column.has_default is False for column in columns[:1]
    )
