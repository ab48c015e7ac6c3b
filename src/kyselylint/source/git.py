"""What git knows of a work tree: its top level and its files."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path


def top_level(directory: Path) -> Path | None:
    """The root of the work tree that holds `directory`; None outside of one."""
    for ancestor in (directory, *directory.parents):
        if (ancestor / ".git").exists():
            return ancestor
    return None


def listed(root: Path) -> tuple[str, ...] | None:
    """Tracked and untracked files that git does not ignore, relative to `root`; None when git cannot tell."""
    command = ("git", "-C", os.fspath(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    try:
        done = subprocess.run(command, capture_output=True, check=False, env=environment())  # noqa: S603
    except OSError:
        return None  # no git on this machine
    if done.returncode != 0:
        return None  # for example a work tree of another owner (safe.directory)
    return tuple(dict.fromkeys(os.fsdecode(name) for name in done.stdout.split(b"\0") if name))


def environment() -> dict[str, str]:
    """The variables for a git that looks at this work tree alone."""
    # In a hook git points these at the committing repository, which need not be the one that is linted.
    return {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
