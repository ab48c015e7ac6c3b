"""Listing the files below a directory without git, honouring .gitignore."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kyselylint.source.names import pruned

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

_Rules = tuple[tuple[str, "GitIgnoreSpec"], ...]


def walk(root: Path, below: str = "") -> Iterator[str]:
    """Every file below the directory `below`, relative to `root`, sorted; links to directories are not followed."""
    stack: list[tuple[str, _Rules]] = [(below, ())]
    while stack:
        directory, inherited = stack.pop()
        rules = inherited + _gitignore(root, directory)
        directories: list[str] = []
        for entry in _entries(root / directory):
            path = f"{directory}/{entry.name}" if directory else entry.name
            is_directory = entry.is_dir(follow_symlinks=False)
            if _ignored(path, rules, is_directory=is_directory):
                continue
            if is_directory and not pruned(entry.name):
                directories.append(path)
            elif _is_file(entry):
                yield path
        stack.extend((path, rules) for path in reversed(directories))


def _entries(directory: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(directory) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return []  # not ours to read: nothing below it can be linted


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:
        return False  # a link to what is not ours to see, or to itself


def _gitignore(root: Path, directory: str) -> _Rules:
    try:
        lines = (root / directory / ".gitignore").read_text("utf-8", "replace").splitlines()
    except OSError:
        return ()
    from pathspec import GitIgnoreSpec

    return ((f"{directory}/" if directory else "", GitIgnoreSpec.from_lines(lines)),)


def _ignored(path: str, rules: _Rules, *, is_directory: bool) -> bool:
    verdict = False
    for prefix, spec in rules:
        include = spec.check_file(path.removeprefix(prefix) + ("/" if is_directory else "")).include
        verdict = verdict if include is None else include
    return verdict
