"""`create table` and `alter table`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from kyselylint.finding import Span
from kyselylint.schema.catalog import Column
from kyselylint.schema.history import Change
from kyselylint.schema.sql.constraints import TABLE_CONSTRAINTS, ColumnReader, read_constraint
from kyselylint.schema.sql.cursor import Cursor
from kyselylint.schema.sql.draft import Draft
from kyselylint.schema.sql.indexes import is_listed_index, read_listed_index
from kyselylint.schema.sql.queries import outputs_of, renamed, without_options
from kyselylint.schema.sql.state import State
from kyselylint.schema.sql.types import read_type
from kyselylint.schema.sql.words import Unreadable

_NO_CHANGE = frozenset({
    "ATTACH",
    "CLUSTER",
    "DETACH",
    "FORCE",
    "INHERIT",
    "NO",
    "OWNER",
    "REPLICA",
    "RESET",
    "SET",
    "VALIDATE",
})  # fmt: skip


def create_table(state: State, cursor: Cursor) -> None:
    """`create table`, from after the word TABLE."""
    lenient = cursor.accept("IF", "NOT", "EXISTS")
    place = cursor.next
    name = cursor.qualified()
    if lenient and state.find(name) is not None:
        return
    draft = Draft(state.named(name), cursor.place(place))
    state.tables[draft.name] = draft
    state.spelled.add(name[0])
    state.made.add(draft.name)
    state.note(Change("create table", draft.origin), draft)
    if cursor.at("PARTITION", "OF"):
        draft.columns = _parent_columns(state, cursor)
    elif cursor.accept("AS"):
        _take_query(state, draft, cursor)
    elif cursor.at("OF"):
        draft.open = True
    else:
        _read_elements(state, draft, cursor.group())
        state.qualify(draft)
        _read_options(state, draft, cursor)


def _read_elements(state: State, draft: Draft, group: Cursor) -> None:
    later: list[Cursor] = []
    for item in group.items():
        if item.accept("LIKE"):
            draft.columns.update(_copied(state, item))
        elif item.next.key in TABLE_CONSTRAINTS:
            later.append(item)  # it may name columns that follow
        elif is_listed_index(item):
            read_listed_index(draft, item)
        else:
            ColumnReader(draft, item).read()
    for item in later:
        read_constraint(draft, item)


def _read_options(state: State, draft: Draft, cursor: Cursor) -> None:
    if cursor.accept("INHERITS"):
        for item in cursor.group().items():
            parent = state.find(item.qualified())
            draft.columns = {**(parent.columns if parent else {}), **draft.columns}
    elif cursor.accept("AS"):
        _take_query(state, draft, cursor)


def _parent_columns(state: State, cursor: Cursor) -> dict[str, Column]:
    cursor.expect("PARTITION", "OF")
    parent = state.find(cursor.qualified())
    return dict(parent.columns) if parent else {}


def _copied(state: State, cursor: Cursor) -> dict[str, Column]:
    original = state.find(cursor.qualified())
    defaults = any(word.key in ("ALL", "DEFAULTS") for word in cursor.words)
    columns = original.columns if original else {}
    return {
        name: column if defaults else replace(column, has_default=False, default="") for name, column in columns.items()
    }


def _take_query(state: State, draft: Draft, cursor: Cursor) -> None:
    """`as select …`; names in parentheses before it, which were read as columns, are those of its columns."""
    outputs = renamed(outputs_of(state, without_options(cursor.rest())), list(draft.columns))
    draft.open = outputs is None
    draft.columns = {
        one.name: Column(one.name, one.type, True, False, stored=one.name, origin=draft.origin, created=draft.origin)
        for one in outputs or ()
    }


def alter_table(state: State, cursor: Cursor) -> None:
    """`alter table` with all its actions, from after the word TABLE; views and indexes may be altered this way too."""
    lenient = cursor.accept("IF", "EXISTS")
    cursor.accept("ONLY")
    place = cursor.next
    name = cursor.qualified()
    cursor.accept("*")
    if lenient and state.find(name) is None:
        return
    actions = cursor.items()
    only = actions[0] if len(actions) == 1 else None
    if only is not None and only.accept("RENAME"):
        _rename(state, name, only)
    elif only is not None and only.accept("SET", "SCHEMA"):
        state.rename_table(name, state.named((only.name(), name[1])))
    else:
        _act(state, name, actions, cursor.source.span(place.start, place.start + 1))


def _act(state: State, name: tuple[str, str], actions: list[Cursor], place: Span) -> None:
    for action in actions:
        if action.next.key in _NO_CHANGE or action.at("ENABLE", "TRIGGER"):
            continue
        draft = state.table(name, place)
        word = action.take()
        if word.key not in _ACTIONS:
            raise Unreadable(f"`alter table … {word.text}` is not known")
        references = len(draft.foreign_keys)
        _ACTIONS[word.key](state, draft, action)
        state.qualify(draft, references)


def _rename(state: State, name: tuple[str, str], cursor: Cursor) -> None:
    if cursor.accept("TO"):
        place = cursor.next
        new = state.named((name[0], cursor.name()))
        state.rename_table(name, new)
        renamed = state.tables.get(new)
        if renamed is not None:
            state.note(Change("rename table", cursor.place(place)), renamed)
        state.rename_index(name[1], new[1])
        return
    constraint = cursor.accept("CONSTRAINT")
    if not constraint:
        cursor.accept("COLUMN")
    old = cursor.name()
    cursor.expect("TO")
    new_name, draft = cursor.name(), state.find(name)
    if draft is not None and constraint:
        draft.rename_constraint(old, new_name)
    elif draft is not None:
        state.rename_column(draft, old, new_name)


def _add(state: State, draft: Draft, action: Cursor) -> None:
    if action.next.key in TABLE_CONSTRAINTS:
        read_constraint(draft, action)
        return
    if is_listed_index(action):
        read_listed_index(draft, action)
        return
    action.accept("COLUMN")
    lenient = action.accept("IF", "NOT", "EXISTS")
    if lenient and action.next.name in draft.columns:
        return
    place = action.place(action.next)
    reader = ColumnReader(draft, action)
    reader.read()
    column = reader.column
    fills = column.nullable is not False or bool(column.has_default)
    state.note(Change("add column", place, column=column.name, fills=fills), draft)


def _drop(state: State, draft: Draft, action: Cursor) -> None:
    if action.at("PRIMARY", "KEY"):  # MySQL, where it has no name
        draft.primary_key = None
        return
    constraint = action.accept("CONSTRAINT") or _drops_key(action)
    if not constraint:
        action.accept("COLUMN")
    action.accept("IF", "EXISTS")
    place, name = action.place(action.next), action.name()
    if constraint:
        draft.drop_constraint(name)
    else:
        state.note(Change("drop column", place, column=name), draft)
        draft.drop_column(name)


def _drops_key(action: Cursor) -> bool:
    """MySQL's `drop index name`, `drop key name`, `drop foreign key name`."""
    foreign = action.accept("FOREIGN", "KEY")
    named = action.next.key in ("INDEX", "KEY") and len(action.words) > action.position + 1
    if named:
        action.take()
    return foreign or named


def _alter(_state: State, draft: Draft, action: Cursor) -> None:
    if action.accept("CONSTRAINT"):
        return
    action.accept("COLUMN")
    name = action.name()
    if name not in draft.columns:
        return
    column = draft.columns[name]
    if action.accept("SET", "NOT", "NULL"):
        column = replace(column, nullable=False)
    elif action.accept("DROP", "NOT", "NULL"):
        column = replace(column, nullable=True)
    elif action.accept("SET", "DEFAULT"):
        text = action.rest().text
        column = replace(column, has_default=text.lower() != "null", default=text)
    elif action.accept("DROP", "DEFAULT") or action.accept("DROP", "EXPRESSION") or action.accept("DROP", "IDENTITY"):
        column = replace(column, has_default=False, generated=False, default="")
    elif action.accept("ADD", "GENERATED"):
        column = replace(column, has_default=True, generated=action.at("ALWAYS"), nullable=False, default="identity")
    elif action.accept("SET", "DATA", "TYPE") or action.accept("TYPE"):
        start = action.position
        typed = read_type(action)
        declared = Cursor(action.source, action.words[start : action.position]).text
        column = replace(column, type=typed, declared=declared)
    draft.columns[name] = column


def _rename_column(state: State, draft: Draft, action: Cursor) -> None:
    """MySQL renames among other actions."""
    action.accept("COLUMN")
    old = action.name()
    action.expect("TO")
    state.rename_column(draft, old, action.name())


def _modify(_state: State, draft: Draft, action: Cursor) -> None:
    """MySQL's `modify column`: the column is defined anew, in its place; one of the primary key stays not null."""
    action.accept("COLUMN")
    before = draft.columns.get(action.next.name)
    reader = ColumnReader(draft, action)
    reader.read()
    if before is not None:
        keyed = draft.primary_key is not None and before.name in draft.primary_key.columns
        nullable = reader.column.nullable and not keyed
        draft.columns[before.name] = replace(reader.column, created=before.created, nullable=nullable)


def _change(state: State, draft: Draft, action: Cursor) -> None:
    """MySQL's `change column`: renamed and defined anew."""
    action.accept("COLUMN")
    old = action.name()
    if action.next.name != old:
        state.rename_column(draft, old, action.next.name)
    _modify(state, draft, action)


def _enable(_state: State, draft: Draft, action: Cursor) -> None:
    if action.at("ROW", "LEVEL", "SECURITY"):
        draft.security = True


def _disable(_state: State, draft: Draft, action: Cursor) -> None:
    if action.at("ROW", "LEVEL", "SECURITY"):
        draft.security = False


_ACTIONS: Mapping[str, Callable[[State, Draft, Cursor], None]] = {
    "ADD": _add,
    "DROP": _drop,
    "ALTER": _alter,
    "ENABLE": _enable,
    "DISABLE": _disable,
    "RENAME": _rename_column,
    "MODIFY": _modify,
    "CHANGE": _change,
}
