"""Views, types and policies; drops and renames of them and of indexes."""

from __future__ import annotations

from dataclasses import replace

from kyselylint.schema.catalog import Column, Policy
from kyselylint.schema.history import Change
from kyselylint.schema.sql.cursor import Cursor
from kyselylint.schema.sql.draft import Draft
from kyselylint.schema.sql.queries import Output, outputs_of, renamed, without_options
from kyselylint.schema.sql.state import State


def create_view(state: State, cursor: Cursor) -> None:
    """`create view`, from after the word VIEW."""
    if cursor.accept("IF", "NOT", "EXISTS") and state.find(
        Cursor(cursor.source, cursor.words, cursor.position).qualified()
    ):
        return
    place = cursor.next
    draft = Draft(state.named(cursor.qualified()), cursor.place(place), view=True)
    names: tuple[str, ...] | None = cursor.names() if cursor.at("(") else None
    cursor.until("AS")
    cursor.expect("AS")
    outputs = outputs_of(state, without_options(cursor.rest()))
    if names is not None:
        outputs = renamed(outputs, list(names)) or tuple(map(Output, names))
    draft.open = outputs is None
    draft.columns = {
        one.name: Column(one.name, one.type, stored=one.name, origin=draft.origin) for one in outputs or ()
    }
    state.tables[draft.name] = draft


def create_type(state: State, cursor: Cursor) -> None:
    """`create type … as enum`; other types say nothing about tables."""
    name = state.named(cursor.qualified())
    if cursor.accept("AS", "ENUM"):
        state.enums[name] = tuple(item.take().text for item in cursor.group().items())


def alter_type(state: State, cursor: Cursor) -> None:
    """Values added and renamed, the type renamed or moved."""
    name = state.named(cursor.qualified())
    values = state.enums.get(name, ())
    if cursor.accept("ADD", "VALUE"):
        cursor.accept("IF", "NOT", "EXISTS")
        value = cursor.take().text
        if value not in values:
            state.enums[name] = _inserted(values, value, cursor)
    elif cursor.accept("RENAME", "VALUE"):
        old = cursor.take().text
        cursor.expect("TO")
        new = cursor.take().text
        state.enums[name] = tuple(new if one == old else one for one in values)
    elif cursor.accept("RENAME", "TO"):
        _rename_type(state, name, (name[0], cursor.name()))


def _inserted(values: tuple[str, ...], value: str, cursor: Cursor) -> tuple[str, ...]:
    before, after = cursor.accept("BEFORE"), cursor.accept("AFTER")
    neighbour = cursor.take().text if before or after else ""
    if neighbour not in values:
        return (*values, value)
    position = values.index(neighbour) + (0 if before else 1)
    return (*values[:position], value, *values[position:])


def _rename_type(state: State, old: tuple[str, str], new: tuple[str, str]) -> None:
    if old in state.enums:
        state.enums[new] = state.enums.pop(old)
    for draft in state.tables.values():
        for column in draft.columns.values():
            base, array = column.type.removesuffix("[]"), "[]" if column.type.endswith("[]") else ""
            if base == ".".join(part for part in old if part):
                renamed = ".".join(part for part in new if part)
                draft.columns[column.name] = replace(column, type=renamed + array)


def create_policy(state: State, cursor: Cursor) -> None:
    """`create policy`, from after the word POLICY."""
    place = cursor.span
    name = cursor.name()
    cursor.expect("ON")
    draft = state.table(cursor.qualified(), place)
    command, using, check = "all", "", ""
    while not cursor.done:
        if cursor.accept("FOR"):
            command = cursor.take().text.lower()
        elif cursor.accept("USING"):
            using = cursor.group().text
        elif cursor.accept("WITH", "CHECK"):
            check = cursor.group().text
        else:
            cursor.take()
    draft.policies = [policy for policy in draft.policies if policy.name != name]
    draft.policies.append(Policy(name, command, using, check, place))


def drop(state: State, cursor: Cursor) -> None:
    """`drop table`, view, index, type, schema or policy, from after the word DROP."""
    cursor.accept("MATERIALIZED")
    kind = cursor.take().key
    cursor.accept("CONCURRENTLY")
    cursor.accept("IF", "EXISTS")
    if kind == "POLICY":
        name = cursor.name()
        cursor.expect("ON")
        draft = state.find(cursor.qualified())
        if draft is not None:
            draft.policies = [policy for policy in draft.policies if policy.name != name]
        return
    for item in cursor.items():
        _drop_one(state, kind, item)


def _drop_one(state: State, kind: str, item: Cursor) -> None:
    place, name = item.span, item.qualified()
    draft = state.find(name) if kind == "TABLE" else None
    if draft is not None:
        state.note(Change("drop table", place), draft)
    if kind in ("TABLE", "VIEW"):
        state.drop_table(name)
    elif kind == "INDEX":
        state.drop_index(name[1])
    elif kind == "TYPE":
        state.enums.pop(state.named(name), None)
    elif kind == "SCHEMA":
        state.drop_schema(name[1])


def alter_index(state: State, cursor: Cursor) -> None:
    """`alter index … rename to`."""
    cursor.accept("IF", "EXISTS")
    old = cursor.qualified()[1]
    if cursor.accept("RENAME", "TO"):
        state.rename_index(old, cursor.name())
