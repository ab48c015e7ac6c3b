"""Database handles: the root calls of queries, common table expressions, and what hands a handle on."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kyselylint.evaluate.arguments import (
    callback,
    column,
    expression_of,
    selections,
    string_of,
    subquery,
    unknown,
    unknown_method,
)
from kyselylint.evaluate.builder import Builder, Site
from kyselylint.evaluate.clauses import plugin_names, with_plugins
from kyselylint.evaluate.fate import fluent, function_around
from kyselylint.evaluate.given import given
from kyselylint.evaluate.interpreter import Interpreter
from kyselylint.evaluate.origin import placeholder
from kyselylint.evaluate.tables import table, tables
from kyselylint.evaluate.values import Choice, Expr, Func, HandleValue, Literal, Method, Opaque, Tool, Val
from kyselylint.finding import Span
from kyselylint.query.expression import Ref
from kyselylint.query.statement import Cte, Handle, HandleKind, Operation, Source

if TYPE_CHECKING:
    from kyselylint.evaluate.apply import Call

ROOTS = {
    "selectFrom": Operation.SELECT,
    "selectNoFrom": Operation.SELECT,
    "insertInto": Operation.INSERT,
    "replaceInto": Operation.REPLACE,
    "updateTable": Operation.UPDATE,
    "deleteFrom": Operation.DELETE,
    "mergeInto": Operation.MERGE,
}
_PASSED_ON = frozenset({"withoutPlugins", "$extendTables", "$omitTables", "$pickTables", "withTables"})


def site_of(it: Interpreter, call: Call) -> Site:
    """Where a root call stands."""
    span = fluent(it, call.top)
    it.recorder.roots.add((span.path, call.name_node.start_byte))
    return Site(
        span, it.span(call.name_node), function_around(it, call.top), it.frame.depth, around=given(it, call.top)
    )


def or_given(value: Opaque, fallback: Val) -> Val:
    """A parameter with a default: `trx = db` is that handle or another one, `query = BASE` that query."""
    if isinstance(fallback, Builder):
        return fallback
    if isinstance(fallback, HandleValue):
        text = f"{value.value.text} ?? {fallback.handle.text}" if value.value.text else fallback.handle.text
        return HandleValue(replace(fallback.handle, kind=HandleKind.EITHER, text=text, identity="", transaction=""))
    return value


def root(it: Interpreter, receiver: HandleValue, call: Call) -> Val:
    """A root call on a handle or query creator."""
    operation = ROOTS[call.name]
    handle = replace(receiver.handle, span=Span(it.frame.module.path, call.head.start_byte, _receiver_end(call)))
    if operation is Operation.SELECT:
        return select_from(it, handle, receiver.ctes, call, known=receiver.known, holes=receiver.holes)
    clauses: dict[str, Any] = {"ctes": receiver.ctes} if receiver.ctes else {}
    node = call.nodes[0] if call.nodes else call.node
    clauses["targets"] = _targets(it, call, node, handle, receiver)
    return Builder(operation, handle, site_of(it, call), clauses, receiver.holes)


def _receiver_end(call: Call) -> int:
    """The end of what stands before `.selectFrom`, without the dot."""
    function = call.node.child_by_field_name("function")
    receiver = None if function is None else function.child_by_field_name("object")
    return receiver.end_byte if receiver is not None else call.name_node.end_byte


def _targets(it: Interpreter, call: Call, node: Any, handle: Handle, receiver: HandleValue) -> tuple[Source, ...]:
    """The written table; insertInto takes no alias: the whole text is the name."""
    text = string_of(call.arg(0))
    if call.name in ("insertInto", "replaceInto") and text is not None:
        parts = [part.strip() for part in text.split(".")]
        schema, name = (parts[0], parts[1]) if len(parts) > 1 else ("", parts[0])
        return (Source(name, schema, dynamic=isinstance(call.arg(0), Choice), span=it.span(node)),)
    return _marked(tables(it, call.arg(0), node, handle), receiver.ctes, receiver.known)


def select_from(
    it: Interpreter,
    handle: Handle,
    ctes: tuple[Cte, ...],
    call: Call,
    *,
    known: frozenset[str] = frozenset(),
    holes: tuple[Any, ...] = (),
) -> Val:
    """SelectFrom and selectNoFrom, of a handle or of an expression builder."""
    clauses: dict[str, Any] = {"ctes": ctes} if ctes else {}
    node = call.nodes[0] if call.nodes else call.node
    if call.name == "selectNoFrom":
        clauses["selections"] = selections(it, call.arg(0), node, handle)
    else:
        clauses["sources"] = _marked(tables(it, call.arg(0), node, handle), ctes, known)
    return Builder(Operation.SELECT, handle, site_of(it, call), clauses, holes)


def _marked(sources: tuple[Source, ...], ctes: tuple[Cte, ...], known: frozenset[str]) -> tuple[Source, ...]:
    names = {cte.name for cte in ctes} | known
    return tuple(
        replace(source, cte=True) if source.table in names and not source.schema else source for source in sources
    )


def method(it: Interpreter, receiver: HandleValue, call: Call) -> Val | None:
    """A method of a handle; None if it is not one of Kysely's."""
    from kyselylint.evaluate import transactions

    if call.name in ROOTS:
        return root(it, receiver, call)
    if call.name in ("with", "withRecursive"):
        return _with(it, receiver, call)
    if call.name == "withSchema":
        schema, node = string_of(call.arg(0)), call.nodes[0] if call.nodes else call.node
        return replace(receiver, handle=replace(receiver.handle, schema=schema or placeholder(it.text(node))))
    if call.name == "withPlugin":
        return replace(receiver, handle=with_plugins(receiver.handle, plugin_names(it, call.args)))
    if call.name in _PASSED_ON:
        return (
            receiver
            if call.name != "withoutPlugins"
            else replace(receiver, handle=replace(receiver.handle, plugins=(), schema=""))
        )
    if call.name == "case":
        from kyselylint.evaluate.expression_builder import EB

        return EB["case"](it, receiver.handle, call)
    if call.name in ("executeQuery", "stream"):
        return _execute_query(it, receiver, call)
    if call.name == "fn":
        from kyselylint.evaluate.functions import call_fn

        return call_fn(it, receiver.handle, call)
    return transactions.method(it, receiver, call)


def _with(it: Interpreter, receiver: HandleValue, call: Call) -> Val:
    name_value, node = call.arg(0), call.nodes[0] if call.nodes else call.node
    materialized: bool | None = None
    if isinstance(name_value, Func | Method):
        built = callback(it, name_value, [Tool("cte-name", receiver)], node)
        if isinstance(built, Tool) and built.kind == "cte":
            name_value, materialized = built.state
            receiver = replace(receiver, holes=(*receiver.holes, *built.holes))
    text = string_of(name_value)
    if text is None:
        hole = it.hole(
            "name", f"the name of the common table expression `{it.text(node)[:60]}` is not a constant", node, "from"
        )
        receiver, text = replace(receiver, holes=(*receiver.holes, hole)), it.text(node)
    name, columns = _cte_name(text)
    recursive = receiver.ctes[0].recursive if receiver.ctes else call.name == "withRecursive"
    made = Cte(name, None, columns, materialized=materialized, recursive=recursive, span=it.span(node))
    names = receiver.known | {cte.name for cte in receiver.ctes} | ({name} if call.name == "withRecursive" else set())
    body_node = call.nodes[1] if len(call.nodes) > 1 else call.node
    body = callback(it, call.arg(1), [_creator(receiver, frozenset(names))], body_node)
    if isinstance(body, Builder):
        made = replace(made, query=subquery(it, body))
    else:
        made = replace(
            made,
            expression=expression_of(it, body) or unknown(it, body, body_node, "the common table expression", "from"),
        )
    return replace(receiver, ctes=(*receiver.ctes, made))


def _creator(receiver: HandleValue, names: frozenset[str]) -> HandleValue:
    """What a CTE callback receives: it knows earlier names, but repeats none of them and cannot execute."""
    return replace(receiver, handle=replace(receiver.handle, kind=HandleKind.NONE), ctes=(), known=names)


def _cte_name(text: str) -> tuple[str, tuple[str, ...]]:
    match = re.fullmatch(r"\s*(.*?)\s*\((.*)\)\s*", text)
    if match is None:
        return text.strip(), ()
    return match.group(1), tuple(part.strip() for part in match.group(2).split(","))


_MATERIALIZED = {"materialized": True, "notMaterialized": False}


def cte_method(it: Interpreter, tool: Tool, call: Call) -> Val:
    """`cte('name').materialized()`."""
    if call.name == "toOperationNode":
        return tool
    if call.name not in _MATERIALIZED:
        return replace(tool, holes=(unknown_method(it, call, "a method of Kysely's CTE builder", "from").hole,))
    return replace(tool, state=(tool.state[0], _MATERIALIZED[call.name]))


def _execute_query(it: Interpreter, receiver: HandleValue, call: Call) -> Val | None:
    """`db.executeQuery(q)`: runs on this handle, whichever handle the query was rooted at."""
    value = call.arg(0)
    if isinstance(value, Tool) and value.kind == "compiled":
        value = value.state
    if isinstance(value, Builder):
        from kyselylint.evaluate.runs import rows_of

        span = it.span(call.nodes[0])
        handle = replace(
            receiver.handle, span=span if value.handle.kind is not HandleKind.NONE else receiver.handle.span
        )
        return rows_of(it, call, it.recorder.run(it, value.rooted(handle), call))
    return it.opaque(call.node) if call.name == "executeQuery" else None


def dynamic_method(it: Interpreter, tool: Tool, call: Call) -> Val:
    """`db.dynamic.ref(x)` and `db.dynamic.table(x)`."""
    text, node = string_of(call.arg(0)), call.nodes[0] if call.nodes else call.node
    if text is None and call.name in ("ref", "table"):
        it.recorder.chosen(it, call.arg(0), node, "column" if call.name == "ref" else "table")
    if call.name == "ref":
        made = column(text, node, it) if text is not None else Ref(placeholder(it.text(node)), span=it.span(node))
        return Tool("dynamic-ref", replace(made, dynamic=True))
    if call.name == "table":
        made_table = table(it, call.arg(0) if text is None else Literal(text), node, tool.state)
        return Tool("dynamic-table", replace(made_table, dynamic=True))
    return Expr(unknown_method(it, call, "a method of Kysely's dynamic module"))


def dynamic_table_method(it: Interpreter, tool: Tool, call: Call) -> Val:
    """`.as('alias')` of a dynamic table."""
    if call.name != "as":
        return Expr(unknown_method(it, call, "a method of Kysely's dynamic tables"))
    return Tool("dynamic-table", replace(tool.state, alias=string_of(call.arg(0)) or ""))
