"""What the base branch has: which files a branch adds or changes."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Mapping
from pathlib import Path

from kyselylint.source.git import environment

_BRANCHES = ("origin/HEAD", "origin/main", "origin/master", "main", "master")
_SECONDS = 10  # git answers in hundredths; a broken repository must not hang a run


def base_files(root: Path, directory: str) -> Mapping[str, str] | None:
    """Paths below a directory with their blob ids where the branch left its base; None if git cannot tell."""
    base = next((found for branch in _BRANCHES if (found := _git(root, "merge-base", "HEAD", branch))), "")
    listed = _git(root, "ls-tree", "-r", "-z", base, "--", f"{directory}/" if directory else ".") if base else None
    if listed is None:
        return None
    entries = (entry.partition("\t") for entry in listed.split("\0") if entry)
    return {path: head.split()[2] for head, _, path in entries}


def blob_id(data: bytes) -> str:
    """The id that git gives to a file of these bytes, if it changes no line ends."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def _git(root: Path, *arguments: str) -> str | None:
    command = ["git", "-C", str(root), *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program with arguments of ours
            command, capture_output=True, text=True, check=False, timeout=_SECONDS, env=environment()
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip("\n") if done.returncode == 0 else None
