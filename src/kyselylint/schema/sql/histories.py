"""The histories of a project: its folders of migrations with what git and atlas.sum say of them."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from kyselylint.schema.history import History, MigrationFile
from kyselylint.schema.sql.atlas import NAME, sum_problems
from kyselylint.schema.sql.replayed import Replayed
from kyselylint.source.base import base_files, blob_id


def histories(
    built: Collection[Replayed], listed: Collection[str], read: Callable[[str], bytes], root: Path | None
) -> Iterator[History]:
    """One for each folder of migrations; schema files have no history."""
    for one in built:
        if one.folder.migrations:
            yield _history(one, listed, read, root)


def _history(one: Replayed, listed: Collection[str], read: Callable[[str], bytes], root: Path | None) -> History:
    folder = one.folder
    base = base_files(root, folder.path) if root is not None else None
    files = tuple(_judged(file, base, read, newest=file is one.files[-1]) for file in one.files)
    summed = posixpath.join(folder.path, NAME) in listed
    problems = tuple(sum_problems(folder.path, listed, read)) if summed else ()
    return History(folder.path, folder.kind, files, base is not None, problems, one.catalog.dialect)


def _judged(
    file: MigrationFile, base: Mapping[str, str] | None, read: Callable[[str], bytes], *, newest: bool
) -> MigrationFile:
    if base is None:
        return replace(file, pending=newest)
    known = base.get(file.path)
    data = read(file.path)
    same = known in (blob_id(data), blob_id(data.replace(b"\r\n", b"\n")))  # git may store other line ends
    return replace(file, pending=known is None, edited=known is not None and not same)
