"""What is known of tenants in one run: worked out once for a project, its databases and its settings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from kyselylint.analysis.raw.read import statement
from kyselylint.analysis.tenancy.callers import by_call, for_callers
from kyselylint.analysis.tenancy.counts import Counted
from kyselylint.analysis.tenancy.discovery import discover
from kyselylint.analysis.tenancy.judge import Judge
from kyselylint.analysis.tenancy.model import Tenancy
from kyselylint.analysis.tenancy.usage import Usage, usage
from kyselylint.analysis.tenancy.verdict import Kind, Verdict
from kyselylint.finding import Span
from kyselylint.query.expression import Raw
from kyselylint.query.facts import Caller, Project
from kyselylint.query.statement import Assumption, AssumptionKind, Operation, Query
from kyselylint.query.walk import walk
from kyselylint.schema.catalog import Catalog
from kyselylint.settings import TenancySettings

_SETS = re.compile(r"\bset_config\s*\(|\bset\s+(?:local|session)\s+[\w.\"]+\s*(?:=|to\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A column (folded) that a function compares with a value, by the value's source text."""

    function: str
    column: str
    text: str


@dataclass(slots=True, eq=False)
class Known:
    """The tenants of each database, the project's queries by id, and the verdicts given so far.

    `raw` are the statements of raw SQL, `judged` the proofs, `final` the verdicts that take exemptions into account as
    well, by query, tenants and settings; `comparisons` are those of each file that was asked for. `checks` are what the
    code has made sure of about a query's rows, `with_setting` the transactions (and "" for others) that set what
    row-level security compares with.
    """

    project: Project
    seen: Usage
    queries: dict[str, Query]
    checks: dict[str, tuple[Assumption, ...]]
    with_setting: frozenset[str]
    calls: dict[Span, Caller]
    tenancies: list[tuple[Catalog, TenancySettings, Tenancy]] = field(default_factory=list)
    raw: dict[int, Query | None] = field(default_factory=dict)
    judged: dict[tuple[int, int], tuple[Verdict, ...]] = field(default_factory=dict)
    final: dict[tuple[int, int, int], tuple[Verdict, ...]] = field(default_factory=dict)
    comparisons: dict[str, tuple[Comparison, ...]] = field(default_factory=dict)
    habits: dict[int, Counted] = field(default_factory=dict)

    def tenancy(self, catalog: Catalog, settings: TenancySettings) -> Tenancy:
        """The tenants of a database."""
        for known, wanted, tenancy in self.tenancies:
            if known is catalog and wanted == settings:
                return tenancy
        found = discover(catalog, self.seen, settings)
        self.tenancies.append((catalog, settings, found))
        return found

    def earlier(self, identity: str) -> Query | None:
        """The query with that id; the statement that it sends where that is raw SQL."""
        query = self.queries.get(identity)
        return query and self._read(query)

    def _read(self, query: Query) -> Query | None:
        if query.operation is not Operation.RAW:
            return query
        if id(query) not in self.raw:
            self.raw[id(query)] = statement(query)
        return self.raw[id(query)]

    def verdicts(self, query: Query, tenancy: Tenancy) -> tuple[Verdict, ...]:
        """What the proof says of each tenant table in a query, before anything outside it is looked at."""
        key = (id(query), id(tenancy))
        if key not in self.judged:
            later = self.project.checks.get(query.id, query.checks)
            checks = (*later, *self.checks.get(query.id, ()))
            read = self._read(query) if tenancy else None
            judge = Judge(read, tenancy, self.earlier, checks, caller=self.calls.get) if read else None
            self.judged[key] = for_callers(judge, self.project) if judge else ()
        return self.judged[key]


_latest: list[Known] = []


def known(project: Project) -> Known:
    """What is known of the project; the last one is kept, since every check of a run asks for the same."""
    if not _latest or (_latest[0].project is not project and not _read_further(_latest[0], project)):
        queries = {query.id: query for query in _queries(project) if query.id}
        calls = by_call(project)
        _latest[:] = [Known(project, usage(project), queries, _checks(project), _with_setting(project), calls)]
    return _latest[0]


def _read_further(here: Known, project: Project) -> bool:
    """Whether the project is the same one with more calls seen: what was scoped without them still is."""
    if here.project.modules is not project.modules:
        return False
    here.project, here.calls = project, by_call(project)
    here.judged = {
        key: found for key, found in here.judged.items() if all(one.kind is not Kind.UNSCOPED for one in found)
    }
    here.final.clear()
    here.habits.clear()
    return True


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


def _with_setting(project: Project) -> frozenset[str]:
    """Transactions in which `set_config(…)` or `set local` is sent."""
    raw = (query for query in _queries(project) if query.raw is not None)
    return frozenset(query.transaction or query.handle.transaction for query in raw if _sets(query))


def _sets(query: Query) -> bool:
    text = "".join(
        part for node in walk(query) if isinstance(node, Raw) for part in node.parts if isinstance(part, str)
    )
    return _SETS.search(text) is not None
