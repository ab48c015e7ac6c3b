"""Database types that cannot be read here, mostly because they are generated and not checked in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kyselylint.schema.catalog import Catalog
from kyselylint.schema.merge import is_same, shared_path


@dataclass(frozen=True, slots=True)
class Built:
    """What a folder of migrations, or a file that describes a database, builds."""

    catalog: Catalog
    migrations: bool


@dataclass(frozen=True, slots=True)
class Databases:
    """The database types of a project: catalogs, which of them each mention means, and what SQL builds each."""

    catalogs: Sequence[Catalog]
    bindings: Mapping[tuple[str, str], int]
    names: Mapping[str, set[int]]
    parts: Sequence[Sequence[Catalog]]


def with_unseen(found: Databases, built: Sequence[Built]) -> Databases:
    """Types of which nothing is known get the SQL that builds no other type; those of one name and SQL are one.

    A generated file is imported by as many paths as there are folders, which cannot be told from each other.
    Where SQL builds several databases, a type has the one beside the files that name it, or none.
    """
    claimed = {one.name for part in found.parts for one in part}
    free = [one for one in built if one.catalog.name not in claimed]
    unseen = [at for at, one in enumerate(found.catalogs) if not one.tables and not found.parts[at]]
    databases = _databases([one.catalog for one in free if one.migrations] or [one.catalog for one in free])
    if not databases or not unseen:
        return found
    every = [one.catalog for one in free]
    chosen = {at: every if len(databases) == 1 else _beside(_paths(at, found), databases) for at in unseen}
    return _joined(found, {at: sql for at, sql in chosen.items() if sql})


def _databases(built: Sequence[Catalog]) -> list[list[Catalog]]:
    """Folders that build mostly the same tables build the same database."""
    groups: list[list[Catalog]] = []
    for one in built:
        home = next((group for group in groups if is_same(group[0], one)), None)
        if home is None:
            groups.append([one])
        else:
            home.append(one)
    return groups


def _paths(position: int, found: Databases) -> list[str]:
    return [path for (path, _), at in found.bindings.items() if at == position]


def _beside(paths: Sequence[str], databases: Sequence[list[Catalog]]) -> list[Catalog]:
    """The database whose folder shares more leading directories with one of the paths than all others do."""
    near = [max((shared_path(path, one.name) for one in group for path in paths), default=0) for group in databases]
    best = max(near)
    return databases[near.index(best)] if best and near.count(best) == 1 else []


def _joined(found: Databases, chosen: Mapping[int, list[Catalog]]) -> Databases:
    """The first of the types of one name and SQL stands for all of them."""
    first: dict[tuple[str, str], int] = {}
    heads = {at: first.setdefault((found.catalogs[at].name, sql[0].name), at) for at, sql in chosen.items()}
    kept = [at for at in range(len(found.catalogs)) if heads.get(at, at) == at]
    moved = {at: kept.index(heads.get(at, at)) for at in range(len(found.catalogs))}
    return Databases(
        [found.catalogs[at] for at in kept],
        {mention: moved[at] for mention, at in found.bindings.items()},
        {name: {moved[at] for at in positions} for name, positions in found.names.items()},
        [chosen.get(at) or found.parts[at] for at in kept],
    )
