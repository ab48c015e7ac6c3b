"""The part of a migration file that is applied, tool by tool."""

from __future__ import annotations

import re
from collections.abc import Iterator

_UP = re.compile(
    rb"^(?:\xef\xbb\xbf)?--\s*(?:migrate:up|\+goose\s+up|\+migrate\s+up|up\s+migration|!up|rambler\s+up|sqlx:up)\b",
    re.IGNORECASE | re.MULTILINE,
)
# Tools have directives; runners that projects write themselves split at a heading, a comment with that word alone.
_DOWN = re.compile(
    rb"^(?:\xef\xbb\xbf)?--\s*(?:migrate:down|\+goose\s+down|\+migrate\s+down|down\s+migration|!down|rambler\s+down|sqlx:down)\b"
    rb"|^--[^\w\n]*(?:down|rollback|undo)(?:\s+(?:migration|script))?[^\w\n]*$",
    re.IGNORECASE | re.MULTILINE,
)
_NO_TRANSACTION = re.compile(
    rb"^(?:\xef\xbb\xbf)?--\s*(?:migrate:up\b[^\n]*\btransaction:\s*false|\+goose\s+no\s+transaction|pgm\.noTransaction)\b",
    re.IGNORECASE | re.MULTILINE,
)
# Atlas takes comments at the top for directives of the file only if an empty line parts them from the first statement
# (LocalFile.Directive in ariga/atlas, sql/migrate/dir.go).
_ATLAS_NO_TRANSACTION = re.compile(rb"\A(?:(?:--|#)[^\n]*\n)*?-- atlas:txmode +none *\r?\n(?:(?:--|#)[^\n]*\n)*\r?\n")
_SECTION = re.compile(rb"^-- ([\w.]+\.sql) --\r?$", re.MULTILINE)
_CHECKPOINT = re.compile(rb"\A(?:--[^\n]*\n)*-- atlas:checkpoint\b")


def is_checkpoint(source: bytes) -> bool:
    """An Atlas file that holds the whole schema, so that what came before it is not applied."""
    return _CHECKPOINT.match(source) is not None


def in_transaction(source: bytes) -> bool:
    """Whether the file leaves it to the tool to run it in a transaction; a directive can say that it must not."""
    return _NO_TRANSACTION.search(source) is None and _ATLAS_NO_TRANSACTION.match(source) is None


def applied_parts(source: bytes) -> Iterator[tuple[int, bytes]]:
    """Offset and bytes of what is applied: the up half, or the migration of an Atlas archive."""
    if source.startswith(b"-- atlas:txtar"):
        yield from _archived(source)
        return
    up, down = _UP.search(source), _DOWN.search(source)
    start = up.end() if up else 0
    end = down.start() if down and down.start() >= start else len(source)
    yield start, source[start:end]


def _archived(source: bytes) -> Iterator[tuple[int, bytes]]:
    sections = list(_SECTION.finditer(source))
    for position, section in enumerate(sections):
        end = sections[position + 1].start() if position + 1 < len(sections) else len(source)
        if section[1] == b"migration.sql":
            yield section.end(), source[section.end() : end]
