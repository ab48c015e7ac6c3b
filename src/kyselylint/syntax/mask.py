"""Blanks what the grammar cannot read, keeping every offset.

tree-sitter-typescript 0.23.2 has no type arguments on tagged templates: it reads sql<T>`…` as two comparisons, without
an error (tree-sitter-typescript issue 341). Such type arguments are overwritten with spaces before parsing.
A NUL in a string, which TypeScript allows, ends the string for it.
"""

from __future__ import annotations

import re

_CANDIDATE = re.compile(rb"[\w$\])]\s*<")
_TEMPLATE_FOLLOWS = re.compile(rb">\s*`")
_PAIRS = {ord("("): ord(")"), ord("["): ord("]"), ord("{"): ord("}"), ord("<"): ord(">")}
_CLOSERS = frozenset(_PAIRS.values())
_QUOTES = frozenset(b"'\"")
_LONGEST = 5_000  # bytes; a longer type argument has not been seen, and a stray `<` must not cost a scan of the file


def mask(source: bytes) -> bytes:
    """The source with type arguments of tagged templates and NULs blanked; same length, newlines kept."""
    source = source.replace(b"\0", b" ")
    if _TEMPLATE_FOLLOWS.search(source) is None:
        return source
    masked = bytearray(source)
    for match in _CANDIDATE.finditer(source):
        start = match.end() - 1
        end = _closing(source, start)
        if end is not None and _followed_by_template(source, end):
            masked[start:end] = bytes(byte if byte in b"\r\n" else 32 for byte in source[start:end])
    return bytes(masked)


def _closing(source: bytes, start: int) -> int | None:
    """The offset after the `>` that closes the `<` at `start`; None if it is not a type argument."""
    expected: list[int] = []
    position, limit = start, min(len(source), start + _LONGEST)
    while position < limit:
        byte = source[position]
        if byte in _PAIRS:
            expected.append(_PAIRS[byte])
        elif byte in _CLOSERS and not (byte == ord(">") and source[position - 1] == ord("=")):
            if expected.pop() != byte:
                return None
            if not expected:
                return position + 1
        elif byte in _QUOTES:
            position = _string_end(source, position, limit)
        elif byte in b"`" or source[position : position + 2] in (b"&&", b"||"):
            return None  # an expression, not a type
        position += 1
    return None


def _string_end(source: bytes, start: int, limit: int) -> int:
    position = start + 1
    while position < limit and source[position] != source[start] and source[position] != ord("\n"):
        position += 2 if source[position] == ord("\\") else 1
    return position


def _followed_by_template(source: bytes, end: int) -> bool:
    while end < len(source) and source[end] in b" \t\r\n":
        end += 1
    return source[end : end + 1] == b"`"
