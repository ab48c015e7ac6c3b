"""The arguments of schema builders in SQL: names, data types, values."""

from __future__ import annotations

from collections.abc import Callable

from kyselylint.query.ddl import Argument, Calls, SchemaCall
from kyselylint.query.expression import Param
from kyselylint.query.expression_sql import UNKNOWN
from kyselylint.query.sql import Writer
from kyselylint.query.statement import Query

Term = Callable[[Writer, Argument], str]


def table(writer: Writer, given: Argument) -> str:
    """A table or a type: `schema.name` in two parts, the schema of withSchema() if it has none."""
    if not isinstance(given, str):
        return text(writer, given)
    schema, *rest = (part.strip() for part in given.split("."))
    return qualified(writer, rest[0], schema) if rest else qualified(writer, given)


def qualified(writer: Writer, given: Argument, schema: str = "") -> str:
    """A name that withSchema() applies to, but in which a dot means nothing: views and indexes."""
    schema = schema or writer.names.schema
    return f"{writer.names.quote(schema)}.{name(writer, given)}" if schema else name(writer, given)


def name(writer: Writer, given: Argument) -> str:
    """One identifier."""
    return writer.names.quote(given) if isinstance(given, str) else text(writer, given)


def dotted(writer: Writer, given: Argument) -> str:
    """A name in which dots separate identifiers, and that withSchema() leaves alone."""
    if not isinstance(given, str):
        return text(writer, given)
    return ".".join(writer.names.quote(part.strip()) for part in given.split("."))


def ordered(writer: Writer, given: Argument) -> str:
    """A column of an index: `name`, or a reference and its direction, `name desc`."""
    if not isinstance(given, str) or " " not in given:
        return name(writer, given)
    column, direction = given.split(" ", 1)
    return f"{dotted(writer, column)} {direction.strip()}"


def text(writer: Writer, given: Argument) -> str:
    """What stands in the statement as it is: data types, actions, raw SQL."""
    if isinstance(given, str):
        return given
    if isinstance(given, Query):
        return _query(writer, given)
    if given is None or isinstance(given, Param | SchemaCall | tuple | int | float):
        return UNKNOWN
    return writer.expression(given)


def value(writer: Writer, given: Argument) -> str:
    """A constant as a literal, an expression as it is."""
    if given is None or isinstance(given, str | int | float):
        return writer.literal(given)
    return text(writer, given)


def each(term: Term, writer: Writer, given: Argument) -> str:
    """A list in SQL, each item written by `term`; one value counts as a list of one."""
    items = given if isinstance(given, tuple) else (given,)
    return ", ".join(term(writer, item) for item in items)


def modifiers(writer: Writer, calls: Calls, method: str) -> str:
    """The raw SQL of modifyFront() or modifyEnd()."""
    return " ".join(text(writer, call.argument(0)) for call in calls.named(method))


def _query(writer: Writer, query: Query) -> str:
    """The query of a view or of `create table … as`: its own schema and plugins, else those of the statement."""
    return Writer(writer.names, inline=writer.inline).query(query)
