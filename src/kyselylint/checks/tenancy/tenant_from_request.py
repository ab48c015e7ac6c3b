"""Tenants that the client chooses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kyselylint.analysis.tables import run_span
from kyselylint.analysis.tenancy.audit import verdicts
from kyselylint.analysis.tenancy.evidence import comparison_of
from kyselylint.analysis.tenancy.model import Role
from kyselylint.analysis.tenancy.requests import chosen_by_client
from kyselylint.analysis.tenancy.verdict import Verdict
from kyselylint.analysis.tenancy.words import is_membership
from kyselylint.analysis.view import View
from kyselylint.finding import Label, Preset, Report
from kyselylint.query.statement import Query


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What is known to be checked before it arrives."""

    trusted: tuple[str, ...] = field(
        default=(), metadata={"doc": "parts of paths whose values were checked: `req.params.orgId`, `params`"}
    )


def check(query: Query, view: View, options: Options) -> Iterator[Report]:
    """Each tenant value that comes from the body, the query string or the parameters of a request, unchecked."""
    if query.run is None or not query.run.sends:
        return
    seen: set[tuple[str, ...]] = set()
    for verdict in verdicts(query, view):
        value = verdict.value
        if value is None or value.path in seen or _establishes(verdict) or not chosen_by_client(value, query, view):
            continue
        text = ".".join(value.path)
        if any(part and part in text for part in options.trusted):
            continue
        seen.add(value.path)
        in_route = any(part.lower() in ("params", "pathparams") for part in value.path)
        yield Report(
            message=f"the tenant is what the client says it is: `{value.text}` decides which rows of "
            f"`{verdict.table.name}` are read",
            at=comparison_of(verdict.statement, verdict.table) or verdict.at,
            related=(Label(run_span(query), "sent here"),),
            help="take the tenant from the session, or check first that the caller belongs to it",
            preset=Preset.STRICT if in_route else None,
        )


def _establishes(verdict: Verdict) -> bool:
    """Whether the query asks who belongs to the tenant, which is how a choice is checked."""
    return verdict.table.role is not Role.OWNED or is_membership(verdict.table.name)
