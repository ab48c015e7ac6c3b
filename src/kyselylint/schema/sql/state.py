"""All tables, types and indexes of the database that is being replayed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from kyselylint.finding import Span
from kyselylint.schema.sql.draft import Draft, Name


@dataclass(slots=True)
class State:
    """The database so far. `search_path` is the schema of names that say none ("" for public)."""

    tables: dict[Name, Draft] = field(default_factory=dict)
    enums: dict[Name, tuple[str, ...]] = field(default_factory=dict)
    search_path: str = ""

    def named(self, name: Name) -> Name:
        """The full name, with public as the default schema."""
        schema = name[0] or self.search_path
        return ("" if schema == "public" else schema), name[1]

    def find(self, name: Name) -> Draft | None:
        """The table of that name."""
        return self.tables.get(self.named(name))

    def table(self, name: Name, origin: Span) -> Draft:
        """The table of that name; one that no statement created is known by what changes it, and open."""
        full = self.named(name)
        if full not in self.tables:
            self.tables[full] = Draft(full, origin, open=True)
        return self.tables[full]

    def drop_table(self, name: Name) -> None:
        """Remove a table, and what other tables say of it."""
        full = self.named(name)
        self.tables.pop(full, None)
        target = ".".join(part for part in full if part)
        for draft in self.tables.values():
            draft.foreign_keys = [key for key in draft.foreign_keys if key.target != target]

    def rename_table(self, old: Name, new: Name) -> None:
        """Give a table another name or schema."""
        before, after = self.named(old), new
        draft = self.tables.pop(before, None)
        if draft is None:
            return
        draft.name = after
        self.tables[after] = draft
        target, renamed = (".".join(part for part in name if part) for name in (before, after))
        for other in self.tables.values():
            other.foreign_keys = [
                replace(key, target=renamed) if key.target == target else key for key in other.foreign_keys
            ]

    def drop_index(self, name: str) -> None:
        """Remove an index of any table."""
        for draft in self.tables.values():
            draft.indexes = [index for index in draft.indexes if index.name != name]

    def rename_index(self, old: str, new: str) -> None:
        """Rename an index, or the constraint it belongs to."""
        for draft in self.tables.values():
            if old in draft.names():
                draft.rename_constraint(old, new)

    def drop_schema(self, schema: str) -> None:
        """Remove a schema with all that is in it."""
        space = "" if schema == "public" else schema
        for name in [name for name in self.tables if name[0] == space]:
            self.drop_table(name)
        self.enums = {name: values for name, values in self.enums.items() if name[0] != space}

    def index_names(self) -> Iterator[str]:
        """Names of all indexes and constraints."""
        return (name for draft in self.tables.values() for name in draft.names())
