"""The piece of source that a finding speaks of, with its places marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kyselylint.finding import Span
from kyselylint.report.lines import Lines
from kyselylint.report.style import Style, expanded, printable, width

_WIDEST = 160  # cells of a source line; longer ones are cut around the first mark
_LEAD = 40  # cells kept before that mark
_GAP = 2  # unmarked lines that are shown between marked ones; more are elided


@dataclass(frozen=True, slots=True)
class Mark:
    """A place to underline. The `primary` one is what the finding is about."""

    span: Span
    message: str
    primary: bool
    kind: str


def frame(lines: Lines, marks: Sequence[Mark], style: Style) -> Iterator[str]:
    """The marked lines of one file, a line of context before them, and the marks under each."""
    by_line: dict[int, list[Mark]] = {}
    for mark in sorted(marks, key=lambda mark: mark.span):
        by_line.setdefault(lines.at(mark.span.start).line, []).append(mark)
    shown = _shown(lines, sorted(by_line))
    margin = len(str(max(shown)))
    previous = shown[0]
    yield _gutter("", margin, style)
    for line in shown:
        if line > previous + 1:
            yield style("mark", "...")
        yield from _line(lines, line, by_line.get(line, []), margin, style)
        previous = line
    yield _gutter("", margin, style)


def _shown(lines: Lines, marked: list[int]) -> list[int]:
    before = marked[0] - 1
    shown = [before] if before > 0 and lines.text(before).strip() else []
    for line, following in zip(marked, [*marked[1:], marked[-1]], strict=True):
        shown.append(line)
        if following - line <= _GAP + 1:
            shown.extend(range(line + 1, following))
    return shown


def _line(lines: Lines, line: int, marks: list[Mark], margin: int, style: Style) -> Iterator[str]:
    text = lines.text(line)
    cells = [_cells(lines, text, line, mark) for mark in marks]
    cut = _cut(width(expanded(text)), min((start for start, _ in cells), default=0))
    yield _gutter(str(line), margin, style, _window(expanded(text), cut))
    for mark, (start, end) in zip(marks, cells, strict=True):
        left, right = _clip(start, cut), _clip(end, cut)
        drawn = ("^" if mark.primary else "-") * max(right - left, 1)
        message = f" {printable(mark.message)}" if mark.message else ""
        yield _gutter("", margin, style, " " * left + style(mark.kind, drawn + message))


def _gutter(number: str, margin: int, style: Style, text: str = "") -> str:
    return f"{style('mark', f'{number:>{margin}} |')} {text}".rstrip()


def _cells(lines: Lines, text: str, line: int, mark: Mark) -> tuple[int, int]:
    """The first cell of a mark and the first after it; a mark over several lines ends with its first."""
    start, end = lines.at(mark.span.start), lines.at(mark.span.end)
    last = end.column - 1 if end.line == line else len(text)
    return width(expanded(text[: start.column - 1])), width(expanded(text[:last]))


def _cut(cells: int, first: int) -> int:
    """How many cells to leave out at the left."""
    return max(first - _LEAD, 0) if cells > _WIDEST else 0


def _clip(cell: int, cut: int) -> int:
    return min(max(cell - cut, 0), _WIDEST)


def _window(text: str, cut: int) -> str:
    """The cells of the text from `cut` on, with dots where something is left out."""
    if width(text) <= _WIDEST:
        return text
    while cut and width(text) and cut > 0:
        cut -= width(text[0])
        text = text[1:]
    kept = text
    while width(kept) > _WIDEST:
        kept = kept[: _WIDEST if kept.isascii() else -1]
    return kept + ("..." if len(kept) < len(text) else "")
