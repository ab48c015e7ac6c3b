"""Tenant conditions that are added on some paths only."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.tenancy.findings import Options, name, report, unscoped
from kyselylint.analysis.tenancy.verdict import Gap
from kyselylint.analysis.view import View
from kyselylint.finding import Report
from kyselylint.query.statement import Query


def check(query: Query, view: View, options: Options) -> Iterator[Report]:
    """Each table of a tenant that is scoped under `if`, `$if` or in one branch of a choice, and runs without it too."""
    for verdict in unscoped(query, view, Gap.CONDITIONAL):
        yield report(verdict, query, view, options, f"{name(verdict)} is scoped on some paths and not on others")
