"""Every source of schema in a project, read and merged per database."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Protocol

from kyselylint.query.facts import Project
from kyselylint.schema.catalog import Schema
from kyselylint.schema.merge import union

if TYPE_CHECKING:
    from kyselylint.schema.typescript.mentions import Mention


class Files(Protocol):
    """The files of a project, paths relative to its root with forward slashes."""

    @property
    def listed(self) -> Collection[str]:
        """All files, whatever their kind."""

    @property
    def candidates(self) -> Collection[str]:
        """The TypeScript and JavaScript files that may use Kysely."""

    def read(self, path: str) -> bytes:
        """The bytes of a file; empty when it cannot be read."""

    def exists(self, path: str) -> bool:
        """Whether there is such a file, listed or not."""


def read_schema(sources: Files, project: Project) -> Schema:
    """The databases of a project: tables, columns, keys and indexes, each fact with its origin."""
    from kyselylint.project.resolve import Resolver
    from kyselylint.schema.typescript.generated import generated_file
    from kyselylint.schema.typescript.linker import Linker
    from kyselylint.schema.typescript.read import read_types

    resolver = Resolver(frozenset(sources.listed), sources.read)

    def resolve(importer: str, specifier: str) -> str | None:
        return resolver.resolve(importer, specifier) or generated_file(sources.exists, importer, specifier)

    linker = Linker(sources.read, resolve)
    types = read_types(linker, sources.candidates)
    return Schema(
        tuple(types.catalogs),
        types.bindings,
        {name: next(iter(found)) for name, found in types.names.items() if len(found) == 1},
        union(types.catalogs),
        tuple(_unseen(mention) for mention in types.missing),
    )


def _unseen(mention: Mention) -> str:
    return f"{mention.path}: the database type `{mention.name}` is imported from `{mention.module}`, which cannot be read here"
