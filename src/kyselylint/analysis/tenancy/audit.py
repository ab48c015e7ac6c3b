"""The verdicts on a query with everything taken into account: the proof, and who may look at more than one tenant."""

from __future__ import annotations

from dataclasses import replace

from kyselylint.analysis.tenancy.exemptions import asks_for_tenant, exemption
from kyselylint.analysis.tenancy.intent import given_tenant
from kyselylint.analysis.tenancy.known import known
from kyselylint.analysis.tenancy.model import Role, Tenancy
from kyselylint.analysis.tenancy.outputs import stars
from kyselylint.analysis.tenancy.verdict import Gap, Kind, Verdict
from kyselylint.analysis.view import View
from kyselylint.query.statement import Query
from kyselylint.schema.catalog import fold


def tenants(query: Query, view: View) -> Tenancy:
    """The tenants of the database that a query is sent to; falsy if there are none."""
    return known(view.project).tenancy(view.catalog(query), view.settings.tenancy)


def verdicts(query: Query, view: View) -> tuple[Verdict, ...]:
    """What is said of each tenant table that a query reads, updates or deletes from, in the order of the text."""
    here, tenancy = known(view.project), tenants(query, view)
    key = (id(query), id(tenancy), id(view.settings))
    if key not in here.final:  # a dozen rules ask for them
        here.final[key] = tuple(_final(verdict, query, view) for verdict in here.verdicts(query, tenancy))
    return here.final[key]


def is_open(query: Query, view: View) -> bool:
    """Whether only callers can tell that a table of a sent query is the tenant's."""
    sent = query.run is not None and query.run.sends
    return sent and any(verdict.kind is Kind.UNSCOPED and verdict.fixed for verdict in verdicts(query, view))


def _final(verdict: Verdict, query: Query, view: View) -> Verdict:
    here, tenancy = known(view.project), tenants(query, view)
    if verdict.by_person and not _asks_for_tenants(verdict, query, tenancy):
        why = f"it is read by the person alone, in whichever `{verdict.table.spelled}`"
        verdict = replace(verdict, kind=Kind.UNSCOPED, gap=Gap.BY_ID, why=why)
    if verdict.kind is not Kind.UNSCOPED:
        return verdict
    found = exemption(verdict, query, view, here, tenancy)
    return replace(verdict, kind=Kind.EXEMPT, why=found[0], ground=found[1], gap=None) if found else verdict


def _asks_for_tenants(verdict: Verdict, query: Query, tenancy: Tenancy) -> bool:
    """Whether a person's rows are read to learn their tenants, not to change them or to ask for a role in one.

    A function that is given a tenant knows which one, and asks about that.
    """
    statement = verdict.statement
    if verdict.role == "target" or given_tenant(query, tenancy, idle=True):
        return False
    run = statement.run
    if run is None or not run.terminal.startswith("executeTakeFirst") or verdict.role != "from":
        return True
    if given_tenant(query, tenancy):
        return False
    joined = (tenancy.tables.get(fold(source.table)) for source, _ in statement.tables())
    named = asks_for_tenant(verdict) or bool(stars(statement))
    return named or any(table is not None and table.role is Role.TENANT for table in joined)
