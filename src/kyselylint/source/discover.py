"""From the paths that a user names to the files of a run."""

from __future__ import annotations

import os
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from kyselylint.exits import Mistake, UsageError
from kyselylint.source import git
from kyselylint.source.names import is_code, is_declaration, skip_reason, typescript_twins, upwards
from kyselylint.source.sources import Sources
from kyselylint.source.walk import walk

CONFIGURATION = "kyselylint.toml"


def discover(paths: Sequence[str], cwd: Path) -> Sources:
    """The project around `paths` (existing files or directories, relative to `cwd`); reports only on what they name."""
    cwd = Path(os.path.realpath(cwd))
    named = _named(paths, cwd)
    common = Path(os.path.commonpath([path if path.is_dir() else path.parent for path in named]))
    top = git.top_level(common)
    root = _root(common, top, cwd)
    wanted = frozenset("" if path == root else path.relative_to(root).as_posix() for path in named)
    # Directories of different projects have nothing in common but what is above them all: the disk, in the end.
    apart = root == common != cwd and len(named) > 1 and top is None and not _is_project(root)
    listed = _listed(root, wanted, in_git=top is not None, whole=not apart)
    return replace(_sources(root, listed, wanted), repository=top or root, cwd=cwd)


def _named(paths: Sequence[str], cwd: Path) -> tuple[Path, ...]:
    missing = [path for path in paths if not os.path.exists(cwd / path)]  # noqa: PTH110  # a name too long raises there
    if missing:
        raise UsageError(*(Mistake(f"there is no file or directory `{path}`") for path in missing))
    return tuple(Path(os.path.realpath(cwd / path)) for path in paths)


def _root(common: Path, top: Path | None, cwd: Path) -> Path:
    """Where the project begins.

    At a configuration that says so, else at the top of the git work tree, else at the nearest directory that looks
    like a project.
    """
    for ancestor in (common, *common.parents):
        if ancestor == top or _says_root(ancestor / CONFIGURATION):
            return ancestor
        if top is None and _is_project(ancestor):
            return ancestor
    return cwd if common.is_relative_to(cwd) else common


def _is_project(directory: Path) -> bool:
    return any((directory / marker).exists() for marker in (CONFIGURATION, "package.json"))


def _says_root(configuration: Path) -> bool:
    """`root = true` in a kyselylint.toml; whatever is wrong with the file is said when its settings are read."""
    try:
        return b"root" in (text := configuration.read_bytes()) and tomllib.loads(text.decode()).get("root") is True
    except (OSError, ValueError):
        return False


def _listed(root: Path, wanted: frozenset[str], *, in_git: bool, whole: bool) -> tuple[str, ...]:
    """Every file below the root that git does not ignore, and those that the user named although it does.

    Not the `whole` root: only what was named.
    """
    known_to_git = git.listed(root) if in_git else None
    files = dict.fromkeys((walk(root) if whole else ()) if known_to_git is None else known_to_git)
    seen = frozenset(above for file in files for above in upwards(file))
    for path in sorted(wanted):
        if path not in seen:
            files.update(dict.fromkeys((path,) if (root / path).is_file() else walk(root, path)))
    return tuple(sorted(files))


def _sources(root: Path, listed: tuple[str, ...], wanted: frozenset[str]) -> Sources:
    code = [path for path in listed if is_code(path)]
    skipped = _skipped(code, wanted)
    kept = [path for path in code if path not in skipped]
    files = tuple(path for path in kept if not is_declaration(path))
    reported = frozenset(path for path in files if not wanted.isdisjoint(upwards(path)))
    return Sources(
        root=root,
        repository=root,
        cwd=root,
        listed=listed,
        files=files,
        declarations=tuple(path for path in kept if is_declaration(path)),
        reported=reported,
        wanted=wanted,
        left_out=Counter(skipped.values()),
        warnings=tuple(_warnings(root, wanted, reported)),
    )


def _warnings(root: Path, wanted: frozenset[str], reported: frozenset[str]) -> Iterator[str]:
    others = [path for path in sorted(wanted) if not is_code(path) and (root / path).is_file()]
    yield from (f"`{path}` is neither TypeScript nor JavaScript" for path in others)
    if not reported and len(others) < len(wanted):
        shown = ", ".join(f"`{path or root.name}`" for path in sorted(wanted))
        yield f"there is no TypeScript or JavaScript file under {shown}"


def _skipped(code: Iterable[str], wanted: frozenset[str]) -> dict[str, str]:
    """Each code file that is left out, with the cause; whoever names a generated directory means what is in it."""
    known = frozenset(code)
    meant = frozenset(path for path in wanted if skip_reason(path) or skip_reason(f"{path}/index.js"))
    skipped: dict[str, str] = {}
    for path in code:
        reason = skip_reason(path) or ("" if known.isdisjoint(typescript_twins(path)) else "compiled")
        if reason and meant.isdisjoint(upwards(path)):
            skipped[path] = reason
    return skipped
