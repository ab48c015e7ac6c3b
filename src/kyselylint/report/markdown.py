"""A job's summary: counts, a table by rule, the first findings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from kyselylint.finding import Finding
from kyselylint.registry import pages
from kyselylint.report import summary
from kyselylint.report.document import Document
from kyselylint.report.style import printable

_FINDINGS = 50
_BYTES = 900 * 1024  # GitHub refuses a summary above 1 MiB
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#~&])")


def render(document: Document) -> str:
    """Markdown, cut at a line where it would be too long for GitHub."""
    text = "".join(f"{line}\n" for line in _lines(document)).encode("utf-8", "replace")
    kept = text if len(text) <= _BYTES else text[:_BYTES].rpartition(b"\n")[0] + b"\n\n(cut: see the log)\n"
    return kept.decode("utf-8", "replace")


def _lines(document: Document) -> Iterator[str]:
    looked_at, found = summary.counts(document.outcome)
    findings = sorted(document.outcome.findings, key=lambda finding: finding.severity.rank)
    yield from ("## kyselylint", "", f"**{found}**", "", looked_at)
    yield from (f"\n> **Incomplete:** {_escaped(line)}" for line in summary.problems(document))
    if findings:
        yield from ("", "| findings | rule | |", "| --: | --- | --- |", *_table(findings))
        yield from ("", "| where | what |", "| --- | --- |", *(_row(one, document) for one in findings[:_FINDINGS]))
    if len(findings) > _FINDINGS:
        yield from ("", f"and {len(findings) - _FINDINGS:,} more")
    if document.outcome.notes:
        yield from ("", *(f"- {_escaped(note)}" for note in document.outcome.notes))


def _table(findings: list[Finding]) -> Iterator[str]:
    for rule, count in Counter(finding.rule for finding in findings).most_common():
        yield f"| {count:,} | [{rule}]({pages()[rule].url}) | {_escaped(pages()[rule].summary)} |"


def _row(finding: Finding, document: Document) -> str:
    start = document.start(finding.span)
    where = f"{_escaped(document.sources.in_repository(finding.span.path))}:{start.line}"
    return f"| {where} | **{finding.severity.value}** {_escaped(finding.message)} ({finding.rule}) |"


def _escaped(text: str) -> str:
    """Text that means nothing to Markdown, in one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(printable(text).split()))
