"""Raw SQL that reaches every tenant's rows."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.tenancy.findings import Options, is_write, name, report, unscoped
from kyselylint.analysis.tenancy.verdict import Gap
from kyselylint.analysis.view import View
from kyselylint.finding import Report
from kyselylint.query.statement import Query


def check(query: Query, view: View, options: Options) -> Iterator[Report]:
    """Each table of a tenant that a `sql` template names without scoping it, once per template."""
    seen: set[tuple[object, str]] = set()
    for verdict in unscoped(query, view, *(gap for gap in Gap if gap is not Gap.FOLLOWS), raw=True):
        key = (verdict.at, verdict.source.table)
        if key not in seen:
            seen.add(key)
            verb = "writes" if is_write(verdict) else "reads"
            yield report(verdict, query, view, options, f"raw SQL {verb} rows of every tenant: {name(verdict)}")
