"""Whether files can have to do with queries at all, told from their bytes and what they import, without parsing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from kyselylint.project.importers import Importers
from kyselylint.project.resolve import Resolver

# Aliases that bundlers define where no tsconfig says it; what they mean cannot be told, so they may mean anything.
_ALIAS = ("@/", "~", "#", "$", "src/")


def concerns_queries(
    paths: Iterable[str], candidates: Collection[str], files: Collection[str], read: Callable[[str], bytes]
) -> bool:
    """Whether one of these files may run a query, or call what opens a transaction or makes one.

    A file that holds no word of Kysely can do that only through what it imports, directly or through files that hand
    on what they import. `candidates` are the files that hold such a word, `files` all that an import may mean.
    """
    known = frozenset(candidates)
    importers = Importers(Resolver(files, read), read)
    return any(
        path in known
        or any(
            target in known or (target is None and specifier.startswith(_ALIAS))
            for specifier, target in importers.imported(path)
        )
        for path in paths
    )
