"""Tenant comparisons that other conditions let go of."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.tenancy.findings import Options, name, report, unscoped
from kyselylint.analysis.tenancy.verdict import Gap
from kyselylint.analysis.view import View
from kyselylint.finding import Report
from kyselylint.query.statement import Query


def check(query: Query, view: View, options: Options) -> Iterator[Report]:
    """Each table of a tenant whose tenant comparison stands under `or` or `not`, or is `!=`."""
    for verdict in unscoped(query, view, Gap.ALTERNATIVE):
        yield report(verdict, query, view, options, f"the tenant filter of {name(verdict)} does not hold for every row")
