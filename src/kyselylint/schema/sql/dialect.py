"""Which database a project's SQL and code are for."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from kyselylint.source.dialect import dialects_in

_MARKS = (
    (re.compile(rb"\bAUTO_INCREMENT\b|\bENGINE\s*=", re.IGNORECASE), "mysql"),
    (
        re.compile(rb"\bPRAGMA\b|\bAUTOINCREMENT\b|\bWITHOUT ROWID\b|^CREATE [\w ]*`", re.IGNORECASE | re.MULTILINE),
        "sqlite",
    ),
    (
        re.compile(
            rb"\b(?:timestamptz|jsonb|(?:big)?serial|uuid|plpgsql|tsvector|create extension|alter column)\b"
            rb"|with time zone|using (?:btree|gin|gist)\b|::\w|\$\$|\"?public\"?\.",
            re.IGNORECASE,
        ),
        "postgres",
    ),
)


def dialect_of(sources: Iterable[bytes]) -> str:
    """The database that SQL files are for, by words that only one knows; "" if they have none."""
    texts = tuple(sources)
    return next((dialect for mark, dialect in _MARKS if any(mark.search(text) for text in texts)), "")


def dialects_of_code(folders: Collection[str], sources: Iterable[tuple[str, bytes]]) -> Mapping[str, str]:
    """For each folder of migrations the database whose dialect the code around it hands to Kysely.

    Of the files of a project, with their paths; "" where several stand equally near. What stands beside one folder is
    not another folder's, as long as there is anything else.
    """
    found = {path: kinds for path, text in sources if (kinds := frozenset(dialects_in(text)))}
    near = {folder: tuple(_nearest(folder, found)) for folder in folders}
    taken = {path for paths in near.values() for path in paths}
    others = [kinds for path, kinds in found.items() if path not in taken] or list(found.values())
    return {folder: _only([found[path] for path in paths] or others) for folder, paths in near.items()}


def _nearest(folder: str, paths: Iterable[str]) -> Iterator[str]:
    """The paths in the innermost directory around a folder that has any; the whole project is no such directory."""
    directory, known, found = folder, tuple(paths), False
    while directory and not found:
        for path in known:
            if path.startswith(f"{directory}/"):
                found = True
                yield path
        directory = posixpath.dirname(directory)


def _only(kinds: Iterable[frozenset[str]]) -> str:
    every = {kind for some in kinds for kind in some}
    return every.pop() if len(every) == 1 else ""
