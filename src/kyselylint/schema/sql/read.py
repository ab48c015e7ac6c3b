"""Every SQL source of a project, replayed, or remembered from when it was."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import partial

from kyselylint.schema.sql.folders import Folder, folders
from kyselylint.schema.sql.replayed import Replayed
from kyselylint.source.cache import Cache


def read_sql(listed: Collection[str], read: Callable[[str], bytes], cache: Cache) -> Iterator[Replayed]:
    """The databases that the project's SQL files build."""
    for folder in folders(listed, read):
        inputs = (part for path in folder.files for part in (path, read(path)))
        replayed = cache.get(Replayed, folder.path, (folder.kind, *inputs), partial(_replay, folder, read))
        if any(file.changes for file in replayed.files):
            yield replayed


def _replay(folder: Folder, read: Callable[[str], bytes]) -> Replayed:
    from kyselylint.schema.sql.apply import replay  # with it comes sqlglot

    return replay(folder, read)
