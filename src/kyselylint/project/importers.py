"""Which files can name what others hold, told from their imports without parsing them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator

from kyselylint.project.resolve import Resolver

_SPECIFIER = re.compile(rb"""\b(?:from|import|require)\b[\s(]*(['"])([^'"\n]+)\1""")
_HANDS_ON = re.compile(rb"\bexport\s*(?:type\s*)?[*{]|\bexports\b")


class Importers:
    """The imports of files; each file is looked at once."""

    def __init__(self, resolver: Resolver, read: Callable[[str], bytes | None]) -> None:
        self._resolver = resolver
        self._read = read
        self._own: dict[str, tuple[tuple[str, str | None], ...]] = {}
        self._barrels: dict[str, bool] = {}

    def imported(self, path: str) -> Iterator[tuple[str, str | None]]:
        """Each specifier with the file that it means (None: not known), and those of imported files that hand on."""
        seen, left = {path}, [path]
        while left:
            for specifier, target in self._direct(left.pop()):
                yield specifier, target
                if target is not None and target not in seen and self._hands_on(target):
                    left.append(target)
                seen.add(target or specifier)

    def reaches(self, path: str, wanted: Collection[str]) -> bool:
        """Whether a file is one of those wanted, or imports from one, through files that hand on what they import."""
        return path in wanted or any(target in wanted for _, target in self.imported(path))

    def _hands_on(self, path: str) -> bool:
        if path not in self._barrels:
            self._barrels[path] = _HANDS_ON.search(self._read(path) or b"") is not None
        return self._barrels[path]

    def _direct(self, path: str) -> tuple[tuple[str, str | None], ...]:
        if path not in self._own:
            found = _SPECIFIER.findall(self._read(path) or b"")
            specifiers = dict.fromkeys(text.decode("utf-8", "replace") for _, text in found)
            self._own[path] = tuple((one, self._resolver.resolve(path, one)) for one in specifiers)
        return self._own[path]
