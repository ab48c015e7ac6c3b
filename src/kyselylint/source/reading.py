"""What may be wrong with a file's bytes."""

from __future__ import annotations

from pathlib import Path

from kyselylint.finding import Problem
from kyselylint.source.prefilter import may_use_kysely

SIZE_LIMIT = 1_500_000  # bytes; the largest file written by people in 46,896 that were looked at has a third of it
_HEAD = 8_000  # bytes in which git, too, looks for a NUL to call a file binary
_CONTROL = frozenset((*range(1, 9), *range(14, 27)))  # characters that no text holds; ESC stands in colored output
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_LONG_LINE = 500  # bytes per line on average: no formatter leaves such lines
_VIDEO_PACKET = 188  # an MPEG transport stream, the other `.ts`, repeats 0x47 at this distance


def load(root: Path, path: str) -> bytes | Problem | None:
    """The bytes of a file; a problem if it could not be read; None if it was deleted since it was listed."""
    try:
        return (root / path).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        return Problem(f"cannot be read: {error.strerror or error}", path=path)


def defect(path: str, data: bytes) -> Problem | None:
    """Why bytes that were read cannot be linted. Only what may hold queries is checked for size and encoding."""
    if data.startswith(_UTF16):
        return Problem("is UTF-16; kyselylint reads UTF-8", path=path)
    if is_binary(data):
        return None if is_video(data) else Problem("is binary, not TypeScript", path=path)
    if not may_use_kysely(data):
        return None
    if len(data) > SIZE_LIMIT:
        return Problem(f"is larger than {SIZE_LIMIT:,} bytes and was not read", path=path)
    return _undecodable(path, data)


def is_binary(data: bytes) -> bool:
    """Whether the bytes are no text. A NUL alone may stand in a string: tests of file names are written like that."""
    head = data[:_HEAD]
    return b"\0" in head and not _CONTROL.isdisjoint(head)


def is_video(data: bytes) -> bool:
    """An MPEG transport stream, which has the same file extension as TypeScript."""
    return data[:1] == b"G" and data[_VIDEO_PACKET : _VIDEO_PACKET + 1] == b"G"


def is_minified(data: bytes) -> bool:
    """Lines that no person wrote."""
    return len(data) > _LONG_LINE * (data.count(b"\n") + 1)


def _undecodable(path: str, data: bytes) -> Problem | None:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Problem(f"is not UTF-8: byte {data[error.start]:#04x} in line {line}", path=path)
    return None
