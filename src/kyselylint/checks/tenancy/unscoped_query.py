"""Selects that read every tenant's rows."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.tenancy.findings import Options, is_main, is_write, name, report, unscoped
from kyselylint.analysis.tenancy.verdict import Gap
from kyselylint.analysis.view import View
from kyselylint.finding import Report
from kyselylint.query.statement import Query


def check(query: Query, view: View, options: Options) -> Iterator[Report]:
    """Each table of a tenant that the statement itself reads with nothing that says whose rows."""
    for verdict in unscoped(query, view, Gap.NOTHING):
        if is_main(verdict) and not is_write(verdict):
            yield report(verdict, query, view, options, f"reads rows of every tenant from {name(verdict)}")
