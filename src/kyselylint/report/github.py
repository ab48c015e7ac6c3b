"""Annotations of a pull request: GitHub's workflow commands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kyselylint.finding import Finding, Severity
from kyselylint.report.document import Document
from kyselylint.report.style import printable

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_KEPT = 10  # of each command per step; GitHub drops the others without a word (actions/toolkit#734)


def render(document: Document) -> str:
    """At most ten annotations of each level, the worst first, and a line that counts the others."""
    findings = sorted(document.outcome.findings, key=lambda finding: finding.severity.rank)
    return "".join(f"{line}\n" for line in _lines(findings, document))


def _lines(findings: list[Finding], document: Document) -> Iterator[str]:
    written: Counter[Severity] = Counter()
    for finding in findings:
        written[finding.severity] += 1
        if written[finding.severity] <= _KEPT:
            yield _command(finding, document)
    more = sum(max(count - _KEPT, 0) for count in written.values())
    if more:
        yield f"{more} more that GitHub would not show as annotations:"
        yield from _others(findings, document)


def _others(findings: list[Finding], document: Document) -> Iterator[str]:
    seen: Counter[Severity] = Counter()
    for finding in findings:
        seen[finding.severity] += 1
        if seen[finding.severity] > _KEPT:
            start = document.start(finding.span)
            place = f"{document.sources.in_repository(finding.span.path)}:{start.line}:{start.column}"
            # A space keeps a path that begins with `::` from being read as a command.
            yield printable(f"  {place}: {finding.severity.value}[{finding.rule}] {finding.message}")


def _command(finding: Finding, document: Document) -> str:
    start, end = document.start(finding.span), document.end(finding.span)
    # GitHub takes columns only where an annotation stays within one line.
    columns = {"col": start.column, "endColumn": end.column} if start.line == end.line else {}
    file = document.sources.in_repository(finding.span.path)
    properties = {"file": file, "line": start.line, "endLine": end.line, **columns, "title": finding.rule}
    written = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{_COMMANDS[finding.severity]} {written}::{_message(_text(finding))}"


def _text(finding: Finding) -> str:
    return f"{finding.message}\n{finding.help}" if finding.help else finding.message


def _message(text: str) -> str:
    """As actions/toolkit escapes the text of a command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """As actions/toolkit escapes the value of a property."""
    return _message(text).replace(":", "%3A").replace(",", "%2C")
