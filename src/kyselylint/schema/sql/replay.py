"""Statements applied one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from kyselylint.finding import Span
from kyselylint.query.expression_sql import UNKNOWN
from kyselylint.schema.history import Change
from kyselylint.schema.sql.blocks import Values, changes, changes_tables
from kyselylint.schema.sql.cursor import Cursor
from kyselylint.schema.sql.indexes import create_index
from kyselylint.schema.sql.objects import (
    alter_index,
    alter_type,
    create_policy,
    create_type,
    create_view,
    drop,
)
from kyselylint.schema.sql.replayed import Skipped
from kyselylint.schema.sql.state import Function, State
from kyselylint.schema.sql.tables import alter_table, create_table
from kyselylint.schema.sql.words import ComputedText, SqlText, Statement, Unreadable, Word, statements

_MODIFIERS = frozenset({
    "OR",
    "REPLACE",
    "TEMP",
    "TEMPORARY",
    "GLOBAL",
    "LOCAL",
    "UNLOGGED",
    "UNIQUE",
    "FULLTEXT",
    "SPATIAL",
    "MATERIALIZED",
    "RECURSIVE",
    "FOREIGN",
})  # fmt: skip
_TEMPORARY = ("TEMP", "TEMPORARY")
_CALLS = ("SELECT", "CALL", "PERFORM")
_HOLDERS = ("DATABASE", "ROLE", "USER")  # of settings
_WHO_MIGRATES = ("CURRENT_USER", "CURRENT_ROLE", "SESSION_USER", "ALL")  # a role by name may be the application's


@dataclass(slots=True)
class Replay:
    """Applies SQL to a state; counts what was understood and keeps what was not.

    `variables` are MySQL's, with what was assigned to them.
    """

    state: State = field(default_factory=State)
    skipped: list[Skipped] = field(default_factory=list)
    understood: int = 0
    variables: dict[str, Cursor] = field(default_factory=dict)

    def file(self, parts: Iterable[SqlText]) -> tuple[Change, ...]:
        """Apply the parts of one file, and say what they change."""
        self.state.begin_file()
        for part in parts:
            self.run(part)
        # SQLite's way to change a table: make a new one, drop the old one, give the new one its name.
        kept = {change.table for change in self.state.changes if change.kind == "rename table"}
        return tuple(one for one in self.state.changes if one.kind != "drop table" or one.table not in kept)

    def run(self, source: SqlText) -> None:
        """Apply all statements of a text."""
        try:
            for statement in statements(source):
                self._apply(statement)
        except Unreadable as error:
            self.skipped.append(Skipped(source.span(0, len(source.text)), str(error)))

    def unseen(self, place: Span, call: str) -> None:
        """Code that cannot be read is given the database: what it names is in doubt."""
        self.state.doubt(call)
        said = f"`{call.partition('(')[0]}` is not visible" if call else "it is too large to read to its end"
        self.skipped.append(Skipped(place, said))

    def _apply(self, statement: Statement) -> None:
        try:
            self._change_all(statement)
            self.understood += 1
        except Unreadable as error:
            self.skipped.append(Skipped(statement.span, str(error)))
            self._half_read(statement)

    def _change_all(self, statement: Statement) -> None:
        """Apply a statement; raises Unreadable where not all of it is known."""
        if statement.words[0].text == UNKNOWN:
            raise Unreadable("its text is not visible")
        self._change(Cursor(statement.source, statement.words))
        if not statement.source.whole:
            raise Unreadable("a part of it is not visible")

    def _half_read(self, statement: Statement) -> None:
        """What was given up half-way leaves a table of which not all is known."""
        cursor = Cursor(statement.source, statement.words)
        made, of_table = cursor.at("CREATE"), any(word.key == "TABLE" for word in statement.words[:4])
        columns = made or not statement.source.whole or any(word.key == "COLUMN" for word in statement.words)
        cursor.until("TABLE" if of_table else "ON")
        cursor.position += 1
        _ = cursor.accept("IF", "NOT", "EXISTS") or cursor.accept("IF", "EXISTS")
        cursor.accept("ONLY")
        if not cursor.done and (cursor.next.quoted or cursor.next.key.isidentifier()):
            self.state.half_read(cursor.qualified(), columns=of_table and columns)

    def _change(self, cursor: Cursor) -> None:
        first = cursor.take()
        if first.key == "CREATE":
            self._create(cursor)
        elif first.key == "ALTER" and cursor.next.key in _HOLDERS:
            self._alter_holder(cursor)
        elif first.key == "ALTER":
            _dispatch(_ALTER, self.state, cursor)
        elif first.key == "DROP":
            drop(self.state, cursor)
        elif first.key == "SET":
            self._set(cursor)
        elif first.key == "PREPARE":
            self._prepare(cursor)
        elif first.key == "DO":
            body = next((word for word in cursor.words if word.string), None)
            if body is not None:
                self._block(cursor.source, body, {})
        elif first.key in _CALLS:
            self._call(cursor)

    def _set(self, cursor: Cursor) -> None:
        """The search path, and MySQL's variables, which may hold statements."""
        _ = cursor.accept("LOCAL") or cursor.accept("SESSION")
        if cursor.accept("SEARCH_PATH"):
            self.state.search_path = _first_schema(cursor)
        elif cursor.accept("@") and not cursor.done:
            self.variables[cursor.name()] = cursor

    def _alter_holder(self, cursor: Cursor) -> None:
        """`alter database d set search_path …`, or for whoever migrates: it holds from the next connection on."""
        holder, name = cursor.take(), cursor.take()
        cursor.until("SET")
        if (holder.key == "DATABASE" or name.key in _WHO_MIGRATES) and cursor.accept("SET", "SEARCH_PATH"):
            self.state.next_path = _first_schema(cursor)

    def _prepare(self, cursor: Cursor) -> None:
        """MySQL's `prepare s from @text`, of which the next statement is `execute s`; guards are read as passed."""
        cursor.until("FROM")
        if not cursor.accept("FROM"):
            return
        value = self.variables.get(cursor.take().name) if cursor.accept("@") else cursor
        if value is None or any(word.key == "CONCAT" for word in value.words):
            self.state.doubt(value.text if value is not None else "")
            raise Unreadable("a statement is built as text")
        for text in (word.text for word in value.words if word.string):
            self.run(ComputedText(text, cursor.span))

    def _create(self, cursor: Cursor) -> None:
        modifiers: list[str] = []
        while cursor.next.key in _MODIFIERS:
            modifiers.append(cursor.take().key)
        if any(word in _TEMPORARY for word in modifiers):
            return
        if cursor.accept("INDEX"):
            create_index(self.state, cursor, unique="UNIQUE" in modifiers)
        elif cursor.accept("FUNCTION") or cursor.accept("PROCEDURE"):
            self._define(cursor)
        else:
            _dispatch(_CREATE, self.state, cursor)

    def _block(self, source: SqlText, body: Word, given: Values) -> None:
        """Code guards changes that may be done already; it is read as if every guard let them pass."""
        try:
            for statement in changes(source, body, given):
                self._change(Cursor(statement.source, statement.words))
        except Unreadable:
            self.state.doubt(body.text)
            raise

    def _call(self, cursor: Cursor) -> None:
        """`select f('todo')`, where f changes tables."""
        called = self.state.functions.get(cursor.take().name) if not cursor.done else None
        if called is not None and cursor.at("("):
            arguments = [argument.next.text for argument in cursor.group().items() if argument.next.string]
            given = {name: (value,) for name, value in zip(called.parameters, arguments, strict=False)}
            self._block(called.source, called.body, given)

    def _define(self, cursor: Cursor) -> None:
        """`create function`: kept if its body changes tables."""
        name = cursor.qualified()[1]
        parameters = tuple(item.next.name for item in cursor.group().items() if not item.done) if cursor.at("(") else ()
        body = next((word for word in cursor.words if word.string and changes_tables(word)), None)
        if body is not None and not any(word.key == "TRIGGER" for word in cursor.words):
            self.state.functions[name] = Function(parameters, cursor.source, body)


def _first_schema(cursor: Cursor) -> str:
    """The schema in which a search path makes things, "" for public; from after its name."""
    cursor.take()
    names = (item.next.text for item in cursor.items() if not item.done)
    schema = next((name for name in names if name != "$user"), "")
    return "" if schema == "public" else schema


def _dispatch(table: Mapping[str, Callable[[State, Cursor], None]], state: State, cursor: Cursor) -> None:
    change = table.get(cursor.take().key)
    if change is not None:
        change(state, cursor)


_CREATE: Mapping[str, Callable[[State, Cursor], None]] = {
    "TABLE": create_table,
    "VIEW": create_view,
    "TYPE": create_type,
    "POLICY": create_policy,
}


def _alter_materialized(state: State, cursor: Cursor) -> None:
    cursor.expect("VIEW")
    alter_table(state, cursor)


_ALTER: Mapping[str, Callable[[State, Cursor], None]] = {
    "TABLE": alter_table,
    "VIEW": alter_table,
    "MATERIALIZED": _alter_materialized,
    "INDEX": alter_index,
    "TYPE": alter_type,
}
