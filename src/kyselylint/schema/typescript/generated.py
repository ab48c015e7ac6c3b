"""Where generators put the database types, if no file of the project declares them."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator

_SUFFIXES = (".ts", ".d.ts", "/index.ts", "/index.d.ts")
_PACKAGES = {"kysely-codegen": "node_modules/kysely-codegen/dist/db.d.ts"}  # the default output of kysely-codegen


def generated_file(exists: Callable[[str], bool], importer: str, specifier: str) -> str | None:
    """A file that git ignores, as generated types often are, that an import specifier means."""
    return next((path for path in _places(importer, specifier) if exists(path)), None)


def _places(importer: str, specifier: str) -> Iterator[str]:
    directory = posixpath.dirname(importer)
    if specifier.startswith("."):
        stem = posixpath.normpath(posixpath.join(directory, specifier))
        stem = stem.removesuffix(".js")
        yield from () if stem.startswith("..") else (stem, *(stem + suffix for suffix in _SUFFIXES))
        return
    while specifier in _PACKAGES:
        yield posixpath.join(directory, _PACKAGES[specifier])
        if not directory:
            return
        directory = posixpath.dirname(directory)
