"""The files of a project, and their bytes."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from kyselylint.finding import Problem, Span
from kyselylint.source.cache import Cache
from kyselylint.source.names import JAVASCRIPT, is_code, is_declaration, upwards
from kyselylint.source.prefilter import may_use_kysely
from kyselylint.source.reading import SIZE_LIMIT, defect, is_minified, load


@dataclass(frozen=True)
class Sources:
    """What a run looks at. Every path is relative to `root`, with forward slashes.

    `repository` is the top of the git work tree that the root stands in. `listed` are all files that git does not
    ignore, whatever their kind; `files` the TypeScript and JavaScript among them that people write, `declarations` the
    `.d.ts` files; `wanted` what the user named, `reported` the part of `files` in it.
    """

    root: Path
    repository: Path
    cwd: Path
    listed: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    declarations: tuple[str, ...] = ()
    reported: frozenset[str] = frozenset()
    wanted: frozenset[str] = frozenset(("",))
    left_out: Mapping[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    cache: Cache = field(default_factory=Cache)
    _bytes: dict[str, bytes] = field(default_factory=dict, repr=False, compare=False)
    _problems: dict[str, Problem] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def candidates(self) -> tuple[str, ...]:
        """The files that may use Kysely."""
        found = [path for path in self.files if self._is_candidate(path)]
        return self._without_links(found)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Reported files that could not be read or decoded; complete once `candidates` was asked for."""
        return tuple(self._problems[path] for path in sorted(self._problems) if path in self.reported)

    @property
    def skipped(self) -> Mapping[str, int]:
        """How many code files were left out, by cause."""
        minified = sum(path in self._minified for path in self.files)
        return {**self.left_out, **({"minified": minified} if minified else {})}

    def read(self, path: str) -> bytes:
        """The bytes of any file below the root; empty when it cannot be read or decoded (then see `problems`)."""
        if path not in self._bytes:
            data = self._load(path)
            self._bytes[path] = b"" if path in self._problems else data
        return self._bytes[path]

    def exists(self, path: str) -> bool:
        """Whether there is such a file, ignored by git or not (generated types often are)."""
        return path in self._known or (self.root / path).is_file()

    def asks_about(self, path: str) -> bool:
        """Whether the user named the file or a directory above it; files of every kind may have findings."""
        return path in self.reported or (path not in self._known_code and not self.wanted.isdisjoint(upwards(path)))

    def text(self, span: Span) -> str:
        """The source text at a place."""
        return self.read(span.path)[span.start : span.end].decode("utf-8", "replace")

    def shown(self, path: str) -> str:
        """The path as the user would type it: relative to the current directory."""
        relative = os.path.relpath(self.root / path, self.cwd)
        return Path(relative).as_posix()

    def in_repository(self, path: str) -> str:
        """The path as services name it that show a repository."""
        return Path(os.path.relpath(self.root / path, self.repository)).as_posix()

    @property
    def project_name(self) -> str:
        """What to call what the user named: its directory's name."""
        return (self.root / self.home).name or self.root.name

    @property
    def home(self) -> str:
        """The directory that holds all that the user named, relative to the root: its configuration is the run's."""
        named = [path if (self.root / path).is_dir() else path.rpartition("/")[0] for path in self.wanted]
        return os.path.commonpath(named) if named else ""

    def without(self, excluded: Collection[str]) -> Sources:
        """The same project without some files."""
        kept = tuple(path for path in self.files if path not in excluded)
        counts = {**self.left_out, "excluded": len(excluded)}
        return replace(self, files=kept, reported=self.reported.difference(excluded), left_out=counts)

    def with_text(self, path: str, data: bytes) -> Sources:
        """The same project, asked about one file alone, which holds `data` whatever is on the disk, if anything is."""
        problem = defect(path, data)
        return replace(
            self,
            listed=tuple(sorted({*self.listed, path})),
            files=tuple(sorted({*self.files, path})),
            reported=frozenset((path,)),
            wanted=frozenset((path,)),
            warnings=(),
            _bytes={path: b"" if problem else data},
            _problems={path: problem} if problem else {},
        )

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.listed)

    @cached_property
    def _known_code(self) -> frozenset[str]:
        """Code that is linted or left out on purpose; declarations only disagree with the database."""
        return frozenset(path for path in self.listed if is_code(path) and not is_declaration(path))

    @cached_property
    def _minified(self) -> set[str]:
        return set()

    def _is_candidate(self, path: str) -> bool:
        data = self._load(path)
        if path in self._problems:
            return False
        self._bytes[path] = data  # who looks for the callers of functions asks for every file again
        if not may_use_kysely(data):
            return False
        if path.endswith(JAVASCRIPT) and is_minified(data):
            self._minified.add(path)
            return False
        return True

    def _load(self, path: str) -> bytes:
        if path in self._bytes:
            return self._bytes[path]
        loaded = load(self.root, path)
        if isinstance(loaded, bytes) and path.endswith(JAVASCRIPT) and len(loaded) > SIZE_LIMIT:
            self._minified.add(path)  # a bundle
            return b""
        problem = loaded if isinstance(loaded, Problem) else defect(path, loaded or b"")
        if problem is not None:
            self._problems[path] = problem
        return loaded if isinstance(loaded, bytes) else b""

    def _without_links(self, paths: list[str]) -> tuple[str, ...]:
        """Without links to files that are listed under their own name: each finding is reported once."""
        real = Counter(os.path.realpath(self.root / path) for path in paths)
        return tuple(
            path
            for path in paths
            if not (self.root / path).is_symlink() or real[os.path.realpath(self.root / path)] == 1
        )
