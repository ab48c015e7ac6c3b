"""Rows that are found by an id alone."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.tenancy.findings import Options, is_main, is_write, name, report, unscoped
from kyselylint.analysis.tenancy.verdict import Gap
from kyselylint.analysis.view import View
from kyselylint.finding import Report
from kyselylint.query.statement import Operation, Query

_VERBS = {Operation.UPDATE: "updates", Operation.DELETE: "deletes from", Operation.MERGE: "merges into"}


def check(query: Query, view: View, options: Options) -> Iterator[Report]:
    """Each table of a tenant whose rows are chosen by ids and by nothing else."""
    for verdict in unscoped(query, view, Gap.BY_ID):
        if is_main(verdict) or is_write(verdict):
            verb = _VERBS.get(verdict.statement.operation, "reads") if is_write(verdict) else "reads"
            yield report(verdict, query, view, options, f"{verb} {name(verdict)} by id, whichever tenant it belongs to")
