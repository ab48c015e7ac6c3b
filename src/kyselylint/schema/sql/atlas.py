"""atlas.sum: the hashes of a directory, recomputed as Atlas does (https://atlasgo.io/concepts/migration-directory-integrity)."""

from __future__ import annotations

import hashlib
import posixpath
from base64 import b64encode
from collections.abc import Callable, Collection, Iterator

from kyselylint.finding import Span
from kyselylint.schema.history import SumProblem

NAME = "atlas.sum"
_IGNORED = b"-- atlas:sum ignore"
_PREFIX = "h1:"


def sum_problems(directory: str, listed: Collection[str], read: Callable[[str], bytes]) -> Iterator[SumProblem]:
    """What in a directory does not match its atlas.sum; nothing if all does."""
    path = posixpath.join(directory, NAME)
    source = read(path)
    written = list(_entries(source))
    files = sorted(one for one in listed if posixpath.dirname(one) == directory and one.endswith(".sql"))
    expected = _hashes({posixpath.basename(one): read(one) for one in files if not read(one).startswith(_IGNORED)})
    if source.split() == expected.split():
        return
    computed = dict(line.rsplit(" ", 1) for line in expected.decode().splitlines()[1:])
    first = Span(path, 0, source.find(b"\n") if b"\n" in source else len(source))
    said = list(_differences(path, directory, written, computed))
    # Every hash covers the files before it: only the first that differs says which file was changed.
    yield from said or [SumProblem("the hash in the first line is not that of the files below it", first)]


def _differences(
    path: str, directory: str, written: list[tuple[str, str, int]], computed: dict[str, str]
) -> Iterator[SumProblem]:
    names = [name for name, _, _ in written]
    for name, _, start in written:
        if name not in computed:
            yield SumProblem(
                f"`{name}` is listed, but there is no such file", Span(path, start, start + len(name)), name
            )
    for name in computed:
        if name not in names:
            where = posixpath.join(directory, name)
            yield SumProblem(f"`{name}` is not listed in {NAME}", Span(where, 0, 0), where)
    if set(names) == set(computed):
        changed = next(((name, start) for name, value, start in written if computed[name] != value), None)
        if changed is not None:
            name, start = changed
            where = posixpath.join(directory, name)
            yield SumProblem(
                f"`{name}` was changed after its hash was written", Span(path, start, start + len(name)), where
            )


def _hashes(files: dict[str, bytes]) -> bytes:
    running, whole = hashlib.sha256(), hashlib.sha256()
    lines: list[str] = []
    for name, data in files.items():
        running.update(name.encode())
        running.update(data)
        digest = b64encode(running.digest()).decode()
        lines.append(f"{name} {_PREFIX}{digest}")
        whole.update(name.encode())
        whole.update(digest.encode())
    return "\n".join([f"{_PREFIX}{b64encode(whole.digest()).decode()}", *lines, ""]).encode()


def _entries(source: bytes) -> Iterator[tuple[str, str, int]]:
    """Name, hash and the offset of the name, for each line but the first."""
    start = 0
    for number, line in enumerate(source.splitlines(keepends=True)):
        name, _, value = line.decode("utf-8", "replace").strip().rpartition(" ")
        if number and name:
            yield name, value, start
        start += len(line)
