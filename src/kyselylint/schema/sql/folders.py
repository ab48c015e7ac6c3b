"""Which SQL files of a project build its database, in which order."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

_FOLDERS = frozenset({"migration", "migrations", "migrate", "drizzle", "sqls", "versions", "changelogs"})
_NOT_OURS = frozenset(
    {"test", "tests", "__tests__", "fixtures", "__fixtures__", "seed", "seeds", "examples", "clickhouse"}
)
_NOT_APPLIED = frozenset(
    {"archive", "archived", "deprecated", "old", "revert", "reverts", "rollback", "rollbacks", "undo", "down"}
)  # the last part of a path: what was put aside, and the way back
_DUMPS = re.compile(r"(?:^|[-_.])(?:schema|structure|ddl|tables|init|initdb|database)[-_.\w]*\.sql$")
_VERSION = re.compile(r"^[VU]?(\d+(?:[._]\d+)*)")
# What takes a migration back: x.down.sql of many tools, Flyway's U1__x.sql, Postgrator's 001.undo.x.sql, and files that
# people name. `003_revert_x.sql` is a migration like any other: it goes forward to what was before.
_DOWN = re.compile(
    r"[-_.](?:down|rollback|undo|revert)(?:\.sql)?$|^U\d[\w.]*__|^\d\w*\.(?:undo|down|rollback)\."
    r"|^(?:down|rollback|undo|revert)[-_.]",
    re.IGNORECASE,
)
_SEED = re.compile(r"\.seed\.")  # rows for one environment
_MARKS = ((b"-- migrate:up", "dbmate"), (b"-- +goose Up", "goose"))
_NUMBERED_SHARE = 0.6
_CREATES = re.compile(rb"\b(?:create|alter)\s+(?:\w+\s+){0,2}table\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Folder:
    """SQL that builds one database: `files` in the order in which they are applied.

    `kind` is atlas, prisma, dbmate, goose or plain for migrations, and schema for a file that describes the whole
    database.
    """

    path: str
    kind: str
    files: tuple[str, ...]

    @property
    def migrations(self) -> bool:
        """Whether it is a history, not a description."""
        return self.kind != "schema"


def folders(listed: Collection[str], read: Callable[[str], bytes]) -> Iterator[Folder]:
    """Every directory of migrations and every schema file, by path."""
    by_directory: dict[str, list[str]] = defaultdict(list)
    for path in listed:
        if path.endswith(".sql"):
            by_directory[_home(path)].append(path)
    known = frozenset(listed)
    for directory, files in sorted(by_directory.items()):
        if not is_applied(directory):
            continue
        applied = [path for path in files if not _DOWN.search(posixpath.basename(path)) and not _SEED.search(path)]
        kind = _kind(directory, applied, known, several=len(files) > 1)
        ordered = tuple(sorted(applied, key=_order(applied)))
        if kind and any(_CREATES.search(read(path)) for path in ordered):
            yield Folder(directory, kind if kind != "plain" else _tool(read(ordered[-1])), ordered)
        elif not kind:
            yield from _dumps(files, read)


def is_applied(directory: str) -> bool:
    """Whether migrations in a directory build the application's database; not those of tests, or in an archive."""
    parts = directory.split("/")
    return _NOT_OURS.isdisjoint(parts) and parts[-1].strip("_.").lower() not in _NOT_APPLIED


def _home(path: str) -> str:
    """The directory of migrations that a file belongs to; Prisma gives each migration a directory of its own."""
    directory = posixpath.dirname(path)
    one_each = posixpath.basename(path) in ("migration.sql", "up.sql") and _VERSION.match(posixpath.basename(directory))
    return posixpath.dirname(directory) if one_each else directory


def _kind(directory: str, files: list[str], known: frozenset[str], *, several: bool) -> str:
    if posixpath.join(directory, "atlas.sum") in known:
        return "atlas"
    if any(posixpath.basename(path) == "migration.sql" for path in files):
        return "prisma"
    numbered = sum(_VERSION.match(posixpath.basename(path)) is not None for path in files)
    named = not _FOLDERS.isdisjoint(directory.split("/")[-2:])
    return "plain" if (named or several) and files and numbered >= _NUMBERED_SHARE * len(files) else ""


def _tool(source: bytes) -> str:
    """The tool that a file's directives are for."""
    return next((tool for mark, tool in _MARKS if mark in source), "plain")


def _order(files: list[str]) -> Callable[[str], tuple[tuple[int, ...], str]]:
    """By version number where all names have one of their own length (V2 before V10), else by name."""
    names = {path: path.removesuffix("/migration.sql").removesuffix("/up.sql") for path in files}
    matches = {path: _VERSION.match(posixpath.basename(name)) for path, name in names.items()}
    lengths = {len(match[1]) for match in matches.values() if match}
    numbered = all(matches.values()) and len(lengths) > 1
    versions = {
        path: tuple(int(part) for part in re.split(r"[._]", match[1]))
        for path, match in matches.items()
        if match and numbered
    }
    return lambda path: (versions.get(path, ()), names[path])


def _dumps(files: list[str], read: Callable[[str], bytes]) -> Iterator[Folder]:
    for path in sorted(files):
        if _DUMPS.search(posixpath.basename(path)) and _CREATES.search(read(path)):
            yield Folder(path, "schema", (path,))
