"""`fn`: functions, aggregates and windows; and Kysely's JSON helpers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from kyselylint.evaluate.arguments import (
    callback,
    ordering,
    plain_list,
    predicate,
    reference,
    reference_comparison,
    string_of,
    subquery,
    unknown,
    unknown_method,
)
from kyselylint.evaluate.builder import Builder
from kyselylint.evaluate.interpreter import Interpreter
from kyselylint.evaluate.origin import value_of
from kyselylint.evaluate.values import Array, Choice, Expr, Func, Method, Object, Tool, Val
from kyselylint.query import expression as sql
from kyselylint.query.expression import Expression
from kyselylint.query.statement import Handle, HandleKind, Query, Selection
from kyselylint.syntax.tree import Node

if TYPE_CHECKING:
    from kyselylint.evaluate.apply import Call

_AGGREGATES = frozenset({"avg", "count", "max", "min", "sum"})
NAMES = _AGGREGATES | {"countAll", "agg", "coalesce", "any", "jsonAgg", "toJson"}  # of the function module


def finished(tool: Tool) -> Expression | None:
    """The expression that an aggregate, JSON path or order item stands for; None for unfinished tools."""
    if tool.kind in ("aggregate", "json"):
        made: Expression = tool.state[0] if tool.kind == "aggregate" else tool.state
        return made
    return tool.state if tool.kind == "order-item" else None


def call_fn(it: Interpreter, handle: Handle, call: Call) -> Val:
    """`fn('name', [args])`."""
    return Expr(_function(it, handle, call))


def _function(it: Interpreter, handle: Handle, call: Call) -> sql.Function:
    name = string_of(call.arg(0))
    args = _arguments(it, call.args[1] if len(call.args) > 1 else None, call, handle)
    node = call.nodes[0] if call.nodes else call.node
    if name is None:
        it.recorder.raw(sql.RawText(None, value_of(call.arg(0), it.text(node)), "fn", it.span(node)))
        return sql.Function(" ".join(it.text(node).split()), args, dynamic=True, span=it.span(node))
    return sql.Function(name, args, span=it.span(node))


def _arguments(it: Interpreter, value: Val, call: Call, handle: Handle) -> tuple[Expression, ...]:
    if value is None:
        return ()
    node = call.nodes[1] if len(call.nodes) > 1 else call.node
    if isinstance(value, Array):
        content = it.store.content(value)
        found = [reference(it, item.value, node, handle) for item in content.items]
        return tuple(found) if not content.open else (*found, unknown(it, value, node, "some of the arguments in", ""))
    return (unknown(it, value, node, "the arguments", ""),)


def fn_method(it: Interpreter, tool: Tool, call: Call) -> Val:
    """A member of the function module."""
    handle: Handle = tool.state
    node = call.nodes[0] if call.nodes else call.node
    if call.name in _AGGREGATES:
        return _aggregate(call.name, (reference(it, call.arg(0), node, handle),), it, call, handle)
    if call.name == "countAll":
        table = string_of(call.arg(0)) or ""
        return _aggregate("count", (sql.Star(table),), it, call, handle)
    if call.name == "agg":
        made = _function(it, handle, call)
        return Tool("aggregate", (sql.Aggregate(made.name, made.args, dynamic=made.dynamic, span=made.span), handle))
    if call.name in ("coalesce", "any"):
        args = tuple(reference(it, value, one, handle) for value, one in zip(call.args, call.nodes, strict=True))
        return Expr(sql.Function(call.name, args, span=it.span(call.name_node)))
    if call.name in ("jsonAgg", "toJson"):
        return _json_function(it, call, node, handle)
    if call.name == "fn":
        return call_fn(it, handle, call)
    return Expr(unknown_method(it, call, "a function of Kysely", owner="fn"))


def _aggregate(name: str, args: tuple[Expression, ...], it: Interpreter, call: Call, handle: Handle) -> Val:
    return Tool("aggregate", (sql.Aggregate(name, args, span=it.span(call.name_node)), handle))


def _json_function(it: Interpreter, call: Call, node: Node, handle: Handle) -> Val:
    """A plain name given to json_agg or to_json is a table, `table.column` a column."""
    text = string_of(call.arg(0))
    arg: Expression = (
        sql.TableName(text, span=it.span(node))
        if text is not None and "." not in text
        else reference(it, call.arg(0), node, handle)
    )
    if call.name == "toJson":
        return Expr(sql.Function("to_json", (arg,), span=it.span(node)))
    return Tool("aggregate", (sql.Aggregate("json_agg", (arg,), span=it.span(node)), handle))


def aggregate_method(it: Interpreter, tool: Tool, call: Call) -> Val:
    """distinct, filterWhere, over, orderBy … of an aggregate."""
    made, handle = tool.state
    change = _AGGREGATE.get(call.name)
    if change is not None:
        return Tool("aggregate", (change(it, made, call, handle), handle))
    if call.name == "$call":
        return callback(it, call.arg(0), [tool], call.node)
    if call.name in ("$castTo", "$notNull", "castTo", "toOperationNode"):
        return tool
    if call.name == "as":
        from kyselylint.evaluate.expression_builder import expression_method

        return expression_method(it, Expr(made), call)
    return Expr(unknown_method(it, call, "a method of Kysely's aggregates"))


def _distinct(_it: Interpreter, made: sql.Aggregate, _call: Call, _handle: Handle) -> sql.Aggregate:
    return replace(made, distinct=True)


def _filter(it: Interpreter, made: sql.Aggregate, call: Call, handle: Handle) -> sql.Aggregate:
    test = (reference_comparison if call.name.endswith("Ref") else predicate)(it, call, handle, "select")
    return replace(made, filter=test if made.filter is None else sql.And((made.filter, test)))


def _ordered(it: Interpreter, made: sql.Aggregate, call: Call, handle: Handle) -> sql.Aggregate:
    return replace(made, order_by=(*made.order_by, *ordering(it, call, handle)))


def _within_group(it: Interpreter, made: sql.Aggregate, call: Call, handle: Handle) -> sql.Aggregate:
    return replace(made, within_group=(*made.within_group, *ordering(it, call, handle)))


def _clear_order(_it: Interpreter, made: sql.Aggregate, _call: Call, _handle: Handle) -> sql.Aggregate:
    return replace(made, order_by=())


def _over(it: Interpreter, made: sql.Aggregate, call: Call, handle: Handle) -> sql.Aggregate:
    if not call.args:
        return replace(made, over=sql.Over())
    built = callback(it, call.args[0], [Tool("over", (sql.Over(), handle))], call.nodes[0])
    return replace(made, over=built.state[0] if isinstance(built, Tool) and built.kind == "over" else sql.Over())


_AGGREGATE: dict[str, Callable[[Interpreter, sql.Aggregate, Call, Handle], sql.Aggregate]] = {
    "distinct": _distinct,
    "filterWhere": _filter,
    "filterWhereRef": _filter,
    "orderBy": _ordered,
    "clearOrderBy": _clear_order,
    "withinGroupOrderBy": _within_group,
    "over": _over,
}


def over_method(it: Interpreter, tool: Tool, call: Call) -> Val:
    """PartitionBy and orderBy of a window."""
    made, handle = tool.state
    node = call.nodes[0] if call.nodes else call.node
    if call.name == "partitionBy":
        return Tool(
            "over",
            (
                replace(made, partition_by=(*made.partition_by, *plain_list(it, call.arg(0), node, handle, "select"))),
                handle,
            ),
        )
    if call.name == "orderBy":
        return Tool("over", (replace(made, order_by=(*made.order_by, *ordering(it, call, handle))), handle))
    if call.name == "clearOrderBy":
        return Tool("over", (replace(made, order_by=()), handle))
    if call.name == "$call":
        return callback(it, call.arg(0), [tool], node)
    hidden = unknown_method(it, call, "a method of Kysely's windows")
    return (
        tool
        if call.name == "toOperationNode"
        else Tool("over", (replace(made, partition_by=(*made.partition_by, hidden)), handle))
    )


def order_item_method(it: Interpreter, tool: Tool, call: Call) -> Val:
    """asc, desc, nullsFirst, nullsLast and collate of an order item."""
    item: sql.OrderItem = tool.state
    if call.name in ("asc", "desc"):
        return Tool("order-item", replace(item, direction=call.name))
    if call.name in ("nullsFirst", "nullsLast"):
        return Tool("order-item", replace(item, nulls="nulls first" if call.name == "nullsFirst" else "nulls last"))
    if call.name == "collate":
        return Tool("order-item", replace(item, collate=string_of(call.arg(0)) or it.text(call.node)))
    hidden = unknown_method(it, call, "a method of Kysely's order", "order")
    return tool if call.name == "toOperationNode" else Tool("order-item", replace(item, raw=hidden))


# The SQL of the helpers of kysely/helpers/*, as kysely 0.29.9 compiles it.
_ARRAY_SQL = {
    "postgres": ("(select coalesce(json_agg(agg), '[]') from ", " as agg)"),
    "mysql": ("(select cast(coalesce(json_arrayagg(json_object(", ")), '[]') as json) from ", " as agg)"),
    "sqlite": ("(select coalesce(json_group_array(json_object(", ")), '[]') from ", " as agg)"),
    "mssql": ("coalesce((select * from ", " as agg for json path, include_null_values), '[]')"),
}
_OBJECT_SQL = {
    "postgres": ("(select to_json(obj) from ", " as obj)"),
    "mysql": ("(select json_object(", ") from ", " as obj)"),
    "sqlite": ("(select json_object(", ") from ", " as obj)"),
    "mssql": ("(select * from ", " as agg for json path, include_null_values, without_array_wrapper)"),
}


def json_helper(it: Interpreter, name: str, call: Call) -> Val:
    """jsonArrayFrom(query), jsonObjectFrom(query), jsonBuildObject({…})."""
    bare, _, dialect = name.partition("@")
    node = call.nodes[0] if call.nodes else call.node
    if bare == "jsonBuildObject":
        return Expr(_built_object(it, call.arg(0), node, dialect or "postgres"))
    value = call.arg(0)
    if isinstance(value, Choice):
        value = value.options[0]
    if not isinstance(value, Builder):
        return Expr(unknown(it, value, node, "the query of", "select"))
    query = subquery(it, value)
    pieces = (_ARRAY_SQL if bare == "jsonArrayFrom" else _OBJECT_SQL)[dialect or "postgres"]
    inner = sql.Subquery(query, it.span(node))
    if len(pieces) == 2:
        return Expr(sql.Raw((pieces[0], inner, pieces[1]), it.span(call.node)))
    alias = "agg" if bare == "jsonArrayFrom" else "obj"
    return Expr(sql.Raw((pieces[0], *_pairs(query, alias), pieces[1], inner, pieces[2]), it.span(call.node)))


def _pairs(query: Query, alias: str) -> tuple[str | Expression, ...]:
    """`'name', "agg"."name"` for each selected column."""
    named = [(name, sql.Ref(name, alias)) for name in map(_selected_name, query.selections)]
    return _joined(", ", [(sql.Inline(name), ", ", value) for name, value in named])


def _joined(separator: str, groups: Iterable[tuple[str | Expression, ...]]) -> tuple[str | Expression, ...]:
    return tuple(part for index, group in enumerate(groups) for part in (*([separator] if index else []), *group))


def _selected_name(one: Selection) -> str:
    node = one.expression
    return node.name if isinstance(node, sql.Aliased) else node.column if isinstance(node, sql.Ref) else ""


def _built_object(it: Interpreter, value: Val, node: Node, dialect: str) -> Expression:
    if not isinstance(value, Object):
        return unknown(it, value, node, "the object", "select")
    values = [
        (sql.Inline(name), _member(it, item.value, node)) for name, item in it.store.properties(value).items.items()
    ]
    if dialect == "mssql":
        pairs = [
            ("\"'+string_escape(N", name, ", 'json')+'\":\"'+string_escape(", one, ", 'json')+'\"")
            for name, one in values
        ]
        return sql.Raw(("json_query('{", *_joined(",", pairs), "}')"), it.span(node))
    function = "json_build_object" if dialect == "postgres" else "json_object"
    members = _joined(", ", [(name, ", ", one) for name, one in values])
    return sql.Raw((f"{function}(", *members, ")"), it.span(node))


def _member(it: Interpreter, value: Val, node: Node) -> Expression:
    is_expression = isinstance(value, Expr | Tool | Builder | Func | Method)
    found = reference(it, value, node, Handle(HandleKind.NONE)) if is_expression else None
    return found or sql.Param(value_of(value, it.text(node)))
