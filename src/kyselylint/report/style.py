"""Colour for terminals, and how wide a text is there."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

_CODES = {"error": "1;31", "warning": "1;33", "info": "1;36", "note": "1;36", "bold": "1", "dim": "2", "mark": "36"}
_TAB = 4
_WIDE = ("W", "F")


@dataclass(frozen=True, slots=True)
class Style:
    """Paints text, or does not."""

    color: bool

    def __call__(self, kind: str, text: str) -> str:
        """The text in the colour of its kind: a severity, `bold`, `dim` or `mark`."""
        return f"\x1b[{_CODES[kind]}m{text}\x1b[0m" if self.color and text else text


def printable(text: str) -> str:
    """The text without what would move a terminal's cursor or change its colours."""
    return "".join(_visible(character) for character in text)


def expanded(text: str) -> str:
    """A source line as it is shown: tabs to their next stop, nothing that a terminal would obey."""
    shown = ""
    for character in text:
        shown += " " * (_TAB - width(shown) % _TAB) if character == "\t" else _visible(character)
    return shown


def width(text: str) -> int:
    """How many cells of a terminal the text takes."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def _cells(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Me", "Mn"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in _WIDE else 1


def _visible(character: str) -> str:
    # Cc: escape sequences. Bidirectional controls would let a line show other code than it holds (CVE-2021-42574).
    control = (
        unicodedata.category(character) == "Cc" or character in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )
    return "\ufffd" if control else character
