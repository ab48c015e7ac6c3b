"""The audit of tenants: each place where a query meets a table, its verdict, and what the rules make of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kyselylint import registry
from kyselylint.analysis.tenancy.ground import Ground
from kyselylint.analysis.tenancy.occurrences import Occurrence, occurrences
from kyselylint.analysis.tenancy.overview import Overview
from kyselylint.analysis.tenancy.verdict import Gap, Kind
from kyselylint.court import Court
from kyselylint.finding import Finding, Preset, Span

_GROUP = "tenancy"


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding, and what becomes of it in a run: shown, suppressed, silenced, off, or the preset that shows it."""

    finding: Finding
    fate: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An occurrence with what is found about it. The verdict says also what comments and the configuration allow."""

    occurrence: Occurrence
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What was audited. `databases` are those whose tables the queries use; `notes` what was assumed."""

    entries: tuple[Entry, ...] = ()
    databases: tuple[Overview, ...] = ()
    queries: int = 0
    partial: int = 0
    notes: tuple[str, ...] = ()


def audit(court: Court) -> Audit:
    """Judge every occurrence of a table in the files that were asked about."""
    found = occurrences(court.queries())
    findings = court.findings_of(_GROUP)
    counts = court.counts()
    return Audit(
        entries=tuple(_entry(one, about, court) for one, about in _together(found, findings)),
        databases=court.overviews(),
        queries=counts.queries,
        partial=counts.partial,
        notes=court.notes(),
    )


def _together(
    found: tuple[Occurrence, ...], findings: Iterable[Finding]
) -> Iterator[tuple[Occurrence, tuple[Finding, ...]]]:
    """Each occurrence with the findings at its place; others go to the first occurrence of the query around them."""
    places: dict[Span, list[int]] = {}
    for number, one in enumerate(found):
        places.setdefault(one.judged_at, []).append(number)
    about: dict[int, list[Finding]] = {}
    for finding in findings:
        for number in places.get(finding.span) or _around(finding.span, found):
            about.setdefault(number, []).append(finding)
    return ((one, tuple(about.get(number, ()))) for number, one in enumerate(found))


def _around(place: Span, found: tuple[Occurrence, ...]) -> list[int]:
    spans = ((number, one.query.span) for number, one in enumerate(found))
    inside = (number for number, span in spans if span.path == place.path and span.start <= place.start < span.end)
    return [number for number in (next(inside, None),) if number is not None]


def _entry(one: Occurrence, findings: tuple[Finding, ...], court: Court) -> Entry:
    here = [finding for finding in findings if finding.span == one.judged_at]
    if one.kind is Kind.UNKNOWN and here:
        one = replace(one, kind=Kind.UNSCOPED, why=here[0].message, category=Gap.NOTHING.value)
    allowed = [found for finding in here if (found := _allowed(finding, court))]
    if one.kind is Kind.UNSCOPED and here and len(allowed) == len(here):
        why, ground = allowed[0]
        one = replace(one, kind=Kind.EXEMPT, why=f"{why}; without it: {one.why}", category=ground.value)
    return Entry(one, tuple(Remark(finding, _fate(finding, court)) for finding in findings))


def _allowed(finding: Finding, court: Court) -> tuple[str, Ground] | None:
    """Who says that it may stay as it is, and why; None if nobody does."""
    if finding.suppressed is not None:
        said = f"a comment ignores `{finding.rule}`: {finding.suppressed or 'no reason is given'}"
        return said, Ground.COMMENT
    reason = court.settings_for(finding.span.path).disabled.get(finding.rule)
    if reason is not None:
        said = f"the configuration turns `{finding.rule}` off for this file: {reason or 'no reason is given'}"
        return said, Ground.CONFIGURATION
    return None


def _fate(finding: Finding, court: Court) -> str:
    page = registry.pages()[finding.rule]
    fate = court.fate(finding) if registry.enabled(page, court.settings_for(finding.span.path)) else "off"
    return fate.label if isinstance(fate, Preset) else fate
