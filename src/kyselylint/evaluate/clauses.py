"""The clause methods of select, update, delete, insert and merge builders: what each adds to the statement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from kyselylint.evaluate.arguments import (
    callback,
    eb,
    expression_of,
    operand,
    ordering,
    plain_list,
    predicate,
    reference_comparison,
    selections,
    string_of,
    subquery,
    unknown,
    unknown_method,
)
from kyselylint.evaluate.builder import Builder, join_builders
from kyselylint.evaluate.interpreter import Interpreter
from kyselylint.evaluate.joins import joined
from kyselylint.evaluate.narrow import assuming, truth
from kyselylint.evaluate.runs import rows_of
from kyselylint.evaluate.scope import Store, join_stores
from kyselylint.evaluate.tables import tables
from kyselylint.evaluate.values import Array, Choice, Expr, Func, Method, Opaque, Tool, Val
from kyselylint.query import expression as sql
from kyselylint.query.statement import Bound, Filter, Handle, Modifier, Selection, SetOperation

if TYPE_CHECKING:
    from kyselylint.evaluate.apply import Call

Clause = Callable[[Interpreter, Builder, "Call"], Val]


def _where(it: Interpreter, builder: Builder, call: Call) -> Val:
    return builder.add("where", Filter(predicate(it, call, builder.handle, "where"), span=it.span(call.name_node)))


def _where_ref(it: Interpreter, builder: Builder, call: Call) -> Val:
    return builder.add(
        "where", Filter(reference_comparison(it, call, builder.handle, "where"), span=it.span(call.name_node))
    )


def _having(it: Interpreter, builder: Builder, call: Call) -> Val:
    return builder.add("having", Filter(predicate(it, call, builder.handle, "having"), span=it.span(call.name_node)))


def _having_ref(it: Interpreter, builder: Builder, call: Call) -> Val:
    return builder.add(
        "having", Filter(reference_comparison(it, call, builder.handle, "having"), span=it.span(call.name_node))
    )


def _select(it: Interpreter, builder: Builder, call: Call) -> Val:
    node = call.nodes[0] if call.nodes else call.node
    return builder.add("selections", *selections(it, call.arg(0), node, builder.handle))


def _stars(it: Interpreter, call: Call) -> tuple[Selection, ...]:
    """`selectAll()`, `selectAll('t')`, `selectAll(['t', 'u'])`; spans are the method's name."""
    span = it.span(call.name_node)
    if not call.args:
        return (Selection(sql.Star(span=span), span=span),)
    value = call.args[0]
    names = [item.value for item in it.store.content(value).items] if isinstance(value, Array) else [value]
    found: list[Selection] = []
    for name in names:
        text = string_of(name)
        if text is None:
            found.append(Selection(unknown(it, name, call.nodes[0], "the table of", "select"), span=span))
            continue
        schema, _, bare = text.rpartition(".")
        found.append(Selection(sql.Star(bare.strip(), schema.strip(), span), span=span))
    return tuple(found)


def _select_all(it: Interpreter, builder: Builder, call: Call) -> Val:
    return builder.add("selections", *_stars(it, call))


def _returning(it: Interpreter, builder: Builder, call: Call) -> Val:
    node = call.nodes[0] if call.nodes else call.node
    return builder.add("returning", *selections(it, call.arg(0), node, builder.handle, "returning"))


def _returning_all(it: Interpreter, builder: Builder, call: Call) -> Val:
    return builder.add("returning", *_stars(it, call))


def _output(it: Interpreter, builder: Builder, call: Call) -> Val:
    node = call.nodes[0] if call.nodes else call.node
    return builder.add("output", *selections(it, call.arg(0), node, builder.handle, "returning"))


def _output_all(it: Interpreter, builder: Builder, call: Call) -> Val:
    return builder.add("output", *_stars(it, call))


def _clear(*clauses: str) -> Clause:
    def clear(_it: Interpreter, builder: Builder, _call: Call) -> Val:
        for clause in clauses:
            builder = builder.drop(clause)
        return builder

    return clear


def _clear_select(_it: Interpreter, builder: Builder, _call: Call) -> Val:
    return builder.put("selections", ())  # as Kysely does it, which shows if nothing is selected after that


def _join(kind: str) -> Clause:
    def join(it: Interpreter, builder: Builder, call: Call) -> Val:
        return builder.add("joins", joined(it, builder, call, kind))

    return join


def _from(clause: str) -> Clause:
    def add(it: Interpreter, builder: Builder, call: Call) -> Val:
        return builder.add(clause, *tables(it, call.arg(0), call.nodes[0] if call.nodes else call.node, builder.handle))

    return add


def _group_by(it: Interpreter, builder: Builder, call: Call) -> Val:
    node = call.nodes[0] if call.nodes else call.node
    items = plain_list(it, call.arg(0), node, builder.handle, "group")
    return builder.add("group_by", *(Selection(item, span=it.span(node)) for item in items))


def _distinct_on(it: Interpreter, builder: Builder, call: Call) -> Val:
    node = call.nodes[0] if call.nodes else call.node
    items = plain_list(it, call.arg(0), node, builder.handle, "select")
    return builder.add("distinct_on", *(Selection(item, span=it.span(node)) for item in items))


def _distinct(_it: Interpreter, builder: Builder, _call: Call) -> Val:
    return builder.put("distinct", builder.clauses.get("distinct", 0) + 1)


def _order_by(it: Interpreter, builder: Builder, call: Call) -> Val:
    return builder.add("order_by", *ordering(it, call, builder.handle))


def _bound(clause: str) -> Clause:
    def bind(it: Interpreter, builder: Builder, call: Call) -> Val:
        node = call.nodes[0] if call.nodes else call.node
        value = operand(it, call.arg(0), node, builder.handle)
        modifier = string_of(call.arg(1)) or ("only" if clause == "fetch" else "")
        return builder.put(clause, Bound(value, modifier, span=it.span(call.name_node)))

    return bind


def _flag(kind: str) -> Clause:
    def add(it: Interpreter, builder: Builder, call: Call) -> Val:
        of = tables(it, call.args[0], call.nodes[0], builder.handle) if call.args else ()
        return builder.add("modifiers", Modifier(kind, of, span=it.span(call.name_node)))

    return add


def action(kind: str) -> Clause:
    """`ignore`, `orReplace` …: one slot, the last call counts."""

    def put(it: Interpreter, builder: Builder, call: Call) -> Val:
        kept = tuple(one for one in builder.clauses.get("modifiers", ()) if not one.kind.startswith("or "))
        return builder.put("modifiers", (*kept, Modifier(kind, span=it.span(call.name_node))))

    return put


def _raw_modifier(kind: str) -> Clause:
    def add(it: Interpreter, builder: Builder, call: Call) -> Val:
        node = call.nodes[0] if call.nodes else call.node
        text = expression_of(it, call.arg(0)) or unknown(it, call.arg(0), node, "the raw SQL", "")
        return builder.add("modifiers", Modifier(kind, expression=text, span=it.span(call.name_node)))

    return add


def _set_operation(operator: str) -> Clause:
    def add(it: Interpreter, builder: Builder, call: Call) -> Val:
        node = call.nodes[0] if call.nodes else call.node
        value = call.arg(0)
        if isinstance(value, Func | Method):
            value = callback(it, value, [eb(builder.handle)], node)
        values = [item.value for item in it.store.content(value).items] if isinstance(value, Array) else [value]
        return builder.add("set_operations", *(_operand_query(it, one, call, operator) for one in values))

    return add


def _operand_query(it: Interpreter, value: Val, call: Call, operator: str) -> SetOperation:
    span = it.span(call.name_node)
    if isinstance(value, Builder):
        return SetOperation(operator, subquery(it, value), span=span)
    found = expression_of(it, value)
    if isinstance(found, sql.Parens) and isinstance(found.inner, sql.Subquery):
        return SetOperation(operator, found.inner.query, parens=True, span=span)
    node = call.nodes[0] if call.nodes else call.node
    return SetOperation(operator, None, found or unknown(it, value, node, "the query of", "from"), span=span)


def _as(it: Interpreter, builder: Builder, call: Call) -> Val:
    name = string_of(call.arg(0))
    query = sql.Subquery(subquery(it, builder), builder.site.span)
    if name is not None:
        return Expr(sql.Aliased(query, name, span=it.span(call.name_node)))
    node = call.nodes[0] if call.nodes else call.node
    raw = expression_of(it, call.arg(0)) or unknown(it, call.arg(0), node, "the alias", "select")
    return Expr(sql.Aliased(query, "", raw, span=it.span(call.name_node)))


def _same(_it: Interpreter, builder: Builder, _call: Call) -> Val:
    return builder


def _scalar(it: Interpreter, builder: Builder, _call: Call) -> Val:
    return Expr(sql.Subquery(subquery(it, builder), builder.site.span))


def _call(it: Interpreter, builder: Builder, call: Call) -> Val:
    return transformed(it, builder, call, 0)


def transformed(it: Interpreter, builder: Builder, call: Call, index: int) -> Val:
    """The builder after a function was applied to it."""
    value, node = call.arg(index), call.nodes[index] if len(call.nodes) > index else call.node
    functions = value.options if isinstance(value, Choice) else (value,)
    if not all(isinstance(one, Func | Method) for one in functions):
        text = " ".join(it.text(node).split())[:60]
        return builder.hole(it.hole("callback", f"`{text}` changes the query, but is not visible", node))
    results = [callback(it, one, [builder], node) for one in functions]
    result = results[0]
    for other in results[1:]:
        result = join_builders(result, other) if isinstance(result, Builder) and isinstance(other, Builder) else result
    if isinstance(result, Opaque) and result.carries is not None:
        return result.carries
    return result


def _if(it: Interpreter, builder: Builder, call: Call) -> Val:
    known = truth(it, call.arg(0))
    if known is False:
        return builder
    if known is True:
        return transformed(it, builder, call, 1)
    before, it.store = it.store, assuming(it, call.nodes[0], holds=True) if call.nodes else Store(it.store)
    changed = transformed(it, builder, call, 1)
    it.store = join_stores(it.store, before)
    return join_builders(changed, builder) if isinstance(changed, Builder) else builder


def _with_plugin(it: Interpreter, builder: Builder, call: Call) -> Val:
    return builder.rooted(with_plugins(builder.handle, plugin_names(it, call.args)))


def with_plugins(handle: Handle, names: tuple[str, ...]) -> Handle:
    """A handle with plugins added; WithSchemaPlugin is what withSchema() adds."""
    schemas = [name.partition("=")[2] for name in names if name.startswith("WithSchemaPlugin=")]
    kept = tuple(name for name in names if not name.startswith("WithSchemaPlugin="))
    return replace(handle, plugins=(*handle.plugins, *kept), schema=schemas[-1] if schemas else handle.schema)


def plugin_names(it: Interpreter, values: list[Val]) -> tuple[str, ...]:
    """Class names of plugins: `new CamelCasePlugin()`, possibly in lists."""
    found: list[str] = []
    for value in values:
        if isinstance(value, Array):
            found.extend(plugin_names(it, [item.value for item in it.store.content(value).items]))
        elif isinstance(value, Tool) and value.kind == "plugin":
            found.extend(value.state)
        elif isinstance(value, Choice):
            found.extend(plugin_names(it, list(value.options)))
        else:
            name = getattr(getattr(value, "kind", None), "name", "") or _constructed(value)
            found.extend([name] if name else [])
    return tuple(found)


def _constructed(value: Val) -> str:
    text = value.value.text if isinstance(value, Opaque) else ""
    return text.removeprefix("new ").partition("(")[0] if text.startswith("new ") else ""


def _explain(it: Interpreter, builder: Builder, call: Call) -> Val:
    kind = f"explain {string_of(call.arg(0)) or ''}".strip()
    made = Modifier(kind, expression=expression_of(it, call.arg(1)), span=it.span(call.name_node))
    return _execute(it, builder.add("modifiers", made), call)


def _execute(it: Interpreter, builder: Builder, call: Call) -> Val:
    return rows_of(it, call, it.recorder.run(it, builder, call))


def _compile(it: Interpreter, builder: Builder, call: Call) -> Val:
    it.recorder.run(it, builder, call, sends=False)
    return Tool("compiled", builder)


def _node(it: Interpreter, builder: Builder, call: Call) -> Val:
    it.recorder.embedded(builder)
    return it.opaque(call.node)


def method(it: Interpreter, builder: Builder, call: Call) -> Val:
    """A method of a query builder; one that is not known leaves the builder with a hole."""
    from kyselylint.evaluate.writes import INSERT, MERGE, SET

    own = {
        "select": SELECT,
        "insert": INSERT,
        "replace": INSERT,
        "update": {**ROWS, **SET},
        "delete": ROWS,
        "merge": MERGE,
    }
    found = own.get(builder.operation, {}).get(call.name) or SHARED.get(call.name)
    if found is not None:
        return found(it, builder, call)
    if builder.operation == "unknown" or call.name in ("then", "catch", "finally"):
        return builder
    return builder.hole(unknown_method(it, call).hole)


SHARED: dict[str, Clause] = {
    "returning": _returning,
    "returningAll": _returning_all,
    "clearReturning": _clear("returning"),
    "output": _output,
    "outputAll": _output_all,
    "top": _bound("top"),
    "modifyEnd": _raw_modifier("end"),
    "modifyFront": _raw_modifier("front"),
    "$call": _call,
    "call": _call,
    "$if": _if,
    "if": _if,
    "$castTo": _same,
    "castTo": _same,
    "$narrowType": _same,
    "$assertType": _same,
    "$notNull": _same,
    "withPlugin": _with_plugin,
    "as": _as,
    "compile": _compile,
    "toOperationNode": _node,
    "execute": _execute,
    "executeTakeFirst": _execute,
    "executeTakeFirstOrThrow": _execute,
    "stream": _execute,
    "explain": _explain,
}
ROWS: dict[str, Clause] = {
    "where": _where,
    "whereRef": _where_ref,
    "clearWhere": _clear("where"),
    "innerJoin": _join("inner"),
    "leftJoin": _join("left"),
    "rightJoin": _join("right"),
    "fullJoin": _join("full"),
    "crossJoin": _join("cross"),
    "orderBy": _order_by,
    "clearOrderBy": _clear("order_by"),
    "limit": _bound("limit"),
    "clearLimit": _clear("limit"),
    "using": _from("sources"),
    "from": _from("sources"),
}
SELECT: dict[str, Clause] = {
    **ROWS,
    "select": _select,
    "selectAll": _select_all,
    "clearSelect": _clear_select,
    "distinct": _distinct,
    "distinctOn": _distinct_on,
    "innerJoinLateral": _join("lateral inner"),
    "leftJoinLateral": _join("lateral left"),
    "crossJoinLateral": _join("lateral cross"),
    "crossApply": _join("cross apply"),
    "outerApply": _join("outer apply"),
    "groupBy": _group_by,
    "clearGroupBy": _clear("group_by"),
    "having": _having,
    "havingRef": _having_ref,
    "offset": _bound("offset"),
    "clearOffset": _clear("offset"),
    "fetch": _bound("fetch"),
    "forUpdate": _flag("for update"),
    "forShare": _flag("for share"),
    "forKeyShare": _flag("for key share"),
    "forNoKeyUpdate": _flag("for no key update"),
    "skipLocked": _flag("skip locked"),
    "noWait": _flag("nowait"),
    "union": _set_operation("union"),
    "unionAll": _set_operation("union all"),
    "intersect": _set_operation("intersect"),
    "intersectAll": _set_operation("intersect all"),
    "except": _set_operation("except"),
    "exceptAll": _set_operation("except all"),
    "$asTuple": _scalar,
    "$asScalar": _scalar,
}
