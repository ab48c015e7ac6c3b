"""The way of a run, end to end."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial
from time import perf_counter

from kyselylint.attempt import Attempts
from kyselylint.court import Court, Facts, SettingsFor
from kyselylint.grade import distinct, identified
from kyselylint.outcome import Outcome
from kyselylint.query.facts import Project
from kyselylint.schema.catalog import Schema
from kyselylint.settings import Settings
from kyselylint.source.dialect import dialects_of
from kyselylint.source.sources import Sources

_TRIED = frozenset({"tests", "fixtures", "examples"})  # classes of paths whose code does not show what production has


def run(sources: Sources, settings_for: SettingsFor, *, debug: bool = False) -> Outcome:
    """Read the project, judge what was read, take away what is suppressed or hidden, and count."""
    started = perf_counter()
    return judged(opened(sources, settings_for, Attempts(debug)), started)


def opened(sources: Sources, settings_for: SettingsFor, attempt: Attempts) -> Court:
    """Read the project; what was read is before the court."""
    return Court(sources, read(sources, attempt), _for_its_database(sources, settings_for), attempt)


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


def judged(court: Court, started: float) -> Outcome:
    """Judge what was read. `started` is when the run began."""
    found = court.suppressed(distinct(court.findings()))
    found = (*found, *distinct(court.about_ignores(found)))
    return court.conclude(tuple(sorted(identified(found, court.sources))), perf_counter() - started)


def read(sources: Sources, attempt: Attempts) -> Facts:
    """The facts of the project; where no finding is possible nothing is read, and nothing imported that could."""
    if not sources.candidates or not _may_find(sources):
        return Facts()
    from kyselylint.evaluate.read import read_project
    from kyselylint.schema.read import read_schema

    project = attempt("reading the code", partial(read_project, sources, attempt), Project())
    schema = attempt("reading the schema", partial(read_schema, sources, project), Schema())
    return Facts(project, schema)


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
