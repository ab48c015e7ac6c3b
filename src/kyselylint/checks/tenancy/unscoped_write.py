"""Updates and deletes of every tenant's rows."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.tenancy.findings import Options, is_write, name, report, unscoped
from kyselylint.analysis.tenancy.verdict import Gap
from kyselylint.analysis.view import View
from kyselylint.finding import Report
from kyselylint.query.expression import Inline, Param
from kyselylint.query.statement import Operation, Query

_VERBS = {Operation.UPDATE: "updates", Operation.DELETE: "deletes", Operation.MERGE: "merges into"}


def check(query: Query, view: View, options: Options) -> Iterator[Report]:
    """Each update, delete or merge, also in a common table expression, with nothing that says whose rows."""
    for verdict in unscoped(query, view, Gap.NOTHING, Gap.JOIN):
        if is_write(verdict) and not _is_every_row(verdict.statement):
            yield report(
                verdict,
                query,
                view,
                options,
                f"{_VERBS[verdict.statement.operation]} rows of every tenant in {name(verdict)}",
            )


def _is_every_row(statement: Query) -> bool:
    """Whether the write has no condition at all, which is what writes/missing-where is about."""
    narrowed = statement.where or statement.joins or statement.sources or statement.ctes
    computed = any(not isinstance(one.value, Param | Inline) for one in statement.set)
    return not narrowed and not computed
