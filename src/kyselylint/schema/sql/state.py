"""All tables, types and indexes of the database that is being replayed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kyselylint.finding import Span
from kyselylint.schema.history import Change
from kyselylint.schema.sql.directory import Directory
from kyselylint.schema.sql.draft import Draft, Name
from kyselylint.schema.sql.words import SqlText, Word

_OF_OTHERS = frozenset(
    {"auth", "cron", "extensions", "realtime", "storage", "vault"}
)  # schemas of extensions, of Supabase
_SIGNS = str.maketrans(dict.fromkeys("'\"().,;:%", " "))


@dataclass(frozen=True, slots=True)
class Function:
    """A function that changes tables: its parameters, and its body with the text that the body stands in."""

    parameters: tuple[str, ...]
    source: SqlText
    body: Word


@dataclass(slots=True)
class State:
    """The database so far.

    `search_path` is the schema of names that say none ("" for public), `next_path` that of files to come, if it is set.

    `functions` are those that may change tables when they are called; `security_known` is False once a block that could
    not be read may have switched row-level security. `changes` are those of the current file, `made` its new tables.
    `spelled` are the schemas in which a table was made by its full name.
    """

    tables: dict[Name, Draft] = field(default_factory=dict)
    enums: dict[Name, tuple[str, ...]] = field(default_factory=dict)
    search_path: str = ""
    next_path: str | None = None
    functions: dict[str, Function] = field(default_factory=dict)
    security_known: bool = True
    changes: list[Change] = field(default_factory=list)
    made: set[Name] = field(default_factory=set)
    spelled: set[str] = field(default_factory=set)
    directory: Directory = field(default_factory=Directory)

    def begin_file(self) -> None:
        """What follows belongs to the next file."""
        self.changes, self.made = [], set()
        self.search_path = self.search_path if self.next_path is None else self.next_path

    def note(self, change: Change, draft: Draft) -> None:
        """Keep what the current file does to a table."""
        table = ".".join(part for part in self.directory.touch(draft).name if part)
        self.changes.append(replace(change, table=table, old=draft.name not in self.made))

    def named(self, name: Name) -> Name:
        """The full name, with public as the default schema."""
        schema = name[0] or self.search_path
        return ("" if schema == "public" else schema), name[1]

    def known(self, name: Name) -> Name:
        """The full name by which the table of that name is kept.

        Where a role's search path says the schema, `create table t` makes what later files call `app.t`: a table
        without a schema is meant by a schema in which nothing was made by its full name.
        """
        full = self.named(name)
        foreign = full[0] in self.spelled or full[0] in _OF_OTHERS
        return full if full in self.tables or foreign or ("", full[1]) not in self.tables else ("", full[1])

    def find(self, name: Name) -> Draft | None:
        """The table of that name."""
        draft = self.tables.get(self.known(name))
        return None if draft is None else self.directory.touch(draft)

    def table(self, name: Name, origin: Span) -> Draft:
        """The table of that name; one that no statement created is known by what changes it, and open."""
        full = self.known(name)
        if full not in self.tables:
            self.tables[full] = Draft(full, origin, open=True)
        return self.directory.touch(self.tables[full])

    def qualify(self, draft: Draft, first: int = 0) -> None:
        """The references of a table from a certain one on: without a schema they mean a table of the search path."""
        for position, key in enumerate(draft.foreign_keys[first:], first):
            schema, _, name = key.target.rpartition(".")
            full = self.known(("", name)) if not schema else ("" if schema == "public" else schema, name)
            draft.foreign_keys[position] = replace(key, target=".".join(part for part in full if part))

    def drop_table(self, name: Name) -> None:
        """Remove a table, and what other tables say of it."""
        full = self.known(name)
        self.tables.pop(full, None)
        target = ".".join(part for part in full if part)
        for draft in self.directory.referring(target):
            draft.foreign_keys = [key for key in draft.foreign_keys if key.target != target]

    def rename_table(self, old: Name, new: Name) -> None:
        """Give a table another name or schema."""
        before, after = self.known(old), new
        draft = self.tables.pop(before, None)
        if draft is None:
            return
        draft.name = after
        if before in self.made:
            self.made.add(after)
        self.tables[after] = draft
        target, renamed = (".".join(part for part in name if part) for name in (before, after))
        for other in self.directory.referring(target):
            other.foreign_keys = [
                replace(key, target=renamed) if key.target == target else key for key in other.foreign_keys
            ]

    def rename_column(self, draft: Draft, old: str, new: str) -> None:
        """Rename a column, in the references of other tables too."""
        draft.rename_column(old, new)
        target = ".".join(part for part in draft.name if part)
        for other in self.directory.referring(target):
            other.foreign_keys = [
                replace(key, target_columns=tuple(new if one == old else one for one in key.target_columns))
                if key.target == target
                else key
                for key in other.foreign_keys
            ]

    def resolve_references(self) -> None:
        """A reference that names no columns is to the primary key."""
        keys = {".".join(part for part in name if part): draft.primary_key for name, draft in self.tables.items()}
        for draft in self.tables.values():
            draft.foreign_keys = [
                replace(key, target_columns=target.columns) if not key.target_columns and target else key
                for key in draft.foreign_keys
                for target in (keys.get(key.target),)
            ]

    def drop_index(self, name: str) -> None:
        """Remove an index of any table."""
        for draft in self.directory.having(name):
            draft.indexes = [index for index in draft.indexes if index.name != name]

    def rename_index(self, old: str, new: str) -> None:
        """Rename an index, or the constraint it belongs to."""
        for draft in self.directory.having(old):
            if old in draft.names():
                draft.rename_constraint(old, new)

    def doubt(self, code: str) -> None:
        """Code that could not be read may have changed the tables, or schemas, it names: keys there prove nothing."""
        self.security_known &= "SECURITY" not in code.upper()
        named = set(code.translate(_SIGNS).lower().split())
        for draft in self.tables.values():
            if not named.isdisjoint(part.lower() for part in draft.name if part):
                draft.doubtful = True
                draft.uniques, draft.foreign_keys = [], []

    def half_read(self, name: Name, *, columns: bool) -> None:
        """A statement about the table was given up half-way: its keys are not all known, nor are its `columns`.

        An index cannot add columns, but the table of which it is may not be known at all.
        """
        draft = self.find(name) if name is not None else None
        if draft is not None:
            draft.doubtful = True
            draft.open = draft.open or columns

    def drop_schema(self, schema: str) -> None:
        """Remove a schema with all that is in it."""
        space = "" if schema == "public" else schema
        for name in [name for name in self.tables if name[0] == space]:
            self.drop_table(name)
        self.enums = {name: values for name, values in self.enums.items() if name[0] != space}

    def has_index(self, name: str) -> bool:
        """Whether a table has an index or constraint of that name."""
        holders = self.directory.having(name)
        return any(self.tables.get(draft.name) is draft and name in draft.names() for draft in holders)
