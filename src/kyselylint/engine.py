"""The way of a run, end to end."""

from __future__ import annotations

from functools import partial
from time import perf_counter

from kyselylint.analysis.view import View
from kyselylint.attempt import Attempts
from kyselylint.court import Court, Facts, SettingsFor
from kyselylint.finding import Span
from kyselylint.grade import distinct, identified
from kyselylint.outcome import Outcome
from kyselylint.query.facts import Project
from kyselylint.query.statement import Query
from kyselylint.schema.catalog import Schema
from kyselylint.source.sources import Sources


def run(sources: Sources, settings_for: SettingsFor, *, debug: bool = False) -> Outcome:
    """Read the project, judge what was read, take away what is suppressed or hidden, and count."""
    started = perf_counter()
    attempt = Attempts(debug)
    facts = read(sources, attempt)
    court = Court(sources, facts, settings_for, attempt)
    found = court.suppressed(distinct(court.findings()))
    found = (*found, *distinct(court.about_ignores(found)))
    return court.conclude(tuple(sorted(identified(found, sources))), perf_counter() - started)


def read(sources: Sources, attempt: Attempts) -> Facts:
    """The facts of the project; without a file that may use Kysely nothing is imported that could read one."""
    if not sources.candidates:
        return Facts()
    from kyselylint.evaluate.read import read_project
    from kyselylint.schema.read import read_schema

    project = attempt("reading the code", partial(read_project, sources), Project())
    schema = attempt("reading the schema", partial(read_schema, sources, project), Schema())
    return Facts(project, schema)


def queries_of(facts: Facts, sources: Sources, settings_for: SettingsFor) -> tuple[tuple[Query, View], ...]:
    """The queries of the files that the user asked about, in the order of the text; equal variants once."""
    found: dict[tuple[Span, Query], View] = {}
    for module in facts.project.modules:
        if sources.asks_about(module.path):
            view = View(module, facts.project, facts.schema, settings_for(module.path))
            found.update(((query.span, query), view) for query in module.queries)
    return tuple((query, view) for (_, query), view in sorted(found.items(), key=lambda entry: entry[0][0]))
