"""Indexes that cost writes and help no query."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kyselylint.analysis.built import built_tables, dialect_of
from kyselylint.analysis.remedy import Change, as_migration, create_index, drop_index
from kyselylint.analysis.sqlnames import quoted
from kyselylint.analysis.view import View
from kyselylint.finding import Label, Report, Span
from kyselylint.schema.catalog import Index, Table


def check_project(view: View) -> Iterator[Report]:
    """Each plain index whose columns are the first of another one."""
    for table, catalog in built_tables(view):
        for position, index in enumerate(table.indexes):
            cover = next((other for other in _others(table, position) if _covers(other, index)), None)
            if cover is not None and index.origin is not None:
                change = _dropped(index, table, dialect_of(catalog, view))
                yield _report(index, index.origin, cover, table, as_migration(change, table.created, view))


def _others(table: Table, position: int) -> Iterator[Index]:
    """Keys and other indexes; of two that are equal, only the later one is too many."""
    index = table.indexes[position]
    keys = len(table.paths()) - len(table.indexes)
    for place, other in enumerate(table.paths()):
        equal = _shape(other) == _shape(index) and other.unique == index.unique
        if place != keys + position and (not equal or place < keys + position):
            yield other


def _covers(other: Index, index: Index) -> bool:
    plain = not index.where and not other.where and index.method == other.method == "btree"
    longer = other.parts[: len(index.parts)] == index.parts and not index.include
    needed = index.unique and not (other.unique and other.parts == index.parts)
    return plain and longer and not needed and _directions(index) == _directions(other)[: len(index.parts)]


def _shape(index: Index) -> tuple[object, ...]:
    return index.parts, index.where, index.method, index.include, _directions(index)


def _directions(index: Index) -> tuple[tuple[bool, str], ...]:
    """Sort order and operator class of each part."""
    classes = index.classes or ("",) * len(index.parts)
    return tuple((part in index.descending, kind) for part, kind in zip(index.parts, classes, strict=True))


def _dropped(index: Index, table: Table, dialect: str) -> Change:
    parts = [part if part.startswith("(") else quoted(part, dialect) for part in index.parts]
    written = tuple(
        " ".join(word for word in (part, kind, "desc" if descending else "") if word)
        for part, (descending, kind) in zip(parts, _directions(index), strict=True)
    )
    again = create_index(replace(index, parts=written), table, dialect)
    return Change(f"drop_{index.name}", (drop_index(index.name, table, dialect),), (again,), dialect == "postgres")


def _report(index: Index, place: Span, cover: Index, table: Table, migration: str) -> Report:
    what = f"`{cover.name}` ({', '.join(cover.parts)})" if cover.name else f"({', '.join(cover.parts)})"
    related = (Label(cover.origin, "this one serves the same queries"),) if cover.origin is not None else ()
    return Report(
        message=f"the index `{index.name}` on `{table.name}` ({', '.join(index.parts)}) is covered by {what}",
        at=place,
        related=related,
        help=migration,
    )
