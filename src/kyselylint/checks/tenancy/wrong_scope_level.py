"""Scopes by a column that is not the one which decides who may see a row."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.tenancy.audit import tenants, verdicts
from kyselylint.analysis.tenancy.model import TenantTable
from kyselylint.analysis.tenancy.verdict import Kind, Verdict
from kyselylint.analysis.view import View
from kyselylint.finding import Report
from kyselylint.query.expression import Binary, Ref
from kyselylint.query.statement import Query
from kyselylint.query.walk import walk
from kyselylint.schema.catalog import Table, fold


def check_project(view: View) -> Iterator[Report]:
    """For each table that is scoped by one of its tenant columns only: the first query that leaves out a narrower one.

    Of several tenant columns the later ones of the configuration are the narrower ones.
    """
    seen: set[str] = set()
    for module in view.project.modules:
        if view.settings.classify(module.path):  # a test would stand for its table, and say nothing
            continue
        for query in module.queries:
            if query.run is None or not tenants(query, view):
                continue
            for verdict in verdicts(query, view):
                report = _report(verdict, query, view) if verdict.table.name not in seen else None
                if report is not None:
                    seen.add(verdict.table.name)
                    yield report


def _report(verdict: Verdict, query: Query, view: View) -> Report | None:
    table, column = verdict.table, verdict.column
    if verdict.kind is not Kind.SCOPED or not column:
        return None
    narrower, known = _narrower(table, column, view), view.catalog(query).table(table.name)
    spelled = {fold(one.name): one.name for one in known.columns} if known else {}
    shown = spelled.get(column, column)
    if narrower:
        inner = spelled.get(narrower, narrower)
        why = f"by `{shown}`, though each row also names its `{inner}`, which is narrower"
    elif _nullable(known, column) and not _asks_for_shared_rows(view, column):
        why = f"by `{shown}`, which may be null: rows without it belong to nobody and are seen by nobody"
    else:
        return None
    return Report(message=f"`{table.name}` is scoped {why}", at=verdict.at)


def _narrower(table: TenantTable, column: str, view: View) -> str:
    levels = [fold(name) for name in view.settings.tenancy.columns]
    own = [name for name in levels if name in table.columns]
    return own[-1] if column in own and own[-1] != column else ""


def _nullable(known: Table | None, column: str) -> bool:
    found = known.column(column) if known else None
    return found is not None and found.nullable is True


def _asks_for_shared_rows(view: View, column: str) -> bool:
    """Whether some query asks for rows whose column is null: then they are everybody's, on purpose."""
    for module in view.project.modules:
        for query in module.queries:
            for node in walk((query.where, query.joins, tuple(inner.where for inner in query.subqueries))):
                asks = isinstance(node, Binary) and node.operator == "is" and isinstance(node.left, Ref)
                if asks and fold(node.left.column) == column:
                    return True
    return False
