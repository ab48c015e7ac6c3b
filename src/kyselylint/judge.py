"""Asking every check about every query, module and project that it is for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from kyselylint import registry
from kyselylint.analysis.ignored import Use
from kyselylint.analysis.view import View
from kyselylint.attempt import Attempts
from kyselylint.finding import Finding, Report, Span
from kyselylint.grade import grade
from kyselylint.query.facts import Module
from kyselylint.query.statement import Query
from kyselylint.registry import Check, Page

_NOTHING: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a check is called with, besides the view. `query` is known where the check judges one query."""

    arguments: tuple[object, ...]
    at: Span
    query: Query | None = None


def judge(page: Page, view: View, attempt: Attempts, comments: Sequence[Use] | None = None) -> Iterator[Finding]:
    """What one rule finds in the view's module; for a rule about the project, in all of it.

    With `comments`, what a rule about suppression comments finds in those; other rules then find nothing.
    """
    said = f"rule `{page.id}`"
    check = attempt(said, partial(registry.check, page.id), None, rule=page.id, at=Span(view.module.path, 0, 0))
    if check is None:
        return
    options = view.settings.options.get(page.id) or (check.options() if check.options else None)
    extra = () if options is None else (options,)
    subjects = _subjects(check, view.module) if comments is None else _comments(check, comments)
    for subject in subjects:
        arguments = (*subject.arguments, view, *extra)
        work = partial(_findings, check, arguments, subject, page, view)
        yield from attempt(said, work, _NOTHING, rule=page.id, at=subject.at)


def _comments(check: Check, comments: Sequence[Use]) -> Iterator[_Subject]:
    if check.kind == "check_ignore":
        yield from (_Subject((use,), use.at) for use in comments)


def _subjects(check: Check, module: Module) -> Iterator[_Subject]:
    """A project's rule is asked once, with the module that has no path."""
    start = Span(module.path, 0, 0)
    if check.kind == "check_project":
        yield from (_Subject((), start) for _ in range(not module.path))
    elif check.kind == "check_module":
        yield from (_Subject((module,), start) for _ in range(bool(module.path)))
    elif check.kind == "check":
        yield from (_Subject((query,), query.root, query) for query in module.queries)


def _findings(
    check: Check, arguments: tuple[Any, ...], subject: _Subject, page: Page, view: View
) -> tuple[Finding, ...]:
    return tuple(_finding(report, subject, page, view) for report in check.function(*arguments))


def _finding(report: Report, subject: _Subject, page: Page, view: View) -> Finding:
    partly_read = subject.query is not None and _is_unsure(report, subject.query)
    query = subject.query or _around(report.at, view)
    return grade(report, page, view.settings, query, partly_read=partly_read)


def _is_unsure(report: Report, query: Query) -> bool:
    """Whether something that cannot be read may have to do with what the report rests on."""
    return any(report.rests_on is None or hole.clause in ("", *report.rests_on) for hole in query.holes)


def _around(place: Span, view: View) -> Query | None:
    """The innermost query of the module that encloses a place."""
    around = [
        query
        for query in view.module.queries
        if query.span.path == place.path and query.span.start <= place.start and place.end <= query.span.end
    ]
    return min(around, key=lambda query: query.span.end - query.span.start, default=None)
