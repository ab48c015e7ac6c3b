"""What Kysely takes for a table: a name, an alias, a query, a callback, a list of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kyselylint.evaluate.interpreter import Interpreter, named
from kyselylint.evaluate.values import (
    Array,
    Choice,
    Func,
    Method,
    Opaque,
    Tool,
    Val,
)
from kyselylint.query import expression as sql
from kyselylint.query.expression import Expression
from kyselylint.query.statement import Handle, Source
from kyselylint.syntax.tree import Node

if TYPE_CHECKING:
    pass

from kyselylint.evaluate.arguments import callback, eb, expression_of, string_of, unknown


def table(it: Interpreter, value: Val, node: Node, handle: Handle) -> Source:
    """One TableArg: a name, an aliased expression or builder, a callback."""
    if isinstance(value, Func | Method):
        value = callback(it, value, [eb(handle)], node)
    text = string_of(value)
    if text is not None:
        return replace(named_table(text), span=it.span(node), dynamic=isinstance(value, Choice))
    if isinstance(value, Tool) and value.kind == "dynamic-table":
        chosen: Source = value.state
        return replace(chosen, span=it.span(node))
    node_sql = expression_of(it, value)
    aliased = _with_chosen_alias(it, node) if node_sql is None and isinstance(value, Opaque) else None
    if aliased is not None:
        return aliased
    if node_sql is None:
        it.recorder.chosen(it, value, node, "table")
        hole = unknown(it, value, node, "the table", "from")
        return Source(table="", expression=hole, dynamic=True, span=it.span(node))
    return _expression_source(it, node_sql, node)


def _with_chosen_alias(it: Interpreter, node: Node) -> Source | None:
    """`` `todo as ${alias}` ``: the table is known, the alias is shown by its source."""
    while node.type in ("as_expression", "parenthesized_expression", "satisfies_expression", "non_null_expression"):
        node = named(node)[0]
    if node.type != "template_string":
        return None
    name, separator, alias = it.text(node).strip("`").partition(" as ")
    return replace(named_table(name), alias=alias, span=it.span(node)) if separator and "$" not in name else None


def _expression_source(it: Interpreter, node_sql: Expression, node: Node) -> Source:
    alias, name_sql = "", None
    if isinstance(node_sql, sql.Aliased):
        alias, name_sql, inner = node_sql.name, node_sql.name_sql, node_sql.expression
    else:
        inner = node_sql
    if isinstance(inner, sql.TableName):
        if inner.dynamic:
            hole = it.hole("expression", f"the table `{it.text(node)}` cannot be followed", node, "from")
            return Source(alias=alias, expression=sql.Unknown(hole), dynamic=True, span=it.span(node))
        return Source(inner.name, inner.schema, alias, span=it.span(node))
    if isinstance(inner, sql.Subquery) and name_sql is None:
        return Source(alias=alias, query=inner.query, span=it.span(node))
    return Source(alias=alias, expression=node_sql if name_sql is not None else inner, span=it.span(node))


def named_table(text: str) -> Source:
    """`schema.table as alias`; only the exact text " as " makes an alias, parts after the second dot are dropped."""
    name, _, alias = text.partition(" as ")
    parts = [part.strip() for part in name.split(".")]
    schema, bare = (parts[0], parts[1]) if len(parts) > 1 else ("", parts[0])
    return Source(bare, schema, alias.strip())


def tables(it: Interpreter, value: Val, node: Node, handle: Handle) -> tuple[Source, ...]:
    """A TableArg or a list of them."""
    if isinstance(value, Func | Method):
        value = callback(it, value, [eb(handle)], node)
    if isinstance(value, Array):
        return tuple(table(it, item.value, node, handle) for item in it.store.content(value).items)
    return (table(it, value, node, handle),)
