"""The database while its statements are replayed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeVar

from kyselylint.finding import Span
from kyselylint.schema.catalog import Check, Column, ForeignKey, Index, Key, Policy, Table

_LONGEST_NAME = 63  # bytes of a PostgreSQL identifier
Name = tuple[str, str]
"""Schema ("" for the default one) and name."""
_Named = TypeVar("_Named", Key, ForeignKey, Index, Check)


@dataclass(slots=True)
class Draft:
    """A table under construction; columns by their stored name, in order."""

    name: Name
    origin: Span
    columns: dict[str, Column] = field(default_factory=dict)
    primary_key: Key | None = None
    uniques: list[Key] = field(default_factory=list)
    foreign_keys: list[ForeignKey] = field(default_factory=list)
    indexes: list[Index] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    policies: list[Policy] = field(default_factory=list)
    view: bool = False
    open: bool = False
    security: bool = False
    doubtful: bool = False  # code that could not be read may have changed its keys

    def table(self, *, security_known: bool) -> Table:
        """The finished table."""
        return Table(
            name=self.name[1],
            schema=self.name[0],
            columns=tuple(self.columns.values()),
            primary_key=self.primary_key,
            uniques=tuple(self.uniques),
            foreign_keys=tuple(self.foreign_keys),
            indexes=tuple(self.indexes),
            checks=tuple(self.checks),
            view=self.view,
            open=self.open,
            keys_known=not (self.open or self.doubtful),
            row_level_security=self.security or (False if security_known else None),
            origin=self.origin,
            policies=tuple(self.policies),
            created=self.origin,
            stored=self.name[1],
        )

    def add_primary_key(self, key: Key) -> None:
        """A primary key makes its columns not null."""
        self.primary_key = key
        for name in key.columns:
            self.change(name, lambda column: replace(column, nullable=False))

    def change(self, name: str, changed: Callable[[Column], Column]) -> None:
        """Replace a column; nothing happens if there is none of that name."""
        if name in self.columns:
            self.columns[name] = changed(self.columns[name])

    def drop_column(self, name: str) -> None:
        """Remove a column with every key, index and check that names it."""
        self.columns.pop(name, None)
        if self.primary_key is not None and name in self.primary_key.columns:
            self.primary_key = None
        self.uniques = [key for key in self.uniques if name not in key.columns]
        self.foreign_keys = [key for key in self.foreign_keys if name not in key.columns]
        self.indexes = [index for index in self.indexes if not _uses(index, name)]
        self.checks = [check for check in self.checks if name not in _words(check.expression)]

    def rename_column(self, old: str, new: str) -> None:
        """Rename a column wherever it stands."""
        self.columns = {
            new if key == old else key: replace(column, name=new, stored=new) if key == old else column
            for key, column in self.columns.items()
        }
        if self.primary_key is not None:
            self.primary_key = _renamed_key(self.primary_key, old, new)
        self.uniques = [_renamed_key(key, old, new) for key in self.uniques]
        self.foreign_keys = [replace(key, columns=_renamed(key.columns, old, new)) for key in self.foreign_keys]
        self.indexes = [
            replace(index, parts=_renamed(index.parts, old, new), columns=_renamed(index.columns, old, new))
            for index in self.indexes
        ]

    def drop_constraint(self, name: str) -> None:
        """Remove the key, check or index of that name."""
        if self.primary_key is not None and self.primary_key.name == name:
            self.primary_key = None
        self.uniques = without(self.uniques, name)
        self.foreign_keys = without(self.foreign_keys, name)
        self.checks = without(self.checks, name)
        self.indexes = without(self.indexes, name)

    def rename_constraint(self, old: str, new: str) -> None:
        """Rename the key, check or index of that name."""
        if self.primary_key is not None and self.primary_key.name == old:
            self.primary_key = replace(self.primary_key, name=new)
        self.uniques = [replace(one, name=new) if one.name == old else one for one in self.uniques]
        self.foreign_keys = [replace(one, name=new) if one.name == old else one for one in self.foreign_keys]
        self.checks = [replace(one, name=new) if one.name == old else one for one in self.checks]
        self.indexes = [replace(one, name=new) if one.name == old else one for one in self.indexes]

    def names(self) -> Iterator[str]:
        """Names of its constraints and indexes."""
        if self.primary_key is not None:
            yield self.primary_key.name
        yield from (one.name for group in (self.uniques, self.foreign_keys, self.checks, self.indexes) for one in group)

    def free_name(self, columns: tuple[str, ...], suffix: str) -> str:
        """The name that PostgreSQL gives a constraint or index that has none."""
        taken = set(self.names())
        plain = generated_name(self.name[1], "_".join(columns), suffix)
        numbered = (generated_name(self.name[1], "_".join(columns), f"{suffix}{count}") for count in range(1, 100))
        return plain if plain not in taken else next(name for name in numbered if name not in taken)


def generated_name(table: str, columns: str, suffix: str) -> str:
    """PostgreSQL's makeObjectName: the longer of table and columns is cut until the name fits."""
    room = _LONGEST_NAME - len(suffix) - 1 - (1 if columns else 0)
    first, second = table.encode(), columns.encode()
    while len(first) + len(second) > room:
        first, second = (first[:-1], second) if len(first) > len(second) else (first, second[:-1])
    parts = (first.decode("utf-8", "ignore"), second.decode("utf-8", "ignore"), suffix)
    return "_".join(part for part in parts if part)


def without(items: list[_Named], name: str) -> list[_Named]:
    """All but the ones of that name."""
    return [item for item in items if item.name != name]


def _uses(index: Index, column: str) -> bool:
    return column in index.parts or column in index.include or any(column in _words(part) for part in index.parts)


def _words(expression: str) -> set[str]:
    separators = str.maketrans(dict.fromkeys('(),."=<>!+-*/|:[]', " "))
    return set(expression.translate(separators).split())


def _renamed(names: tuple[str, ...], old: str, new: str) -> tuple[str, ...]:
    return tuple(new if name == old else name for name in names)


def _renamed_key(key: Key, old: str, new: str) -> Key:
    return replace(key, columns=_renamed(key.columns, old, new))
