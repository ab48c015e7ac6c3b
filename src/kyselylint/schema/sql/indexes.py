"""Indexes: `create index`, and those that MySQL lists among the columns of a table."""

from __future__ import annotations

from kyselylint.finding import Span
from kyselylint.schema.catalog import Index, Key
from kyselylint.schema.history import Change
from kyselylint.schema.sql.cursor import Cursor
from kyselylint.schema.sql.draft import Draft
from kyselylint.schema.sql.state import State

_PART_ENDS = ("ASC", "DESC", "NULLS", "COLLATE")
_LISTED = ("KEY", "INDEX", "FULLTEXT", "SPATIAL")
_TYPES = ("ENUM", "SET", "GEOMETRY", "GEOGRAPHY")  # with names in parentheses: then `key` is a column


def create_index(state: State, cursor: Cursor, *, unique: bool) -> None:
    """`create index`, from after the word INDEX."""
    concurrently = cursor.accept("CONCURRENTLY")
    lenient = cursor.accept("IF", "NOT", "EXISTS")
    place = cursor.span
    named_at = cursor.place(cursor.next)
    name = "" if cursor.at("ON") else cursor.qualified()[1]
    cursor.expect("ON")
    cursor.accept("ONLY")
    draft = state.table(cursor.qualified(), place)
    if lenient and state.has_index(name):
        return
    state.note(Change("create index", named_at, concurrently=concurrently, unique=unique), draft)
    method = cursor.name() if cursor.accept("USING") else "btree"
    parts = [_part(item) for item in cursor.group().items()]
    include = cursor.names() if cursor.accept("INCLUDE") else ()
    distinct = cursor.accept("NULLS", "NOT", "DISTINCT")
    cursor.until("WHERE")
    where = cursor.rest().text if cursor.accept("WHERE") else ""
    names = tuple(part for part, _, _ in parts)
    draft.indexes.append(
        Index(
            name or draft.free_name(tuple(_label(part) for part in names), "idx"),
            names,
            _leading(names),
            unique,
            method,
            where,
            include,
            place,
            tuple(operator_class for _, operator_class, _ in parts),
            tuple(part for part, _, descending in parts if descending),
            distinct,
        )
    )


def is_listed_index(cursor: Cursor) -> bool:
    """Whether `key name (columns)` comes next, and not a column that is called key."""
    if cursor.next.key not in _LISTED:
        return False
    ahead = Cursor(cursor.source, cursor.words, cursor.position + 1)
    _ = ahead.accept("KEY") or ahead.accept("INDEX")
    if ahead.next.key in _TYPES:
        return False
    if not ahead.done and not ahead.at("(") and not ahead.at("USING"):
        ahead.take()
    if ahead.accept("USING"):
        ahead.take()
    return ahead.accept("(") and not ahead.next.text[:1].isdigit()


def read_listed_index(draft: Draft, cursor: Cursor) -> None:
    """`key name (columns)`, `fulltext index (columns)`; what follows the columns is how MySQL keeps it."""
    place = cursor.span
    kind = cursor.take().key
    _ = cursor.accept("KEY") or cursor.accept("INDEX")
    add_listed(draft, cursor, "btree" if kind in ("KEY", "INDEX") else kind.lower(), place)


def add_listed(draft: Draft, cursor: Cursor, method: str, place: Span, *, unique: bool = False) -> None:
    """`[name] [using btree] (parts)`, after the words that say its kind."""
    name = "" if cursor.at("(") or cursor.at("USING") else cursor.name()
    if cursor.accept("USING"):
        cursor.take()
    parts = [_part(item) for item in cursor.group().items()]
    names = tuple(part for part, _, _ in parts)
    label = name or draft.free_name(tuple(map(_label, names)), "key" if unique else "idx")
    if unique and _leading(names) == names:
        draft.uniques.append(Key(names, label, origin=place))
    else:
        down = tuple(part for part, _, descending in parts if descending)
        draft.indexes.append(Index(label, names, _leading(names), unique, method, origin=place, descending=down))


def _part(item: Cursor) -> tuple[str, str, bool]:
    """Column or expression in parentheses, operator class, whether it is sorted in reverse."""
    if item.at("("):
        text = f"({item.group().text})"
    else:
        start = item.position
        text = item.qualified()[1]
        if item.at("("):
            inner = item.group()
            if not inner.text.isdigit():  # MySQL: the first bytes of a column
                text = f"({Cursor(item.source, item.words[start : item.position]).text})"
    if item.accept("COLLATE"):
        item.qualified()
    plain = not item.done and item.next.key not in _PART_ENDS
    operator_class = item.qualified()[1] if plain else ""
    return text, operator_class, any(word.key == "DESC" for word in item.words)


def _leading(parts: tuple[str, ...]) -> tuple[str, ...]:
    first = next((position for position, part in enumerate(parts) if part.startswith("(")), len(parts))
    return parts[:first]


def _label(part: str) -> str:
    """What PostgreSQL calls a part in a generated name: the column, a function's name, or `expr`."""
    return part if not part.startswith("(") else part[1:].partition("(")[0].strip() or "expr"
