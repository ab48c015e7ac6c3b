"""Queries that leave out the tenant column where the project's other queries compare it."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.tables import run_span
from kyselylint.analysis.tenancy.advice import clause
from kyselylint.analysis.tenancy.audit import tenants, verdicts
from kyselylint.analysis.tenancy.findings import name
from kyselylint.analysis.tenancy.habit import custom
from kyselylint.analysis.tenancy.known import known
from kyselylint.analysis.tenancy.model import Role
from kyselylint.analysis.tenancy.verdict import Kind, Verdict
from kyselylint.analysis.view import View
from kyselylint.finding import Label, Report
from kyselylint.query.statement import Operation, Query


def check(query: Query, view: View) -> Iterator[Report]:
    """Each tenant's table that only something around it scopes, where nearly all other queries name the tenant."""
    if query.run is None or not query.run.sends:
        return
    here, tenancy = known(view.project), tenants(query, view)
    for verdict in verdicts(query, view):
        usual = custom(verdict.table, here, tenancy, view) if _is_implicit(verdict) else None
        if usual is not None:
            yield Report(
                message=f"{name(verdict)} is scoped by the code around the query alone: {verdict.why}",
                at=verdict.at,
                related=(Label(run_span(query), "sent here"),),
                help=f"{clause(verdict, query, view)}, as {usual.scoped} of {usual.total} queries {usual.of} do: "
                "then the query is safe wherever it moves to",
            )


def _is_implicit(verdict: Verdict) -> bool:
    """Whether the table has a tenant column, the query compares none, and is scoped all the same."""
    scoped = verdict.kind is Kind.SCOPED or (verdict.kind is Kind.EXEMPT and verdict.guarded)
    inserted = verdict.role == "target" and verdict.statement.operation in (Operation.INSERT, Operation.REPLACE)
    return scoped and not verdict.named and not inserted and verdict.table.role is Role.OWNED
