"""The last lines of every run, on standard error: what was looked at, what was found, what was assumed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kyselylint.finding import Preset, Problem, Severity
from kyselylint.outcome import Outcome
from kyselylint.query.statement import Query
from kyselylint.report.document import Document
from kyselylint.report.style import Style, printable

if TYPE_CHECKING:
    from kyselylint.audit import Audit

_NOTES = 6  # on the terminal; the reports for machines hold all


def render(document: Document) -> str:
    """Problems, notes, then the counts."""
    style = Style(document.color)
    outcome = document.outcome
    wrong = [f"{style('error', 'error')}: {printable(problem)}" for problem in problems(document)]
    notes = [f"{style('note', 'note')}: {printable(note)}" for note in _few(outcome.notes)]
    return "\n".join((*wrong, *notes, *counts(outcome))) + "\n"


def understood(queries: Sequence[Query], document: Document) -> str:
    """The last lines of `kyselylint queries`: problems, and how much was understood."""
    style = Style(document.color)
    wrong = [f"{style('error', 'error')}: {printable(problem)}\n" for problem in problems(document)]
    partial = sum(not query.complete for query in queries)
    files = number(len(document.sources.reported), "file")
    said = f"{files}, {number(len(queries), 'query', 'queries')}, {partial:,} only partly understood\n"
    return "".join((*wrong, said))


def audited(audit: Audit, document: Document) -> str:
    """The last lines of `kyselylint queries --tenancy`: problems, what was assumed, and the verdicts by number."""
    style = Style(document.color)
    wrong = [f"{style('error', 'error')}: {printable(problem)}\n" for problem in problems(document)]
    notes = [f"{style('note', 'note')}: {printable(note)}\n" for note in _few(audit.notes)]
    verdicts = Counter(entry.occurrence.kind.value for entry in audit.entries)
    said = ", ".join(f"{count:,} {verdict}" for verdict, count in verdicts.most_common())
    partial = f" ({audit.partial:,} only partly understood)" if audit.partial else ""
    places = number(len(audit.entries), "place with a table", "places with a table")
    counted = f"{number(audit.queries, 'query', 'queries')}{partial}, {places}{': ' if said else ''}{said}\n"
    return "".join((*wrong, *notes, counted))


def problems(document: Document) -> list[str]:
    """What is incomplete, each with its place; the same failure of a rule in many places is said once."""
    alike: dict[tuple[str, str, str], list[Problem]] = {}
    for problem in document.outcome.problems:
        alike.setdefault((problem.rule, problem.message, "" if problem.rule else problem.path), []).append(problem)
    return [_problem(same[0], document) + _as_well(len(same) - 1) for same in alike.values()]


def counts(outcome: Outcome) -> tuple[str, str]:
    """The two sentences that count: what was looked at, what was found."""
    return _looked_at(outcome), _found(outcome)


def number(count: int, one: str, many: str = "") -> str:
    """`1 error`, `2 errors`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _few(notes: Sequence[str]) -> Sequence[str]:
    more = len(notes) - _NOTES
    return notes if more <= 1 else (*notes[:_NOTES], f"{more} more notes: --format json lists all")


def _as_well(others: int) -> str:
    return f" (and in {number(others, 'other place')})" if others else ""


def _problem(problem: Problem, document: Document) -> str:
    if problem.at is not None and problem.at.path:
        return f"{document.where(problem.at)}: {problem.message}"
    return f"{document.sources.shown(problem.path)} {problem.message}" if problem.path else problem.message


def _looked_at(outcome: Outcome) -> str:
    seen = outcome.counts
    partial = f" ({seen.partial:,} only partly understood)" if seen.partial else ""
    parts = (
        f"{number(seen.files, 'file')}{_skipped(outcome)}",
        f"{seen.kysely_files:,} {'uses' if seen.kysely_files == 1 else 'use'} Kysely",
        f"{number(seen.queries, 'query', 'queries')}{partial}",
        number(seen.rules, "rule"),
        f"{outcome.seconds:.2f} s",
    )
    return ", ".join(parts)


def _skipped(outcome: Outcome) -> str:
    causes = ", ".join(f"{count:,} {cause}" for cause, count in sorted(outcome.skipped.items()))
    return f" (left out: {causes})" if causes else ""


def _found(outcome: Outcome) -> str:
    infos = outcome.number(Severity.INFO)
    kinds = ", ".join(
        (
            number(outcome.number(Severity.ERROR), "error"),
            number(outcome.number(Severity.WARNING), "warning"),
            *([number(infos, "info")] if infos else []),
        )
    )
    taken = ", ".join(_taken(outcome))
    incomplete = f"; the analysis is incomplete: {number(len(outcome.problems), 'problem')}" if outcome.problems else ""
    return kinds + (f" ({taken})" if taken else "") + incomplete


def _taken(outcome: Outcome) -> Iterator[str]:
    if outcome.suppressed:
        yield f"{len(outcome.suppressed):,} ignored by comments"
    if outcome.baselined:
        yield f"{len(outcome.baselined):,} in the baseline"
    if outcome.counts.quiet:
        files = number(outcome.counts.quiet, "test, migration or the like", "tests, migrations and the like")
        yield f"{files} left out by most rules"
    for preset in Preset:
        if outcome.hidden.get(preset):
            yield f"{outcome.hidden[preset]:,} more under --preset {preset.label}"
