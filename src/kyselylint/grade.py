"""From what a check says to a finding: who may see it, how sure it is, and what identifies it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kyselylint.finding import Confidence, Finding, Preset, Report
from kyselylint.query.statement import Query
from kyselylint.registry import Page, asked_for
from kyselylint.settings import Settings
from kyselylint.source.sources import Sources

_LENGTH = 16  # hexadecimal digits: 64 bits, no collision to be expected below billions of findings


def grade(report: Report, page: Page, settings: Settings, query: Query | None, *, partly_read: bool) -> Finding:
    """The finding of a report. The page says how bad and how sure, the report where it differs, the settings last."""
    confidence = report.confidence or (Confidence.LOW if partly_read else page.confidence)
    preset = report.preset if report.preset is not None else page.preset
    return Finding(
        span=report.at,
        rule=page.id,
        message=report.message,
        severity=settings.severities.get(page.id, report.severity or page.severity),
        confidence=confidence,
        preset=Preset.AUDIT if confidence is Confidence.LOW else preset,
        related=report.related,
        help=report.help,
        sql=_sql(query, settings.dialect),
        function=query.function if query else "",
        fix=report.fix,
    )


def shown(finding: Finding, page: Page, settings: Settings) -> bool:
    """Whether the preset lets a finding through; naming a rule shows all that its page promises."""
    return finding.preset <= settings.preset or (asked_for(page, settings) and finding.preset <= page.preset)


def distinct(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sorted, one per rule and place: a helper is read once for each of its callers. The worst and surest stays."""
    best: dict[tuple[object, str], Finding] = {}
    for finding in sorted(findings, key=_weight):
        best.setdefault((finding.span, finding.rule), finding)
    return tuple(sorted(best.values()))


def identified(findings: Iterable[Finding], sources: Sources) -> Iterator[Finding]:
    """The findings with fingerprints that survive moved and reformatted code.

    Two equal findings in one function are told apart by their order only.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    for finding in findings:
        shape = " ".join((finding.sql or sources.text(finding.span)).split())
        parts = (finding.rule, sources.in_repository(finding.span.path), finding.function, shape)
        digest = hashlib.sha256("\0".join((*parts, str(seen[parts]))).encode("utf-8", "surrogateescape"))
        seen[parts] += 1
        yield replace(finding, fingerprint=f"kl1:{digest.hexdigest()[:_LENGTH]}")


def _weight(finding: Finding) -> tuple[int, int, int, str]:
    return finding.preset, finding.severity.rank, tuple(Confidence).index(finding.confidence), finding.message


def _sql(query: Query | None, dialect: str) -> str | None:
    if query is None:
        return None
    from kyselylint.query.sql import render  # only queries that are reported are written out

    return render(query, dialect)
