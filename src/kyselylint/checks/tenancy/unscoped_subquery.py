"""Sub-queries, common table expressions and arms of unions that read every tenant's rows."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.tenancy.contexts import Place
from kyselylint.analysis.tenancy.findings import Options, is_main, is_write, name, report, unscoped
from kyselylint.analysis.tenancy.verdict import Gap
from kyselylint.analysis.view import View
from kyselylint.finding import Report
from kyselylint.query.statement import Query

_WHERE = {
    Place.ARM: "an arm of the union",
    Place.CTE: "the common table expression",
    Place.SOURCE: "the sub-query in FROM",
    Place.INSERTED: "the query that is inserted",
    Place.EXPRESSION: "the sub-query",
}


def check(query: Query, view: View, options: Options) -> Iterator[Report]:
    """Each table of a tenant inside a query that neither its own conditions nor those around it scope."""
    for verdict in unscoped(query, view, Gap.NOTHING, Gap.BY_ID, Gap.JOIN):
        if not is_main(verdict) and not is_write(verdict):
            yield report(
                verdict,
                query,
                view,
                options,
                f"{_WHERE[verdict.place]} reads rows of every tenant from {name(verdict)}",
            )
