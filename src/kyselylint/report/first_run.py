"""What the first run reports, in short, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kyselylint.report import concise, statistics, summary
from kyselylint.report.document import Document
from kyselylint.report.style import Style

_FEW = 5
_NEXT = (
    ("kyselylint.toml", "is the tenant column right, are the shared tables? A wrong assumption makes wrong findings"),
    ("kyselylint", "every finding with its code, its SQL and what to do"),
    ("kyselylint explain RULE", "why a rule exists, what it does not report, how to silence it"),
    (
        "kyselylint queries --tenancy --format html=audit.html",
        "every use of every table: scoped, exempt or not, and why",
    ),
)


def render(document: Document) -> str:
    """Counts by rule and severity, the worst findings, the last lines of a run, and the next steps."""
    style = Style(document.color)
    return "".join(f"{line}\n" for line in _lines(document, style))


def _lines(document: Document, style: Style) -> Iterator[str]:
    findings = sorted(document.outcome.findings, key=lambda finding: finding.severity.rank)
    if findings:
        yield style("bold", "The first run reports")
        yield statistics.render(document)
        yield style("bold", "The worst of it" if len(findings) > _FEW else "Which are")
        yield concise.render(replace(document, outcome=replace(document.outcome, findings=tuple(findings[:_FEW]))))
    else:
        yield style("bold", "The first run reports nothing") + "\n"
    yield summary.render(document)
    yield style("bold", "What to do next")
    wide = max(len(command) for command, _ in _NEXT)
    yield from (f"  {command:<{wide}}  {meaning}" for command, meaning in _NEXT)
