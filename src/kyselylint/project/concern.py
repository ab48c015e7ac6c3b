"""Whether files can have to do with queries at all, told from their bytes and what they import, without parsing."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator

from kyselylint.project.resolve import Resolver

_SPECIFIER = re.compile(rb"""\b(?:from|import|require)\b[\s(]*(['"])([^'"\n]+)\1""")
_HANDS_ON = re.compile(rb"\bexport\s*(?:type\s*)?[*{]|\bexports\b")
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
    resolver = Resolver(files, read)
    return any(path in known or _reaches(path, known, resolver, read) for path in paths)


def _reaches(path: str, candidates: frozenset[str], resolver: Resolver, read: Callable[[str], bytes]) -> bool:
    seen, left = {path}, [path]
    while left:
        current = left.pop()
        for specifier in _imported(read(current)):
            target = resolver.resolve(current, specifier)
            if target in candidates or (target is None and specifier.startswith(_ALIAS)):
                return True
            if target is not None and target not in seen and _HANDS_ON.search(read(target)):
                left.append(target)
            seen.add(target or specifier)
    return False


def _imported(source: bytes) -> Iterator[str]:
    return (match[2].decode("utf-8", "replace") for match in _SPECIFIER.finditer(source))
