"""Tenant conditions that vanish when their value is undefined."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.tenancy.findings import Options, name, report, unscoped
from kyselylint.analysis.tenancy.verdict import Gap
from kyselylint.analysis.view import View
from kyselylint.finding import Report
from kyselylint.query.statement import Query


def check(query: Query, view: View, options: Options) -> Iterator[Report]:
    """Each table of a tenant whose condition is an entry of an object filter with a value that may be undefined."""
    for verdict in unscoped(query, view, Gap.UNDEFINED):
        yield report(verdict, query, view, options, f"{name(verdict)} is not scoped when the tenant is undefined")
