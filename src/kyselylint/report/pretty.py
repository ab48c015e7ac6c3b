"""For people at a terminal: each finding with its source, its SQL and what to do."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.finding import Finding, Label
from kyselylint.report.document import Document
from kyselylint.report.frame import Mark, frame
from kyselylint.report.style import Style, printable

_SQL = 600  # characters; whoever wants a longer one finds it in the JSON


def render(document: Document) -> str:
    """All findings, worst file order untouched, separated by blank lines."""
    style = Style(document.color)
    return "".join("\n".join(_finding(finding, document, style)) + "\n\n" for finding in document.outcome.findings)


def _finding(finding: Finding, document: Document, style: Style) -> Iterator[str]:
    kind = finding.severity.value
    sure = "" if finding.confidence.value == "high" else style("dim", f" ({finding.confidence.value} confidence)")
    yield f"{style(kind, f'{kind}[{finding.rule}]')}{style('bold', f': {printable(finding.message)}')}{sure}"
    yield f"{style('mark', '  -->')} {printable(document.where(finding.span))}"
    here = [label for label in finding.related if label.span.path == finding.span.path]
    marks = [Mark(finding.span, "", primary=True, kind=kind), *map(_mark, here)]
    yield from frame(document.lines(finding.span.path), marks, style)
    yield from _elsewhere(finding, document, style)
    yield from _notes(finding, style)


def _mark(label: Label) -> Mark:
    return Mark(label.span, label.message, primary=False, kind="mark")


def _elsewhere(finding: Finding, document: Document, style: Style) -> Iterator[str]:
    for label in finding.related:
        if label.span.path != finding.span.path:
            yield f"{style('mark', '  :::')} {printable(document.where(label.span))}"
            yield from frame(document.lines(label.span.path), [_mark(label)], style)


def _notes(finding: Finding, style: Style) -> Iterator[str]:
    if finding.sql:
        yield from _note("sql", finding.sql if len(finding.sql) <= _SQL else finding.sql[:_SQL] + " ...", style)
    if finding.help:
        yield from _note("help", finding.help, style)
    yield from _note("more", f"kyselylint explain {finding.rule}", style)


def _note(name: str, text: str, style: Style) -> Iterator[str]:
    first, *rest = text.splitlines() or [""]
    yield f"   {style('mark', '=')} {style('bold', f'{name}:')} {printable(first)}"
    yield from (f"     {' ' * len(name)}  {printable(line)}".rstrip() for line in rest)
