"""Joined tables that bring rows of other tenants to a scoped row."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.tenancy.findings import Options, is_main, is_write, name, report, unscoped
from kyselylint.analysis.tenancy.verdict import Gap
from kyselylint.analysis.view import View
from kyselylint.finding import Report
from kyselylint.query.statement import Query


def check(query: Query, view: View, options: Options) -> Iterator[Report]:
    """Each table of a tenant in a statement with a scoped one, that is not tied to it."""
    for verdict in unscoped(query, view, Gap.JOIN):
        if is_main(verdict) and not is_write(verdict):
            yield report(
                verdict, query, view, options, f"brings rows of every tenant from {name(verdict)} to a scoped query"
            )
