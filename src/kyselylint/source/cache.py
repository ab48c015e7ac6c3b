"""What earlier runs worked out of files that have not changed since.

The cache stands in the user's own folder, never in the project: what comes with a repository may not decide what is
found in it. An entry counts only if every byte that it was made of is the same, and so are kyselylint and the libraries
that read them. It is JSON, decoded into the types that the reader asks for: nothing in it is executed, and a file that
does not fit is as good as none.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TypeVar

import kyselylint
from kyselylint.source.codec import decode, encode

T = TypeVar("T")
_KEPT = 30 * 24 * 3600  # seconds that an entry stays without being used
_READERS = ("sqlglot", "tree-sitter", "tree-sitter-typescript")
_UNUSABLE = (OSError, ValueError, TypeError, LookupError, RecursionError)


@dataclass(frozen=True)
class Cache:
    """Remembers values by what they were made of. `folder` is where; None keeps nothing."""

    folder: Path | None = None
    project: str = ""

    def get(self, kind: type[T], about: str, inputs: Iterable[str | bytes], make: Callable[[], T]) -> T:
        """The value of type `kind` that `make` would return for these inputs.

        There is one entry for each `about` of a project (which folder of migrations, which module); other inputs
        replace it. `inputs` must hold everything that `make` reads.
        """
        if self.folder is None:
            return make()
        name, key = self._digest((self.project, kind.__name__, about)), self._digest((self._tool, *inputs))
        path = self.folder / f"{name}.json"
        try:
            written, value = json.loads(path.read_bytes())
            if written == key:
                found = decode(kind, value)
                os.utime(path)
                return found
        except _UNUSABLE:
            pass  # never made, cut off, of another version: it is made anew
        made = make()
        self._write(path, json.dumps([key, encode(made)], separators=(",", ":")))
        return made

    def _write(self, path: Path, text: str) -> None:
        """Whole or not at all; where nothing can be written the next run works it out again."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile("w", dir=path.parent, suffix=".new", delete=False, encoding="utf-8") as file:
                file.write(text)
            Path(file.name).replace(path)
            self._forget(path.parent)
        except OSError:
            pass

    def _forget(self, folder: Path) -> None:
        for path in folder.iterdir():
            if path.stat().st_mtime < time.time() - _KEPT:
                path.unlink(missing_ok=True)

    @cached_property
    def _tool(self) -> str:
        """The version of everything that turns files into facts; of ours, the very files, for whoever changes them."""
        ours = sorted(Path(kyselylint.__file__).parent.rglob("*.py"))
        stats = [(path.name, stat.st_size, stat.st_mtime_ns) for path in ours for stat in (path.stat(),)]
        return repr((kyselylint.__version__, sys.version_info[:3], [version(name) for name in _READERS], stats))

    @staticmethod
    def _digest(parts: Iterable[str | bytes]) -> str:
        digest = sha256()
        for part in parts:
            data = part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part
            digest.update(b"%d:" % len(data) + data)  # with its length, so that no two lists of parts are one text
        return digest.hexdigest()


def user_cache(project: Path) -> Cache:
    """The cache of a project in the user's folder, or in `KYSELYLINT_CACHE_DIR`."""
    from platformdirs import user_cache_path

    said = os.environ.get("KYSELYLINT_CACHE_DIR")
    return Cache(Path(said) if said else user_cache_path("kyselylint", appauthor=False), str(project))
