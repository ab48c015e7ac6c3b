"""The way of a run, end to end."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial
from time import perf_counter
from types import MappingProxyType
from typing import TYPE_CHECKING

from kyselylint.attempt import Attempts
from kyselylint.baseline import Baseline
from kyselylint.court import Court, Facts, SettingsFor
from kyselylint.grade import distinct, identified
from kyselylint.outcome import Outcome
from kyselylint.schema.catalog import Schema
from kyselylint.settings import Settings
from kyselylint.source.dialect import dialects_of
from kyselylint.source.sources import Sources

if TYPE_CHECKING:
    from kyselylint.evaluate.read import Reading

_NAMES_LIBRARIES = (".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", "package.json")
_TRIED = frozenset({"tests", "fixtures", "examples"})  # classes of paths whose code does not show what production has


_NOTHING: Baseline = MappingProxyType({})


def run(sources: Sources, settings_for: SettingsFor, known: Baseline = _NOTHING, *, debug: bool = False) -> Outcome:
    """Read the project, judge what was read, take away what is suppressed, hidden or `known`, and count."""
    started = perf_counter()
    return judged(opened(sources, settings_for, Attempts(debug)), started, known)


def opened(sources: Sources, settings_for: SettingsFor, attempt: Attempts) -> Court:
    """Read the project; what was read is before the court.

    Who calls a function is looked for in all code where a query's own function does not show whose rows it reads.
    """
    reading = _reading(sources, attempt)
    facts = _of_kysely(_facts(sources, attempt, reading), sources)
    court = Court(sources, facts, _for_its_database(sources, settings_for), attempt)
    nothing: frozenset[str] = frozenset()
    open_functions = attempt("looking at the queries", court.unscoped, nothing)
    if reading is None or not open_functions:
        return court
    known = court.facts.project
    project = attempt("reading who calls what", partial(reading.with_callers, open_functions), known)
    return replace(court, facts=replace(court.facts, project=project))


def _for_its_database(sources: Sources, settings_for: SettingsFor) -> SettingsFor:
    """Where no configuration names the database, it is the one that the code makes a dialect of, else PostgreSQL.

    Tests often run on another one.
    """
    known: dict[int, Settings] = {}

    @cache
    def shown() -> str:
        classify = settings_for("").classify
        found = dialects_of((path for path in sources.candidates if _TRIED.isdisjoint(classify(path))), sources.read)
        return next(iter(found)) if len(found) == 1 else "postgres"

    def settings(path: str) -> Settings:
        said = settings_for(path)
        if id(said) not in known:
            known[id(said)] = said if said.dialect else replace(said, dialect=shown())
        return known[id(said)]

    return settings


def _of_kysely(facts: Facts, sources: Sources) -> Facts:
    """Without the schema where nothing shows that Kysely queries it: SQL of other programs is not ours to judge."""
    built = any(history.files for history in facts.schema.histories) or bool(facts.schema.catalogs)
    if not built or any(module.queries for module in facts.project.modules):
        return facts
    files = (*sources.candidates, *(path for path in sources.listed if path.endswith(_NAMES_LIBRARIES)))
    if any(b"ysely" in sources.read(path) for path in files):
        return facts
    return replace(facts, schema=Schema(notes=("no file uses Kysely, so the migrations are not judged",)))


def judged(court: Court, started: float, known: Baseline = _NOTHING) -> Outcome:
    """Judge what was read. `started` is when the run began; `known` findings are not shown."""
    found = court.suppressed(distinct(court.findings()))
    found = (*found, *distinct(court.about_ignores(found)))
    return court.conclude(tuple(sorted(identified(found, court.sources))), perf_counter() - started, known)


def read(sources: Sources, attempt: Attempts) -> Facts:
    """The facts of the project; where no finding is possible nothing is read, and nothing imported that could."""
    return _facts(sources, attempt, _reading(sources, attempt))


def _reading(sources: Sources, attempt: Attempts) -> Reading | None:
    if not sources.candidates or not _may_find(sources):
        return None
    from kyselylint.evaluate.read import Reading

    return attempt("reading the code", partial(Reading, sources, attempt), None)


def _facts(sources: Sources, attempt: Attempts, reading: Reading | None) -> Facts:
    if reading is None:
        return Facts()
    from kyselylint.schema.read import read_schema

    schema = attempt("reading the schema", partial(read_schema, sources, reading.project), Schema())
    return Facts(reading.project, schema)


def _may_find(sources: Sources) -> bool:
    """Whether what the user named can have findings: a commit of other files should not cost a project's reading.

    Folders and files of other kinds (SQL, Prisma, declarations) can, and so can types that a tool wrote.
    """
    if not sources.wanted <= frozenset(sources.files):
        return True
    from kyselylint.project.concern import concerns_queries
    from kyselylint.schema.generators import generator_of

    if any(generator_of(sources.read(path)) for path in sources.wanted):
        return True
    return concerns_queries(sources.wanted, sources.candidates, sources.listed, sources.read)
