"""Calls in code without a word of Kysely that are worth reading: of functions that run queries, dropped or repeated."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

_CALLED = re.compile(rb"(?<![\w$])([\w$]++)\(")
_DROPPED = re.compile(rb"^[ \t]*(?:[\w$]+[?!]?\.)*([\w$]+)\(", re.MULTILINE)
_AWAITED = re.compile(rb"\bawait[ ]+(?:[\w$]+[?!]?\.)*([\w$]+)\(")
_LOOPS = re.compile(rb"(?:for|while)\b[^\n=]{0,80}\(")
_FUNCTIONS = re.compile(rb"(?:export\b.*|async\b.*|const\b.*|public\b.*|private\b.*)?(?:\bfunction\b|=>)")
_MOST_LINES = 60  # that a loop's head stands above
# Methods that every list, map and promise has: what is called may be anything.
_EVERYWHERE = frozenset(
    {b"add", b"catch", b"delete", b"filter", b"find", b"forEach", b"get", b"has", b"map", b"push", b"set", b"then"}
)


def call_places(data: bytes, names: Container[bytes]) -> Iterator[tuple[bytes, tuple[int, int]]]:
    """Where a file calls one of these functions as a statement of its own, or in a loop, as far as its lines tell.

    Each name with the byte offsets of its start and end.
    """
    if not any(name in names and name not in _EVERYWHERE for name in _CALLED.findall(data)):
        return  # of most files that is all there is to know
    for found in _DROPPED.finditer(data):
        if found[1] in names and found[1] not in _EVERYWHERE:
            yield found[1], found.span(1)
    if not _LOOPS.search(data):
        return
    for found in _AWAITED.finditer(data):
        if found[1] in names and found[1] not in _EVERYWHERE and _is_in_loop(data, found.start()):
            yield found[1], found.span(1)


def _is_in_loop(data: bytes, place: int) -> bool:
    """Whether a line above that is indented less begins a loop. Most code is formatted; what is not is passed over."""
    start = data.rfind(b"\n", 0, place) + 1
    depth = _indent(data[start:place])
    for line in reversed(data[max(0, start - 8_000) : start].split(b"\n")[-_MOST_LINES:]):
        text = line.strip()
        if text and _indent(line) < depth:
            depth = _indent(line)
            if _LOOPS.match(text):
                return True
            if _FUNCTIONS.match(text):
                return False
    return False


def _indent(line: bytes) -> int:
    return len(line) - len(line.lstrip())
