"""Every source of schema in a project, read and merged per database."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kyselylint.query.facts import Module, Project
from kyselylint.query.sql import render
from kyselylint.query.statement import Operation
from kyselylint.schema.catalog import Catalog, Schema
from kyselylint.schema.generators import described_by
from kyselylint.schema.history import History
from kyselylint.schema.merge import assigned, merged, union, unique
from kyselylint.schema.sql.folders import is_applied
from kyselylint.schema.unseen import Built, Databases, with_unseen
from kyselylint.source.cache import Cache

if TYPE_CHECKING:
    from kyselylint.schema.sql.replayed import Replayed
    from kyselylint.schema.typescript.mentions import Mention
    from kyselylint.schema.typescript.read import Types


_HCL_TABLE = re.compile(rb'^table\s+"', re.MULTILINE)
_CODE = (".ts", ".tsx", ".mts", ".cts")


class Files(Protocol):
    """The files of a project, paths relative to its root with forward slashes."""

    @property
    def root(self) -> Path | None:
        """Where they are; None if they are in no directory."""

    @property
    def listed(self) -> Collection[str]:
        """All files, whatever their kind."""

    @property
    def candidates(self) -> Collection[str]:
        """The TypeScript and JavaScript files that may use Kysely."""

    @property
    def cache(self) -> Cache:
        """What earlier runs worked out of them."""

    def read(self, path: str) -> bytes:
        """The bytes of a file; empty when it cannot be read."""

    def exists(self, path: str) -> bool:
        """Whether there is such a file, listed or not."""


def read_schema(sources: Files, project: Project) -> Schema:
    """The databases of a project: tables, columns, keys and indexes, each fact with its origin."""
    types = _types(sources)
    types.catalogs = [described_by(catalog, sources.listed, sources.read) for catalog in types.catalogs]
    built = _built(sources, project)
    described = types.catalogs or [Catalog()]
    parts = assigned(described, [one.catalog for one in built])
    found = with_unseen(
        Databases(described, types.bindings, types.names, parts),
        [Built(one.catalog, one.folder.migrations) for one in built],
    )
    catalogs = [merged(catalog, sql) for catalog, sql in zip(found.catalogs, found.parts, strict=True)]
    named = catalogs if types.catalogs or catalogs[0].tables else []
    return Schema(
        tuple(named),
        found.bindings,
        unique(found.names, named),
        union(named),
        (
            *(_unseen(mention) for mention in types.missing),
            *(note for one in built for note in _unread(one)),
            *(() if built else _other_schemas(sources)),
        ),
        _histories(built, sources),
        _by_package(found.bindings, named, sources.listed) if named[1:] else {},
    )


def _types(sources: Files) -> Types:
    # Late, since a run that finds no Kysely file must not import tree-sitter.
    from kyselylint.project.resolve import Resolver
    from kyselylint.schema.typescript.generated import generated_file
    from kyselylint.schema.typescript.linker import Linker
    from kyselylint.schema.typescript.read import read_types

    candidates = frozenset(sources.candidates)
    resolver = Resolver(frozenset(sources.listed), sources.read)

    def resolve(importer: str, specifier: str) -> str | None:
        return resolver.resolve(importer, specifier) or generated_file(sources.exists, importer, specifier)

    others = (path for path in sources.listed if path.endswith(_CODE) and path not in candidates)
    return read_types(Linker(sources.read, resolve), sources.candidates, others)


def _built(sources: Files, project: Project) -> list[Replayed]:
    if not project.migrations and not any(path.endswith((".sql", ".prisma")) for path in sources.listed):
        return []
    from kyselylint.schema.sql.kysely import read_kysely
    from kyselylint.schema.sql.read import read_sql

    found = (
        *read_sql(sources.listed, sources.read, sources.cache),
        *read_kysely(project, sources.read, sources.cache),
        *_prisma(sources),
    )
    built = _with_dialects(list(found), sources)
    if any(_switches_security(module, project) for module in project.modules):
        built = [replace(one, catalog=_with_security_unknown(one.catalog)) for one in built]
    return sorted(built, key=lambda one: not one.folder.migrations)


def _switches_security(module: Module, project: Project) -> bool:
    """Whether code that is no migration switches row-level security: for which tables is decided when it runs."""
    if module.path in {one.path for one in project.migrations} or not is_applied(posixpath.dirname(module.path)):
        return False
    raw = (render(query, "postgres") for query in module.queries if query.operation is Operation.RAW)
    return any("ROW LEVEL SECURITY" in text.upper() for text in raw)


def _with_security_unknown(catalog: Catalog) -> Catalog:
    tables = {
        key: replace(one, row_level_security=one.row_level_security or None) for key, one in catalog.tables.items()
    }
    return replace(catalog, tables=tables)


def _with_dialects(built: list[Replayed], sources: Files) -> list[Replayed]:
    """Where SQL does not show for which database it is, the code around it may."""
    unsaid = [one.folder.path for one in built if not one.catalog.dialect]
    if not unsaid:
        return built
    from kyselylint.schema.sql.dialect import dialects_of_code

    folders = [one.folder.path for one in built]
    found = dialects_of_code(folders, ((path, sources.read(path)) for path in sources.candidates))
    return [
        one if one.catalog.dialect else replace(one, catalog=replace(one.catalog, dialect=found[one.folder.path]))
        for one in built
    ]


def _prisma(sources: Files) -> Iterator[Replayed]:
    if any(path.endswith(".prisma") for path in sources.listed):
        from kyselylint.schema.sql.prisma import read_prisma  # with it comes sqlglot

        yield from read_prisma(sources.listed, sources.read)


def _histories(built: list[Replayed], sources: Files) -> tuple[History, ...]:
    if not built:
        return ()
    from kyselylint.schema.sql.histories import histories

    return tuple(histories(built, frozenset(sources.listed), sources.read, sources.root))


def _by_package(
    bindings: Mapping[tuple[str, str], int], catalogs: Sequence[Catalog], listed: Collection[str]
) -> dict[str, Catalog]:
    """The databases named in each package, and in the folders above it: what shares a package stands beside it."""
    roots = {posixpath.dirname(path) for path in listed if posixpath.basename(path) == "package.json"}
    found: dict[str, set[int]] = {}
    for (path, _), position in bindings.items():
        directory = posixpath.dirname(path)
        while directory not in roots and directory:
            directory = posixpath.dirname(directory)
        if not directory and "" not in roots:  # no package at all: then a folder is one
            directory = posixpath.dirname(posixpath.dirname(path))
        while directory:
            found.setdefault(directory, set()).add(position)
            directory = posixpath.dirname(directory)
    return {root: union([catalogs[one] for one in sorted(positions)]) for root, positions in found.items() if root}


def _unseen(mention: Mention) -> str:
    name, module = mention.name, mention.module
    return f"{mention.path}: the database type `{name}` is imported from `{module}`, which cannot be read here"


def _other_schemas(sources: Files) -> Iterator[str]:
    """Descriptions of a database that are all there is, and that cannot be read."""
    for path in sources.listed:
        if path.endswith(".hcl") and _HCL_TABLE.search(sources.read(path)):
            said = "Atlas's HCL is not read here, so keys and indexes are not known; `atlas migrate diff` writes SQL"
            yield f"{path}: {said}"


def _unread(built: Replayed) -> list[str]:
    return [f"{skipped.span.path}: a statement was not understood: {skipped.reason}" for skipped in built.skipped]
