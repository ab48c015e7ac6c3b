"""JUnit's XML, which every system that runs tests can show: a suite for each file, a failure for each finding."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from kyselylint.finding import Finding
from kyselylint.report.document import Document
from kyselylint.report.summary import problems

# What XML 1.0 has no way to write, not even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(document: Document) -> str:
    """The report. A clean run has one test that passes, since some systems take none at all for a mistake."""
    outcome = document.outcome
    wrong = problems(document)
    failures = len(outcome.findings)
    counted = _counts(max(failures + len(wrong), 1), failures, len(wrong))
    lines = [f'<testsuites name="kyselylint" {counted} time="{outcome.seconds:.3f}">']
    for path, found in groupby(outcome.findings, key=lambda finding: finding.span.path):
        lines.extend(_suite(document.sources.in_repository(path), tuple(found), document))
    if wrong or not failures:
        lines.extend(_run(wrong))
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + "\n".join((*lines, "</testsuites>")) + "\n"


def _suite(path: str, findings: tuple[Finding, ...], document: Document) -> Iterator[str]:
    yield f"  <testsuite name={_quoted(path)} {_counts(len(findings), len(findings), 0)}>"
    for finding in findings:
        start = document.start(finding.span)
        name = f"{finding.rule} at {start.line}:{start.column}"
        text = "\n".join(
            filter(None, (f"{document.where(finding.span)}: {finding.message}", finding.help, finding.sql))
        )
        yield f'    <testcase classname={_quoted(path)} name="{name}" file={_quoted(path)} line="{start.line}">'
        said = f'type="{finding.severity.value}" message={_quoted(finding.message)}'
        yield f"      <failure {said}>{_text(text)}</failure>"
        yield "    </testcase>"
    yield "  </testsuite>"


def _run(wrong: list[str]) -> Iterator[str]:
    """What is said of the run as a whole: what could not be analysed, or that nothing was found."""
    yield f'  <testsuite name="kyselylint" {_counts(max(len(wrong), 1), 0, len(wrong))}>'
    for message in wrong:
        yield '    <testcase classname="kyselylint" name="analysis">'
        yield f"      <error message={_quoted(message)}/>"
        yield "    </testcase>"
    if not wrong:
        yield '    <testcase classname="kyselylint" name="no findings"/>'
    yield "  </testsuite>"


def _counts(tests: int, failures: int, errors: int) -> str:
    return f'tests="{tests}" failures="{failures}" errors="{errors}"'


def _text(text: str) -> str:
    return escape(_FORBIDDEN.sub("", text))


def _quoted(text: str) -> str:
    return quoteattr(_FORBIDDEN.sub("", text))
