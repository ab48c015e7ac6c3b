"""From byte offsets to what people and editors count: lines and columns."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Position:
    """Line and column from 1, the column in code points; `offset` in bytes from the start of the file."""

    line: int
    column: int
    offset: int


class Lines:
    """The lines of one file. A byte order mark is no part of the first line; lines end in LF or CRLF."""

    def __init__(self, source: bytes) -> None:
        self._source = source
        self._starts = [len(_BOM) if source.startswith(_BOM) else 0]
        end = source.find(b"\n")
        while end >= 0:
            self._starts.append(end + 1)
            end = source.find(b"\n", end + 1)

    def __len__(self) -> int:
        return len(self._starts)

    def at(self, offset: int) -> Position:
        """The position of a byte; the end of the file's last line for anything beyond."""
        line = max(bisect_right(self._starts, offset), 1)
        before = self._source[self._starts[line - 1] : offset].decode("utf-8", "replace")
        return Position(line, len(before) + 1, offset)

    def text(self, line: int) -> str:
        """A line's text without its end."""
        start = self._starts[line - 1]
        end = self._starts[line] if line < len(self._starts) else len(self._source)
        return self._source[start:end].decode("utf-8", "replace").rstrip("\r\n")
