"""Upserts that may rewrite the row of another tenant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kyselylint.analysis.expressions import statements
from kyselylint.analysis.predicate import bare, conjuncts
from kyselylint.analysis.tables import title
from kyselylint.analysis.tenancy.audit import tenants, verdicts
from kyselylint.analysis.tenancy.habit import habit
from kyselylint.analysis.tenancy.known import known
from kyselylint.analysis.tenancy.model import Role, TenantTable
from kyselylint.analysis.tenancy.words import USER_COLUMNS
from kyselylint.analysis.view import View
from kyselylint.finding import Preset, Report, Severity, Span
from kyselylint.query.expression import Binary, Param, Ref
from kyselylint.query.statement import Conflict, Query, Source
from kyselylint.query.value import Origin
from kyselylint.schema.catalog import Catalog, fold

_EQUAL = frozenset({"=", "in", "is not distinct from"})
# Values that the client cannot choose so that they meet another tenant's row.
_OWN = frozenset({Origin.ROW, Origin.COMPUTED, Origin.LITERAL, Origin.SESSION})


def check(query: Query, view: View) -> Iterator[Report]:
    """Each upsert of a tenant's table whose conflict target says nothing of the tenant."""
    if query.run is None or not query.run.sends:
        return
    tables = tenants(query, view).tables
    for statement in statements(query):
        target = next(iter(statement.targets), None)
        table = tables.get(fold(target.table)) if target else None
        conflict = statement.conflict
        if target is None or table is None or conflict is None or table.role is not Role.OWNED:
            continue
        columns = _target(conflict, table, view.catalog(query))
        parents = next(
            (one.parents for one in verdicts(query, view) if one.source == target and one.role == "target"), frozenset()
        )
        safe = _is_safe(statement, table, columns, parents) or _scoped(conflict, table)
        if conflict.updates and columns and not safe:
            found = _report(target, table, columns, conflict.span or target.span or statement.root)
            share = habit(table, query.span.path, known(view.project), tenants(query, view), view)
            yield replace(found, severity=Severity.INFO, preset=Preset.STRICT) if share.weak else found


def _target(conflict: Conflict, table: TenantTable, catalog: Catalog) -> tuple[str, ...]:
    """The columns that decide which row is met; none where that is not known."""
    if conflict.columns or not conflict.constraint:
        return conflict.columns
    shown = catalog.table(table.name)
    keys = (*shown.uniques, *((shown.primary_key,) if shown.primary_key else ())) if shown else ()
    return next((key.columns for key in keys if key.name == conflict.constraint), ())


def _is_safe(statement: Query, table: TenantTable, columns: tuple[str, ...], parents: frozenset[str]) -> bool:
    """Whether one of the columns is the tenant's, a person's, a parent's that is the tenant's, or made here."""
    names = {fold(name) for name in columns}
    return bool(names & ({*table.columns} | table.tokens | parents | USER_COLUMNS)) or any(
        _made_here(statement, name) for name in names
    )


def _made_here(statement: Query, name: str) -> bool:
    rows = statement.rows
    positions = [at for at, column in enumerate(rows.columns) if fold(column) == name] if rows else []
    values = [row[at] for row in (rows.rows if rows else ()) for at in positions]
    return not values or any(not isinstance(value, Param) or value.value.origin in _OWN for value in values)


def _scoped(conflict: Conflict, table: TenantTable) -> bool:
    """Whether the update is limited to rows whose tenant column is a certain value, whatever else is asked of them."""
    terms = [bare(term) for term in conjuncts(conflict.update_where)]
    equal = (term for term in terms if isinstance(term, Binary) and term.operator in _EQUAL)
    sides = (bare(side) for term in equal for side in (term.left, term.right))
    return any(isinstance(side, Ref) and fold(side.column) in table.columns for side in sides)


def _report(target: Source, table: TenantTable, columns: tuple[str, ...], at: Span) -> Report:
    named = ", ".join(f"`{name}`" for name in columns)
    return Report(
        message=f"the upsert may rewrite another tenant's row of {title(target)}: it meets rows by {named} alone",
        at=at,
        help=f"make the key unique per tenant and add `{table.spelled}` to the conflict target, or limit the update to "
        f"the tenant with .where('{table.name}.{table.spelled}', '=', …) in the conflict clause",
    )
