"""What a project's configuration may want to say: its tenants, its database, and where both were read."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from kyselylint.analysis.tenancy.known import known
from kyselylint.analysis.tenancy.overview import Overview
from kyselylint.court import Court
from kyselylint.schema.catalog import Catalog, Table, fold
from kyselylint.schema.history import History
from kyselylint.source.dialect import dialects_of


@dataclass(frozen=True, slots=True)
class Origin:
    """A file or folder that the schema was read from, relative to the root, and what it holds."""

    path: str
    holds: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What was found. `columns` are the tenant columns that may be written down.

    `settled` says that writing them changes no verdict: several say by their order which level is the wider one, and
    in a project of several databases each would have all of them. `dialect_from` is
    what shows the dialect, "" where nothing does. `classes` has the files with Kysely by the class of their path.
    """

    databases: tuple[Overview, ...]
    columns: tuple[str, ...]
    settled: bool
    dialect: str
    dialect_from: str
    origins: tuple[Origin, ...]
    classes: Mapping[str, tuple[str, ...]]


def survey(court: Court) -> Survey:
    """Look at everything that was read."""
    databases = court.overviews() if court.facts.project.modules else ()
    named = tuple({fold(column): column for one in databases if one.tenancy for column in one.tenancy.named}.values())
    origins = tuple(_origins(databases, court.facts.schema.histories))
    dialect, dialect_from = _dialect(court, databases, origins)
    return Survey(
        databases=databases,
        columns=named,
        settled=len(named) == 1 and _is_settled(named, court),
        dialect=dialect,
        dialect_from=dialect_from,
        origins=origins,
        classes=_classes(court),
    )


def _is_settled(columns: tuple[str, ...], court: Court) -> bool:
    """Whether every database is understood with these columns as it is without them."""
    here, schema = known(court.facts.project), court.facts.schema
    used = {id(one): one for one in (*schema.catalogs, schema.union)}
    used |= {id(one): one for query, view in court.queries() for one in (view.catalog(query),)}
    now = court.settings_for("").tenancy
    then = replace(now, columns=columns)
    return all(here.tenancy(one, now).tables == here.tenancy(one, then).tables for one in used.values())


def _dialect(court: Court, databases: Iterable[Overview], origins: Iterable[Origin]) -> tuple[str, str]:
    """The one dialect that the SQL of the schema, or else the code, shows, and where; the settings' own for none."""
    written = {one.catalog.dialect: _made_by(one.catalog, origins) for one in databases if one.catalog.dialect}
    built = dialects_of(court.sources.candidates, court.sources.read)
    for shown in (written, built):
        if len(shown) == 1:
            return next(iter(shown.items()))
    return court.settings_for("").dialect, ""


def _made_by(catalog: Catalog, origins: Iterable[Origin]) -> str:
    """The file that makes a table, or the folder of migrations that it is in."""
    path = next((table.created.path for table in catalog.tables.values() if table.created is not None), "")
    return next((one.path for one in origins if path.startswith(f"{one.path}/")), path)


def _origins(databases: Iterable[Overview], histories: Iterable[History]) -> Iterator[Origin]:
    """Types first, then what builds the tables; a folder of migrations once."""
    catalogs = [one.catalog for one in databases]
    yield from (_types(one) for one in catalogs if one.types_from)
    made: dict[str, list[Table]] = {}
    for table in (table for one in catalogs for table in one.tables.values()):
        if table.created is not None and table.created != table.origin:
            made.setdefault(table.created.path, []).append(table)
    for history in histories:
        inside = [path for path in made if path.startswith(f"{history.path}/") or not history.path]
        if inside:
            yield Origin(history.path or ".", f"{_count(len(history.files), 'migration')} ({history.kind})")
        for path in inside:
            del made[path]
    yield from (
        Origin(path, f"the statements that make {_count(len(tables), 'table')}") for path, tables in made.items()
    )


def _types(catalog: Catalog) -> Origin:
    typed = sum(table.origin is not None and table.origin != table.created for table in catalog.tables.values())
    generator = f", written by {catalog.generator}" if catalog.generator else ""
    return Origin(catalog.types_from, f"`{catalog.name}`, the types of {_count(typed, 'table')}{generator}")


def _count(number: int, one: str) -> str:
    return f"{number:,} {one}{'' if number == 1 else 's'}"


def _classes(court: Court) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for module in court.modules():
        if module.queries:
            for name in court.settings_for(module.path).classify(module.path):
                found.setdefault(name, []).append(module.path)
    return {name: tuple(sorted(found[name])) for name in court.settings_for("").path_classes if name in found}


def relative(path: str, home: str) -> str:
    """A path relative to the root, as seen from a folder below it."""
    return posixpath.relpath(path or ".", home or ".")
