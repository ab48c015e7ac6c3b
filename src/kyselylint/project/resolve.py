"""Which file an import specifier means: relative paths, tsconfig `paths`, packages of the workspace."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Collection, Iterator
from functools import cached_property
from typing import Any

_SUFFIXES = (
    "",
    ".ts",
    ".tsx",
    ".mts",
    ".cts",
    ".d.ts",
    ".js",
    ".jsx",
    ".mjs",
    ".cjs",
    "/index.ts",
    "/index.tsx",
    "/index.mts",
    "/index.d.ts",
    "/index.js",
)
_COMPILED = {".js": (".ts", ".tsx", ".d.ts"), ".jsx": (".tsx",), ".mjs": (".mts",), ".cjs": (".cts",)}
_COMMENTS = re.compile(rb'("(?:\\.|[^"\\])*")|//[^\n]*|/\*.*?\*/|,(?=\s*[}\]])', re.DOTALL)
# Frameworks generate these aliases; their tsconfig extends a file that exists only after a build.
_FRAMEWORK = (
    ("$lib/", "src/lib/"),
    ("$lib", "src/lib/index"),
    ("~/", "src/"),
    ("@/", "src/"),
    ("~/", "app/"),
    ("@/", ""),
    ("~/", ""),
    ("~~/", ""),
    ("#/", "src/"),
)
_MOST_PARENTS = 5  # configurations that one extends after the other


class Resolver:
    """Resolves import specifiers between a project's files; paths are relative to its root, with forward slashes."""

    def __init__(self, files: Collection[str], read: Callable[[str], bytes | None]) -> None:
        self._files = files if isinstance(files, set | frozenset) else frozenset(files)
        self._read = read
        self._configs: dict[str, tuple[str, dict[str, Any]] | None] = {}
        self._resolved: dict[tuple[str, str], str | None] = {}

    def resolve(self, importer: str, specifier: str) -> str | None:
        """The file that `specifier` means in `importer`; None for packages from elsewhere and for what is not there."""
        key = (posixpath.dirname(importer), specifier)
        if key not in self._resolved:
            self._resolved[key] = next(filter(None, map(self._file, self._candidates(*key))), None)
        return self._resolved[key]

    def _file(self, stem: str) -> str | None:
        stem = posixpath.normpath(stem)
        if stem.startswith(".."):
            return None
        base, extension = posixpath.splitext(stem)
        for suffix in _COMPILED.get(extension, ()):
            if base + suffix in self._files:
                return base + suffix
        return next((stem + suffix for suffix in _SUFFIXES if stem + suffix in self._files), None)

    def _candidates(self, directory: str, specifier: str) -> Iterator[str]:
        if specifier.startswith("."):
            yield posixpath.join(directory, specifier)
            return
        yield from self._from_config(directory, specifier)
        yield from self._from_workspace(specifier)
        yield from self._from_framework(directory, specifier)

    def _from_config(self, directory: str, specifier: str) -> Iterator[str]:
        found = self._config(directory)
        if found is None:
            return
        base, options = found
        root = posixpath.join(base, options.get("baseUrl", "."))
        for pattern, targets in options.get("paths", {}).items():
            matched = _match(pattern, specifier)
            if matched is not None:
                yield from (posixpath.join(root, target.replace("*", matched, 1)) for target in targets)
        if "baseUrl" in options:
            yield posixpath.join(root, specifier)

    def _config(self, directory: str) -> tuple[str, dict[str, Any]] | None:
        """Compiler options of the nearest tsconfig or jsconfig that says anything of paths, with its directory."""
        if directory not in self._configs:
            self._configs[directory] = None
            own = (
                self._options(posixpath.join(directory, name), 0)
                for name in ("tsconfig.json", "jsconfig.json", "tsconfig.app.json")
            )
            found = next(filter(None, own), None)
            if found is None and directory:
                found = self._config(posixpath.dirname(directory))
            self._configs[directory] = found
        return self._configs[directory]

    def _options(self, path: str, depth: int) -> tuple[str, dict[str, Any]] | None:
        data = _json(self._read(path))
        if data is None or depth > _MOST_PARENTS:
            return None
        options = data.get("compilerOptions")
        if isinstance(options, dict) and ("paths" in options or "baseUrl" in options):
            return posixpath.dirname(path), options
        parents = data.get("extends", [])
        for parent in [parents] if isinstance(parents, str) else parents:
            if parent.startswith("."):
                target = posixpath.normpath(posixpath.join(posixpath.dirname(path), parent))
                found = self._options(target if target.endswith(".json") else f"{target}.json", depth + 1)
                if found is not None:
                    return found
        return None

    @cached_property
    def _packages(self) -> dict[str, tuple[str, dict[str, Any]]]:
        """Packages of the workspace by name: directory and manifest."""
        directories = {directory for file in self._files for directory in _parents(file)}
        found: dict[str, tuple[str, dict[str, Any]]] = {}
        for directory in sorted(directories):
            manifest = _json(self._read(posixpath.join(directory, "package.json")))
            if manifest is not None and isinstance(manifest.get("name"), str):
                found[manifest["name"]] = (directory, manifest)
        return found

    def _from_workspace(self, specifier: str) -> Iterator[str]:
        parts = specifier.split("/")
        name = "/".join(parts[:2]) if specifier.startswith("@") else parts[0]
        if name not in self._packages:
            return
        directory, manifest = self._packages[name]
        inside = specifier[len(name) + 1 :]
        for target in _exported(manifest, inside):
            yield posixpath.join(directory, _source_of(target))
            yield posixpath.join(directory, target)
        yield from (posixpath.join(directory, folder, inside or "index") for folder in ("src", "", "lib"))

    def _from_framework(self, directory: str, specifier: str) -> Iterator[str]:
        for prefix, target in _FRAMEWORK:
            if specifier == prefix or (prefix.endswith("/") and specifier.startswith(prefix)):
                for parent in (directory, *_parents(directory)):
                    yield posixpath.join(parent, target + specifier[len(prefix) :])


def _match(pattern: str, specifier: str) -> str | None:
    """What `*` of a tsconfig pattern stands for in the specifier; "" when the pattern has none and is equal."""
    head, star, tail = pattern.partition("*")
    if not star:
        return "" if pattern == specifier else None
    if specifier.startswith(head) and specifier.endswith(tail) and len(specifier) >= len(head) + len(tail):
        return specifier[len(head) : len(specifier) - len(tail)]
    return None


def _parents(path: str) -> Iterator[str]:
    while path:
        path = posixpath.dirname(path)
        yield path


def _json(data: bytes | None) -> dict[str, Any] | None:
    """A JSON object, comments and trailing commas allowed as in tsconfig files."""
    if data is None:
        return None
    try:
        parsed = json.loads(_COMMENTS.sub(lambda match: match.group(1) or b"", data))
    except ValueError:
        return None
    return parsed if isinstance(parsed, dict) else None


def _exported(manifest: dict[str, Any], inside: str) -> Iterator[str]:
    """The files that package.json names for the package, or for a path inside it."""
    exports = manifest.get("exports")
    wanted = f"./{inside}" if inside else "."
    if isinstance(exports, str) and not inside:
        yield exports
    elif isinstance(exports, dict):
        entries = exports if any(key.startswith(".") for key in exports) else {".": exports}
        for pattern, entry in entries.items():
            matched = _match(pattern, wanted)
            if matched is not None:
                yield from (target.replace("*", matched) for target in _targets(entry))
    if not inside:
        yield from (
            manifest[key] for key in ("source", "types", "module", "main") if isinstance(manifest.get(key), str)
        )


def _targets(entry: object) -> Iterator[str]:
    if isinstance(entry, str):
        yield entry
    elif isinstance(entry, dict):
        for value in entry.values():
            yield from _targets(value)


def _source_of(target: str) -> str:
    """The source that a built file comes from: dist/index.js is src/index.ts."""
    return re.sub(r"(^|/)(dist|build|lib|out)/(esm/|cjs/|types/)?", r"\1src/", target, count=1).replace(".d.ts", ".ts")
