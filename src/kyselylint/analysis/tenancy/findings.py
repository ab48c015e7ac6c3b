"""What the rules of the group tenancy share: which verdicts are findings, how bad they are, and what to add."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kyselylint.analysis.raw.read import is_raw
from kyselylint.analysis.tables import run_span, title
from kyselylint.analysis.tenancy.advice import clause
from kyselylint.analysis.tenancy.audit import tenants, verdicts
from kyselylint.analysis.tenancy.contexts import Place
from kyselylint.analysis.tenancy.exemptions import asks_for_tenant
from kyselylint.analysis.tenancy.habit import Habit, habit, in_file
from kyselylint.analysis.tenancy.intent import given_tenant
from kyselylint.analysis.tenancy.known import known
from kyselylint.analysis.tenancy.model import Role
from kyselylint.analysis.tenancy.verdict import Gap, Kind, Verdict
from kyselylint.analysis.view import View
from kyselylint.finding import Confidence, Label, Preset, Report, Severity
from kyselylint.query.statement import Operation, Query


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Whether the project's habit counts."""

    always: bool = field(
        default=False, metadata={"doc": "report at full severity, however few of a table's queries are scoped"}
    )


WRITES = frozenset({Operation.UPDATE, Operation.DELETE, Operation.MERGE})


def unscoped(query: Query, view: View, *gaps: Gap, raw: bool = False) -> Iterator[Verdict]:
    """The tables of a sent query that are not scoped for one of these reasons; `raw` for those named in raw SQL."""
    if query.run is None or not query.run.sends:
        return
    for verdict in verdicts(query, view):
        in_raw = query.operation is Operation.RAW or is_raw(verdict.statement)
        if verdict.kind is Kind.UNSCOPED and verdict.gap in gaps and in_raw is raw:
            yield verdict


def is_write(verdict: Verdict) -> bool:
    """Whether the table is updated or deleted from, not read."""
    return verdict.role == "target" and verdict.statement.operation in WRITES


def is_main(verdict: Verdict) -> bool:
    """Whether the table stands in the query itself, not in a sub-query, a CTE or an arm of a union."""
    return verdict.place is Place.MAIN


def report(verdict: Verdict, query: Query, view: View, options: Options, message: str) -> Report:
    """The finding for a verdict, as bad as the project's own habit makes it."""
    here, tenancy = known(view.project), tenants(query, view)
    share = Habit(0, 0) if options.always else habit(verdict.table, query.span.path, here, tenancy, view)
    # Someone handed the tenant in, and nothing is done with it: no habit excuses that.
    idle = given_tenant(query, tenancy, idle=True)
    share = in_file(verdict.table, query.span.path, here, tenancy, view) or share if share.weak else share
    # Whoever asks for the tenant of one row means to compare it; where that happens may be out of sight.
    compared = bool(verdict.fixed) and verdict.role != "target" and asks_for_tenant(verdict)
    child = verdict.table.role is Role.CHILD
    unsure = child or compared or share.mixed or share.weak
    weak = share.weak and not idle
    return Report(
        message=f"{message}: {verdict.why}{f', and `{idle}` is given to the function for nothing' if idle else ''}",
        at=verdict.at,
        related=(Label(run_span(query), "sent here"),),
        help=f"{clause(verdict, query, view)}{share.remark}",
        severity=Severity.INFO if weak else Severity.WARNING if unsure else None,
        confidence=Confidence.MEDIUM if unsure and not weak else None,
        preset=Preset.STRICT if weak or (child and not idle) else None,
    )


def name(verdict: Verdict) -> str:
    """The table for a message."""
    return title(verdict.source)
