"""Statements applied one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from kyselylint.finding import Span
from kyselylint.schema.sql.cursor import Cursor
from kyselylint.schema.sql.objects import (
    alter_index,
    alter_type,
    create_index,
    create_policy,
    create_type,
    create_view,
    drop,
)
from kyselylint.schema.sql.state import State
from kyselylint.schema.sql.tables import alter_table, create_table
from kyselylint.schema.sql.words import SqlText, Statement, Unreadable, Word, statements

_MODIFIERS = frozenset({
    "OR",
    "REPLACE",
    "TEMP",
    "TEMPORARY",
    "GLOBAL",
    "LOCAL",
    "UNLOGGED",
    "UNIQUE",
    "MATERIALIZED",
    "RECURSIVE",
    "FOREIGN",
})  # fmt: skip
_TEMPORARY = ("TEMP", "TEMPORARY")
_COMPUTED = frozenset({"EXECUTE", "FOR", "FOREACH", "WHILE", "LOOP"})
_BLOCK_STARTS = frozenset({"BEGIN", "THEN", "ELSE", ";"})
_CHANGES = frozenset({"CREATE", "ALTER", "DROP"})


@dataclass(frozen=True, slots=True)
class Skipped:
    """A statement that may change tables and was not understood, and why."""

    span: Span
    reason: str


@dataclass(slots=True)
class Replay:
    """Applies SQL to a state; counts what was understood and keeps what was not."""

    state: State = field(default_factory=State)
    skipped: list[Skipped] = field(default_factory=list)
    understood: int = 0

    def run(self, source: SqlText) -> None:
        """Apply all statements of a text."""
        try:
            for statement in statements(source):
                self._apply(statement)
        except Unreadable as error:
            self.skipped.append(Skipped(source.span(0, len(source.text)), str(error)))

    def _apply(self, statement: Statement) -> None:
        try:
            self._change(Cursor(statement.source, statement.words))
            self.understood += 1
        except Unreadable as error:
            self.skipped.append(Skipped(statement.span, str(error)))

    def _change(self, cursor: Cursor) -> None:
        first = cursor.take()
        if first.key == "CREATE":
            self._create(cursor)
        elif first.key == "ALTER":
            _dispatch(_ALTER, self.state, cursor)
        elif first.key == "DROP":
            drop(self.state, cursor)
        elif first.key == "SET" and cursor.accept("SEARCH_PATH"):
            cursor.take()
            word = cursor.take()
            self.state.search_path = "" if word.text == "public" else word.text
        elif first.key == "DO":
            self._block(cursor)

    def _create(self, cursor: Cursor) -> None:
        modifiers: list[str] = []
        while cursor.next.key in _MODIFIERS:
            modifiers.append(cursor.take().key)
        if any(word in _TEMPORARY for word in modifiers):
            return
        if cursor.accept("INDEX"):
            create_index(self.state, cursor, unique="UNIQUE" in modifiers)
        else:
            _dispatch(_CREATE, self.state, cursor)

    def _block(self, cursor: Cursor) -> None:
        """A `do` block guards statements that are already done; read as if the guard let them pass."""
        body = next((word for word in cursor.words if word.string), None)
        inner = list(_block_statements(cursor.source, body)) if body else []
        if not inner:
            return
        if any(word.key in _COMPUTED for statement in inner for word in statement.words):
            raise Unreadable("a block builds its statements as text")
        for statement in inner:
            start = next(position for position, word in enumerate(statement.words) if word.key in _CHANGES)
            self._change(Cursor(statement.source, statement.words[start:]))


def _block_statements(source: SqlText, body: Word) -> Iterator[Statement]:
    """The changes of tables in a block; a part of a statement before one (`if … then`) stays with it."""
    opening = source.text.find(body.text, body.start, body.end)
    inner = SqlText(source.path, body.text.encode(), source.span(0, max(opening, 0)).end)
    for statement in statements(inner):
        keys = [word.key for word in statement.words]
        starts = [0, *(position + 1 for position, key in enumerate(keys) if key in _BLOCK_STARTS)]
        if any(position < len(keys) and keys[position] in _CHANGES for position in starts):
            first = next(position for position in starts if position < len(keys) and keys[position] in _CHANGES)
            yield Statement(inner, statement.words[first:])
        elif "EXECUTE" in keys:
            yield statement


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
