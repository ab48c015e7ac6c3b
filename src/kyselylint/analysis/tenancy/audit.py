"""The verdicts on a query with everything taken into account: the proof, and who may look at more than one tenant."""

from __future__ import annotations

from dataclasses import replace

from kyselylint.analysis.tenancy.exemptions import exemption
from kyselylint.analysis.tenancy.known import known
from kyselylint.analysis.tenancy.model import Tenancy
from kyselylint.analysis.tenancy.verdict import Kind, Verdict
from kyselylint.analysis.view import View
from kyselylint.query.statement import Query


def tenants(query: Query, view: View) -> Tenancy:
    """The tenants of the database that a query is sent to; falsy if there are none."""
    return known(view.project).tenancy(view.catalog(query), view.settings.tenancy)


def verdicts(query: Query, view: View) -> tuple[Verdict, ...]:
    """What is said of each tenant table that a query reads, updates or deletes from, in the order of the text."""
    return tuple(_final(verdict, query, view) for verdict in known(view.project).verdicts(query, tenants(query, view)))


def _final(verdict: Verdict, query: Query, view: View) -> Verdict:
    if verdict.kind is not Kind.UNSCOPED:
        return verdict
    why = exemption(verdict, query, view, known(view.project), tenants(query, view))
    return replace(verdict, kind=Kind.EXEMPT, why=why, gap=None) if why else verdict
