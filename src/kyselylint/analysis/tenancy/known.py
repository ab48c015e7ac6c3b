"""What is known of tenants in one run: worked out once for a project, its databases and its settings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from kyselylint.analysis.tenancy.discovery import discover
from kyselylint.analysis.tenancy.judge import Judge
from kyselylint.analysis.tenancy.model import Tenancy
from kyselylint.analysis.tenancy.usage import Usage, usage
from kyselylint.analysis.tenancy.verdict import Verdict
from kyselylint.query.facts import Project
from kyselylint.query.statement import Assumption, AssumptionKind, Query
from kyselylint.schema.catalog import Catalog
from kyselylint.settings import TenancySettings


@dataclass(slots=True, eq=False)
class Known:
    """The tenants of each database, the project's queries by id, and the verdicts given so far."""

    project: Project
    seen: Usage
    queries: dict[str, Query]
    checks: dict[str, tuple[Assumption, ...]]
    tenancies: list[tuple[Catalog, TenancySettings, Tenancy]] = field(default_factory=list)
    judged: dict[tuple[int, int], tuple[Verdict, ...]] = field(default_factory=dict)
    habits: dict[int, dict[str, tuple[int, int]]] = field(default_factory=dict)

    def tenancy(self, catalog: Catalog, settings: TenancySettings) -> Tenancy:
        """The tenants of a database."""
        for known, wanted, tenancy in self.tenancies:
            if known is catalog and wanted == settings:
                return tenancy
        found = discover(catalog, self.seen, settings)
        self.tenancies.append((catalog, settings, found))
        return found

    def verdicts(self, query: Query, tenancy: Tenancy) -> tuple[Verdict, ...]:
        """What the proof says of each tenant table in a query, before anything outside it is looked at."""
        key = (id(query), id(tenancy))
        if key not in self.judged:
            checks = (*query.checks, *self.checks.get(query.id, ()))
            self.judged[key] = Judge(query, tenancy, self.queries.get, checks).verdicts() if tenancy else ()
        return self.judged[key]


_latest: list[Known] = []


def known(project: Project) -> Known:
    """What is known of the project; the last one is kept, since every check of a run asks for the same."""
    if not _latest or _latest[0].project is not project:
        queries = {query.id: query for query in _queries(project) if query.id}
        _latest[:] = [Known(project, usage(project), queries, _checks(project))]
    return _latest[0]


def _checks(project: Project) -> dict[str, tuple[Assumption, ...]]:
    """By query: what later queries show that the code has made sure of about its rows."""
    found: dict[str, dict[Assumption, None]] = defaultdict(dict)
    for query in _queries(project):
        for one in query.assumptions:
            for value in (one.left, one.right):
                if one.kind is AssumptionKind.EQUAL and value is not None and value.row is not None:
                    found[value.row.query][one] = None
    return {query: tuple(checks) for query, checks in found.items()}


def _queries(project: Project) -> Iterator[Query]:
    for module in project.modules:
        yield from module.queries
