"""What is wrong with a configuration file, said with the line that it stands on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kyselylint.config.place import Path, Place, place, string
from kyselylint.exits import Mistake
from kyselylint.finding import Span
from kyselylint.registry import nearest
from kyselylint.report.frame import Mark, frame
from kyselylint.report.lines import Lines
from kyselylint.report.style import Style


@dataclass(frozen=True, slots=True)
class File:
    """A configuration file's text and the path to show."""

    shown: str
    text: str

    def key(self, path: Path, message: str, *, hint: str = "", help: str = "") -> Mistake:  # noqa: A002
        """Something wrong with a key or with what it holds."""
        return self._mistake(place(self.text, path), message, hint, help)

    def string(self, path: Path, written: str, message: str, *, hint: str = "", help: str = "") -> Mistake:  # noqa: A002
        """Something wrong with one string in the value of a key."""
        return self._mistake(string(self.text, path, written), message, hint, help)

    def line(self, number: int, column: int, message: str) -> Mistake:
        """Something wrong at a line and column, both from 1."""
        lines = self.text.splitlines(keepends=True)
        start = sum(map(len, lines[: number - 1])) + column - 1
        return self._mistake(Place(start, start + 1), message, "", "")

    def _mistake(self, at: Place, message: str, hint: str, help_: str) -> Mistake:
        lines = Lines(self.text.encode())
        span = Span(self.shown, *(len(self.text[:offset].encode()) for offset in (at.start, at.end)))
        start = lines.at(span.start)
        shown = tuple(frame(lines, [Mark(span, hint, primary=True, kind="error")], Style(color=False)))
        return Mistake(message, f"{self.shown}:{start.line}:{start.column}", shown, help_, start.line)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The question after a misspelled name; "" when nothing is near."""
    found = nearest(name, known)
    return f"did you mean `{found}`?" if found else ""
