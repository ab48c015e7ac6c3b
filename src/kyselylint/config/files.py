"""Finding the configuration of a file: the nearest one upwards."""

from __future__ import annotations

import posixpath
from pathlib import Path

from kyselylint.source.discover import CONFIGURATION


def nearest(root: Path, directory: str, passing_over: str = "") -> str | None:
    """The configuration for the files in `directory`, both relative to `root`; None up to the root.

    The file `passing_over` counts as not there.
    """
    while True:
        candidate = posixpath.join(directory, CONFIGURATION)
        if candidate != passing_over and (root / candidate).is_file():
            return candidate
        if not directory:
            return None
        directory = posixpath.dirname(directory)


def rebased(glob: str, base: str) -> str:
    """A .gitignore pattern relative to the directory `base`, written relative to the root instead."""
    if not base:
        return glob
    negated, pattern = ("!", glob[1:]) if glob.startswith("!") else ("", glob)
    anchored = "/" in pattern.rstrip("/")
    return f"{negated}/{base}/{pattern.lstrip('/')}" if anchored else f"{negated}/{base}/**/{pattern}"
