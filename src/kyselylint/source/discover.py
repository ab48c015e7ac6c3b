"""From the paths that a user names to the files of a run."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from kyselylint.exits import Mistake, UsageError
from kyselylint.source import git
from kyselylint.source.names import is_code, is_declaration, skip_reason, typescript_twins, upwards
from kyselylint.source.sources import Sources
from kyselylint.source.walk import walk

_MARKERS = ("kyselylint.toml", "package.json")


def discover(paths: Sequence[str], cwd: Path) -> Sources:
    """The project around `paths` (existing files or directories, relative to `cwd`); reports only on what they name."""
    cwd = Path(os.path.realpath(cwd))
    named = _named(paths, cwd)
    root = _root(named, cwd)
    wanted = tuple("" if path == root else path.relative_to(root).as_posix() for path in named)
    return _sources(root, cwd, _listed(root, wanted), frozenset(wanted))


def _named(paths: Sequence[str], cwd: Path) -> tuple[Path, ...]:
    missing = [path for path in paths if not (cwd / path).exists()]
    if missing:
        raise UsageError(*(Mistake(f"there is no file or directory `{path}`") for path in missing))
    return tuple(Path(os.path.realpath(cwd / path)) for path in paths)


def _root(named: tuple[Path, ...], cwd: Path) -> Path:
    """The top of the git work tree around all paths; else the nearest project directory; else their common directory."""
    common = Path(os.path.commonpath([path if path.is_dir() else path.parent for path in named]))
    top = git.top_level(common)
    if top is not None:
        return top
    for ancestor in (common, *common.parents):
        if any((ancestor / marker).exists() for marker in _MARKERS):
            return ancestor
    return cwd if common.is_relative_to(cwd) else common


def _listed(root: Path, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Every file below the root that git does not ignore, and those that the user named although it does."""
    in_git = git.listed(root) if (root / ".git").exists() else None
    files = dict.fromkeys(in_git if in_git is not None else walk(root))
    seen = frozenset(above for file in files for above in upwards(file))
    for path in wanted:
        if path not in seen:
            files.update(dict.fromkeys((path,) if (root / path).is_file() else walk(root, path)))
    return tuple(sorted(files))


def _sources(root: Path, cwd: Path, listed: tuple[str, ...], wanted: frozenset[str]) -> Sources:
    code = [path for path in listed if is_code(path)]
    skipped = _skipped(code, wanted)
    kept = [path for path in code if path not in skipped]
    files = tuple(path for path in kept if not is_declaration(path))
    reported = frozenset(path for path in files if not wanted.isdisjoint(upwards(path)))
    return Sources(
        root=root,
        cwd=cwd,
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
        yield f"there is no TypeScript or JavaScript file under {', '.join(f'`{path or root.name}`' for path in sorted(wanted))}"


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
