"""What every format is made from: the outcome of a run and the text that it speaks of."""

from __future__ import annotations

from dataclasses import dataclass, field

from kyselylint.finding import Finding, Span
from kyselylint.outcome import Outcome
from kyselylint.registry import Page, pages
from kyselylint.report.lines import Lines, Position
from kyselylint.source.sources import Sources


@dataclass(frozen=True, slots=True)
class Document:
    """An outcome, and where its places are in lines and columns. `color` where a terminal will show it."""

    outcome: Outcome
    sources: Sources
    color: bool = False
    _lines: dict[str, Lines] = field(default_factory=dict, repr=False)

    def lines(self, path: str) -> Lines:
        """The lines of a file, read once."""
        if path not in self._lines:
            self._lines[path] = Lines(self.sources.read(path))
        return self._lines[path]

    def start(self, span: Span) -> Position:
        """Where a place begins."""
        return self.lines(span.path).at(span.start)

    def end(self, span: Span) -> Position:
        """Where a place ends; the column is that of the first character after it."""
        return self.lines(span.path).at(span.end)

    def where(self, span: Span) -> str:
        """`path:line:column`, as terminals and editors make it a link."""
        start = self.start(span)
        return f"{self.sources.shown(span.path)}:{start.line}:{start.column}"

    def page(self, finding: Finding) -> Page:
        """The page of the finding's rule."""
        return pages()[finding.rule]
