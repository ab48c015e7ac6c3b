"""Keys, checks and references of `create table` and `alter table`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kyselylint.finding import Span
from kyselylint.schema.catalog import Check, Column, ForeignKey, Key
from kyselylint.schema.sql.cursor import Cursor
from kyselylint.schema.sql.draft import Draft
from kyselylint.schema.sql.indexes import add_listed
from kyselylint.schema.sql.types import SERIALS, read_type
from kyselylint.schema.sql.words import Word

TABLE_CONSTRAINTS = frozenset({"CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN", "EXCLUDE"})
_CLAUSES = (
    "CONSTRAINT",
    "NOT",
    "NULL",
    "DEFAULT",
    "PRIMARY",
    "UNIQUE",
    "REFERENCES",
    "CHECK",
    "COLLATE",
    "GENERATED",
    "DEFERRABLE",
    "INITIALLY",
    "AUTO_INCREMENT",
    "AUTOINCREMENT",
    "COMMENT",
    "ON",
)
_ACTIONS = ("CASCADE", "RESTRICT")


@dataclass(slots=True)
class ColumnReader:
    """Reads one column definition into a table."""

    draft: Draft
    cursor: Cursor
    column: Column = field(init=False)
    _constraint: str = ""

    def read(self) -> None:
        """`name type clauses…`; keys and checks go to the table."""
        cursor = self.cursor
        place = cursor.place(cursor.next)
        name = cursor.name()
        start = cursor.position
        typed = "" if cursor.next.key in _CLAUSES else read_type(cursor)
        declared = Cursor(cursor.source, cursor.words[start : cursor.position]).text
        serial = declared.lower() in SERIALS
        self.column = Column(
            name,
            typed,
            not serial,
            serial,
            stored=name,
            declared=declared,
            default="nextval" if serial else "",
            origin=place,
            created=place,
        )
        self.draft.columns[name] = self.column
        while not cursor.done:
            self._clause()

    def _clause(self) -> None:
        cursor = self.cursor
        self._constraint = cursor.name() if cursor.accept("CONSTRAINT") else ""
        word = cursor.take()
        if word.key == "NOT" and cursor.accept("NULL"):
            self._set(nullable=False)
        elif word.key == "DEFAULT":
            self._default()
        elif word.key == "GENERATED":
            self._generated()
        elif word.key in ("AUTO_INCREMENT", "AUTOINCREMENT"):
            self._set(has_default=True)
        elif word.key in ("PRIMARY", "UNIQUE", "REFERENCES", "CHECK"):
            self._key(word)
        elif word.key == "COLLATE":
            cursor.qualified()
        # NULL, DEFERRABLE, INITIALLY DEFERRED and other dialects' words change nothing that the catalog says.

    def _default(self) -> None:
        cursor = self.cursor
        start = cursor.position
        if cursor.at("("):
            cursor.group()
        else:
            cursor.take()
        cursor.until(*_CLAUSES)
        text = Cursor(cursor.source, cursor.words[start : cursor.position]).text
        null = text.lower() == "null" or text.lower().startswith("null::")
        self._set(has_default=not null, default="" if null else text)

    def _generated(self) -> None:
        cursor = self.cursor
        always = cursor.accept("ALWAYS")
        if not always:
            cursor.expect("BY", "DEFAULT")
        cursor.expect("AS")
        if cursor.accept("IDENTITY"):
            self._set(has_default=True, generated=always, nullable=False, default="identity")
        else:
            self._set(has_default=True, generated=True, default=cursor.group().text)
            cursor.accept("STORED")
            return
        if cursor.at("("):
            cursor.group()

    def _key(self, word: Word) -> None:
        name = self.column.name
        if word.key == "PRIMARY":
            self.cursor.expect("KEY")
            self.cursor.accept("ASC")
            self.draft.add_primary_key(Key((name,), self._named((), "pkey"), origin=self.cursor.place(word)))
            self.column = self.draft.columns[name]
        elif word.key == "UNIQUE":
            key = Key(
                (name,), self._named((name,), "key"), "", _nulls_not_distinct(self.cursor), self.cursor.place(word)
            )
            self.draft.uniques.append(key)
        elif word.key == "REFERENCES":
            label = self._named((name,), "fkey")
            self.draft.foreign_keys.append(read_reference(self.cursor, (name,), label, self.cursor.place(word)))
        else:
            self.draft.checks.append(
                read_check(self.draft, self.cursor, self._constraint, self.cursor.place(word), name)
            )

    def _named(self, columns: tuple[str, ...], suffix: str) -> str:
        return self._constraint or self.draft.free_name(columns, suffix)

    def _set(self, **changes: object) -> None:
        self.column = replace(self.column, **changes)  # type: ignore[arg-type]
        self.draft.columns[self.column.name] = self.column


def read_constraint(draft: Draft, cursor: Cursor) -> None:
    """`[constraint name] primary key (…)`, unique, check, foreign key. Exclusion constraints prove nothing."""
    place = cursor.span
    name = cursor.name() if cursor.accept("CONSTRAINT") else ""
    word = cursor.take()
    if word.key == "PRIMARY":
        cursor.expect("KEY")
        draft.add_primary_key(_key(draft, cursor, name, "pkey", place))
    elif word.key == "UNIQUE":
        _unique(draft, cursor, name, place)
    elif word.key == "FOREIGN":
        cursor.expect("KEY")
        columns = cursor.names()
        cursor.expect("REFERENCES")
        label = name or draft.free_name(columns, "fkey")
        draft.foreign_keys.append(read_reference(cursor, columns, label, place))
    elif word.key == "CHECK":
        draft.checks.append(read_check(draft, cursor, name, place))


def _unique(draft: Draft, cursor: Cursor, name: str, place: Span) -> None:
    distinct = _nulls_not_distinct(cursor)
    listed = cursor.accept("KEY") or cursor.accept("INDEX")  # MySQL: with a name of its own
    if listed and not cursor.at("("):
        add_listed(draft, cursor, "btree", place, unique=True)
    else:
        draft.uniques.append(replace(_key(draft, cursor, name, "key", place), nulls_not_distinct=distinct))


def read_reference(cursor: Cursor, columns: tuple[str, ...], name: str, origin: Span) -> ForeignKey:
    """`table (columns) on delete … on update …`, after REFERENCES; the target as it is written."""
    schema, target = cursor.qualified()
    target_columns = cursor.names() if cursor.at("(") else ()
    actions = {"DELETE": "", "UPDATE": ""}
    while not cursor.done:
        if cursor.accept("MATCH"):
            cursor.take()
        elif cursor.accept("ON"):
            event = cursor.take().key
            actions[event] = _action(cursor)
        else:
            break
    qualified = f"{schema}.{target}" if schema else target
    return ForeignKey(columns, qualified, target_columns, actions["DELETE"], actions["UPDATE"], name, origin)


def read_check(draft: Draft, cursor: Cursor, name: str, origin: Span, column: str = "") -> Check:
    """`(expression)`, after CHECK. A check without a name is called after its column if it names only one."""
    expression = cursor.group()
    used = {word.name for word in expression.words if word.name in draft.columns}
    columns = (used.pop(),) if len(used) == 1 else (column,) if column and not used else ()
    return Check(expression.text, name or draft.free_name(columns, "check"), origin)


def _key(draft: Draft, cursor: Cursor, name: str, suffix: str, origin: Span) -> Key:
    if cursor.accept("USING", "INDEX"):
        return _from_index(draft, cursor.name(), name, origin)
    if cursor.accept("USING"):  # MySQL: btree
        cursor.take()
    columns = tuple(item.name() for item in cursor.group().items())
    return Key(columns, name or draft.free_name(() if suffix == "pkey" else columns, suffix), origin=origin)


def _from_index(draft: Draft, index: str, name: str, origin: Span) -> Key:
    """The index becomes the key's own and takes its name."""
    found = next((one for one in draft.indexes if one.name == index), None)
    draft.indexes = [one for one in draft.indexes if one.name != index]
    return Key(found.columns if found else (), name or index, origin=origin)


def _nulls_not_distinct(cursor: Cursor) -> bool:
    found = cursor.accept("NULLS", "NOT", "DISTINCT")
    cursor.accept("NULLS", "DISTINCT")
    return found


def _action(cursor: Cursor) -> str:
    first = cursor.take().key
    if first in _ACTIONS:
        return first.lower()
    text = f"{first} {cursor.take().key}".lower()  # set null, set default, no action
    if cursor.at("("):
        cursor.group()
    return text
