"""Updates and deletes of every tenant's rows."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.tenancy.findings import Options, is_write, name, report, unscoped
from kyselylint.analysis.tenancy.verdict import Gap
from kyselylint.analysis.view import View
from kyselylint.finding import Report
from kyselylint.query.statement import Operation, Query

_VERBS = {Operation.UPDATE: "updates", Operation.DELETE: "deletes", Operation.MERGE: "merges into"}


def check(query: Query, view: View, options: Options) -> Iterator[Report]:
    """Each update, delete or merge, also in a common table expression, with nothing that says whose rows."""
    for verdict in unscoped(query, view, Gap.NOTHING, Gap.JOIN):
        if is_write(verdict):
            yield report(
                verdict,
                query,
                view,
                options,
                f"{_VERBS[verdict.statement.operation]} rows of every tenant in {name(verdict)}",
            )
