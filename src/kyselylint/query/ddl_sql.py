"""The SQL of schema statements as Kysely's own compilers write it (src/query-compiler/default-query-compiler.ts)."""

from __future__ import annotations

from collections.abc import Callable

from kyselylint.query import ddl_terms as terms
from kyselylint.query.ddl import Calls, SchemaCall, shown
from kyselylint.query.ddl_table_sql import alteration, definitions, index_columns, renamed, using
from kyselylint.query.expression_sql import UNKNOWN, words
from kyselylint.query.sql import Writer
from kyselylint.query.statement import Query


def schema_statement(writer: Writer, query: Query) -> str:
    """The text of a statement that is made by `db.schema`."""
    first, *rest = shown(query.schema).made
    statement = _STATEMENTS.get(first.name)
    return UNKNOWN if statement is None else statement(writer, first, Calls(tuple(rest)))


def _create_table(writer: Writer, first: SchemaCall, calls: Calls) -> str:
    query, commit = calls.last("as"), calls.last("onCommit")
    return words(
        "create",
        terms.modifiers(writer, calls, "modifyFront"),
        calls.said("temporary"),
        "table",
        calls.said("ifNotExists"),
        terms.table(writer, first.argument(0)),
        "" if query else definitions(writer, calls),
        f"on commit {terms.text(writer, commit.argument(0))}" if commit else "",
        terms.modifiers(writer, calls, "modifyEnd"),
        f"as {terms.text(writer, query.argument(0))}" if query else "",
    )


def _alter_table(writer: Writer, first: SchemaCall, calls: Calls) -> str:
    return words("alter table", terms.table(writer, first.argument(0)), alteration(writer, calls))


def _drop_table(writer: Writer, first: SchemaCall, calls: Calls) -> str:
    table = terms.table(writer, first.argument(0))
    return words("drop", calls.said("temporary"), "table", calls.said("ifExists"), table, calls.said("cascade"))


def _create_index(writer: Writer, first: SchemaCall, calls: Calls) -> str:
    """MySQL names the access method before the table, and knows no `nulls not distinct`."""
    is_mysql = writer.names.dialect == "mysql"
    method = using(writer, calls)
    return words(
        "create",
        calls.said("unique"),
        "index",
        calls.said("ifNotExists"),
        terms.name(writer, first.argument(0)),
        method if is_mysql else "",
        _on(writer, calls),
        "" if is_mysql else method,
        index_columns(writer, calls),
        "" if is_mysql else calls.said("nullsNotDistinct"),
        _where(writer, calls),
    )


def _on(writer: Writer, calls: Calls) -> str:
    call = calls.last("on")
    return "" if call is None else f"on {terms.table(writer, call.argument(0))}"


def _where(writer: Writer, calls: Calls) -> str:
    inline = Writer(writer.names, inline=True)
    found = [terms.text(inline, call.argument(0)) for call in calls.named("where")]
    return f"where {' and '.join(found)}" if found else ""


def _drop_index(writer: Writer, first: SchemaCall, calls: Calls) -> str:
    name = terms.qualified(writer, first.argument(0))
    return words("drop index", calls.said("ifExists"), name, _on(writer, calls), calls.said("cascade"))


def _create_schema(writer: Writer, first: SchemaCall, calls: Calls) -> str:
    return words("create schema", calls.said("ifNotExists"), terms.name(writer, first.argument(0)))


def _drop_schema(writer: Writer, first: SchemaCall, calls: Calls) -> str:
    name = terms.name(writer, first.argument(0))
    return words("drop schema", calls.said("ifExists"), name, calls.said("cascade"))


def _create_view(writer: Writer, first: SchemaCall, calls: Calls) -> str:
    """A view cannot have parameters: Kysely writes their values into its query."""
    columns = calls.last("columns")
    query, inline = calls.last("as"), Writer(writer.names, inline=True)
    return words(
        "create",
        calls.said("orReplace"),
        calls.said("materialized"),
        calls.said("temporary"),
        "view",
        calls.said("ifNotExists"),
        terms.qualified(writer, first.argument(0)),
        f"({terms.each(terms.name, writer, columns.argument(0))})" if columns else "",
        f"as {terms.text(inline, query.argument(0))}" if query else "",
    )


def _drop_view(writer: Writer, first: SchemaCall, calls: Calls) -> str:
    name = terms.qualified(writer, first.argument(0))
    return words("drop", calls.said("materialized"), "view", calls.said("ifExists"), name, calls.said("cascade"))


def _refresh_view(writer: Writer, first: SchemaCall, calls: Calls) -> str:
    """concurrently() and withNoData() undo each other; a view is refreshed with data unless told otherwise."""
    name = terms.qualified(writer, first.argument(0))
    data = calls.last("concurrently", "withData", "withNoData")
    without = data is not None and data.name == "withNoData"
    concurrently = calls.since("withNoData").said("concurrently")
    return words("refresh materialized view", concurrently, name, "with no data" if without else "with data")


def _create_type(writer: Writer, first: SchemaCall, calls: Calls) -> str:
    call = calls.last("asEnum")
    values = f"as enum ({terms.each(terms.value, writer, call.argument(0))})" if call else ""
    return words("create type", terms.table(writer, first.argument(0)), values)


def _alter_type(writer: Writer, first: SchemaCall, calls: Calls) -> str:
    action = calls.last("addValue", "renameTo", "renameValue", "setSchema")
    start = f"alter type {terms.table(writer, first.argument(0))}"
    if action is None:
        return start
    if action.name in ("renameTo", "setSchema"):
        return words(start, renamed(writer, action, terms.name))
    value = terms.value(writer, action.argument(0))
    if action.name == "renameValue":
        return f"{start} rename value {value} to {terms.value(writer, action.argument(1))}"
    neighbour = calls.last("before", "after")
    place = f"{neighbour.name} {terms.value(writer, neighbour.argument(0))}" if neighbour else ""
    return words(start, "add value", calls.said("ifNotExists"), value, place)


def _drop_type(writer: Writer, first: SchemaCall, calls: Calls) -> str:
    """withSchema() reaches the first of several names only."""
    given = first.argument(0)
    name, *more = given if isinstance(given, tuple) and given else (given,)
    names = [terms.table(writer, name), *(terms.dotted(writer, one) for one in more)]
    return words("drop type", calls.said("ifExists"), ", ".join(names), calls.said("cascade"))


_STATEMENTS: dict[str, Callable[[Writer, SchemaCall, Calls], str]] = {
    "createTable": _create_table,
    "alterTable": _alter_table,
    "dropTable": _drop_table,
    "createIndex": _create_index,
    "dropIndex": _drop_index,
    "createSchema": _create_schema,
    "dropSchema": _drop_schema,
    "createView": _create_view,
    "dropView": _drop_view,
    "refreshMaterializedView": _refresh_view,
    "createType": _create_type,
    "alterType": _alter_type,
    "dropType": _drop_type,
}
