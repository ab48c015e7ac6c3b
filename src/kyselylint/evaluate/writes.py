"""What insert, update and merge builders write: values, set, on conflict, when matched."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kyselylint.evaluate.arguments import (
    callback,
    column,
    eb,
    expression_of,
    object_items,
    operand,
    predicate,
    reference,
    reference_comparison,
    string_of,
    subquery,
    unknown,
    unknown_method,
)
from kyselylint.evaluate.builder import Builder
from kyselylint.evaluate.clauses import Clause, action
from kyselylint.evaluate.interpreter import Interpreter
from kyselylint.evaluate.joins import joined
from kyselylint.evaluate.origin import value_of
from kyselylint.evaluate.scope import join_values
from kyselylint.evaluate.types import typed_object
from kyselylint.evaluate.values import (
    UNDEFINED,
    Array,
    Choice,
    Func,
    Item,
    Method,
    Object,
    Opaque,
    Tool,
    Undefined,
    Val,
)
from kyselylint.query import expression as sql
from kyselylint.query.certainty import Certainty
from kyselylint.query.statement import Assignment, Conflict, Filter, Handle, Operation, Rows, When
from kyselylint.query.value import Value
from kyselylint.syntax.tree import Node

if TYPE_CHECKING:
    from kyselylint.evaluate.apply import Call


def _values(it: Interpreter, builder: Builder, call: Call) -> Val:
    node = call.nodes[0] if call.nodes else call.node
    value = call.arg(0)
    if isinstance(value, Func | Method):
        value = callback(it, value, [eb(builder.handle)], node)
    return builder.put("rows", rows(it, value, node, builder.handle))


def rows(it: Interpreter, value: Val, node: Node, handle: Handle) -> Rows:
    """The rows that values() writes: columns in order of first mention, undefined ones left out."""
    many = False
    objects: list[Val] = [value]
    if isinstance(value, Array):
        content = it.store.content(value)
        objects = [item.value for item in content.items]
        many = content.open or any(item.many or item.certainty is not Certainty.ALWAYS for item in content.items)
    many = many or (isinstance(value, Opaque) and value.value.many)
    known = [_row(it, one, node, handle) for one in objects]
    columns = tuple(dict.fromkeys(name for row, _, _ in known for name in row))
    is_open = any(unseen for _, unseen, _ in known) or (isinstance(value, Array) and it.store.content(value).open)
    source = next((origin for _, _, origin in known if origin is not None), None)
    lines = tuple(tuple(row.get(name) for name in columns) for row, _, _ in known) if columns else ()
    return Rows(columns, lines, open=is_open, many=many, source=source, span=it.span(node))


def _row(
    it: Interpreter, value: Val, node: Node, handle: Handle
) -> tuple[dict[str, sql.Expression | None], bool, Value | None]:
    """One row: its columns, whether it may have more, and the value it is (or spreads) as a whole."""
    if isinstance(value, Choice):
        present = [option for option in value.options if not isinstance(option, Undefined)]
        return _row(it, present[0], node, handle) if present else ({}, True, None)
    if isinstance(value, Opaque):
        value = typed_object(it, value) or value
    if not isinstance(value, Object):
        return {}, True, value_of(value, it.text(node))
    items, is_open = object_items(it, value)
    spread = it.store.properties(value).spread
    return (
        {name: operand(it, item.value, node, handle) for name, item in items.items()},
        is_open,
        spread[0] if spread else None,
    )


def _columns(it: Interpreter, builder: Builder, call: Call) -> Val:
    value = call.arg(0)
    names = [string_of(item.value) for item in it.store.content(value).items] if isinstance(value, Array) else [None]
    known = builder.clauses.get("rows") or Rows(span=it.span(call.name_node))
    columns = tuple(name for name in names if name is not None)
    return builder.put("rows", replace(known, columns=columns, open=known.open or len(columns) < len(names)))


def _expression(it: Interpreter, builder: Builder, call: Call) -> Val:
    node = call.nodes[0] if call.nodes else call.node
    value = call.arg(0)
    if isinstance(value, Func | Method):
        value = callback(it, value, [eb(builder.handle)], node)
    known = builder.clauses.get("rows") or Rows(span=it.span(call.name_node))
    if isinstance(value, Builder):
        return builder.put("rows", replace(known, query=subquery(it, value)))
    found = expression_of(it, value) or unknown(it, value, node, "the query of", "values")
    return builder.put("rows", replace(known, expression=found))


def _default_values(it: Interpreter, builder: Builder, call: Call) -> Val:
    return builder.put("rows", Rows(default_values=True, span=it.span(call.name_node)))


def _on_conflict(it: Interpreter, builder: Builder, call: Call) -> Val:
    made = Conflict(span=it.span(call.name_node))
    built = callback(it, call.arg(0), [Tool("conflict", (made, builder.handle))], call.node)
    if isinstance(built, Choice):
        options = [option for option in built.options if isinstance(option, Tool)]
        built = options[0] if options else built
    if isinstance(built, Tool) and built.kind == "conflict":
        return builder.put("conflict", built.state[0]).hole(*built.holes)
    return builder.hole(
        it.hole("callback", "the on-conflict clause is built where it cannot be seen", call.name_node, "conflict")
    )


def conflict_method(it: Interpreter, tool: Tool, call: Call) -> Val:
    """A method of the on-conflict builders."""
    made, handle = tool.state
    node = call.nodes[0] if call.nodes else call.node
    changed = _CONFLICT.get(call.name)
    if changed is not None:
        return replace(tool, state=(changed(it, made, call, node, handle), handle))
    if call.name == "$call":
        return callback(it, call.arg(0), [tool], node)
    if call.name == "toOperationNode":
        return tool
    hidden = unknown_method(it, call, "a method of Kysely's on-conflict builder", "conflict")
    return replace(tool, state=(replace(made, open=True), handle), holes=(*tool.holes, hidden.hole))


def _target(it: Interpreter, made: Conflict, call: Call, _node: Node, _handle: Handle) -> Conflict:
    value = call.arg(0)
    names = (
        [string_of(item.value) for item in it.store.content(value).items]
        if isinstance(value, Array)
        else [string_of(value)]
    )
    known = tuple(name for name in names if name is not None)
    return replace(made, columns=(*made.columns, *known), open=made.open or len(known) < len(names))


def _constraint(it: Interpreter, made: Conflict, call: Call, node: Node, _handle: Handle) -> Conflict:
    return replace(made, constraint=string_of(call.arg(0)) or it.text(node))


def _index_expression(it: Interpreter, made: Conflict, call: Call, node: Node, handle: Handle) -> Conflict:
    return replace(made, expression=operand(it, call.arg(0), node, handle))


def _do_nothing(_it: Interpreter, made: Conflict, _call: Call, _node: Node, _handle: Handle) -> Conflict:
    return replace(made, do_nothing=True)


def _do_update(it: Interpreter, made: Conflict, call: Call, node: Node, handle: Handle) -> Conflict:
    updates, is_open = assignments(it, call.arg(0), node, handle)
    return replace(made, updates=updates, open=made.open or is_open)


def _conflict_where(it: Interpreter, made: Conflict, call: Call, _node: Node, handle: Handle) -> Conflict:
    test = reference_comparison if call.name == "whereRef" else predicate
    added = Filter(test(it, call, handle, "conflict"), span=it.span(call.name_node))
    if made.updates or made.open:
        return replace(made, update_where=(*made.update_where, added))
    return replace(made, target_where=(*made.target_where, added))


def _conflict_clear(_it: Interpreter, made: Conflict, _call: Call, _node: Node, _handle: Handle) -> Conflict:
    return replace(made, update_where=()) if made.updates or made.open else replace(made, target_where=())


_CONFLICT = {
    "column": _target,
    "columns": _target,
    "constraint": _constraint,
    "expression": _index_expression,
    "doNothing": _do_nothing,
    "doUpdateSet": _do_update,
    "where": _conflict_where,
    "whereRef": _conflict_where,
    "clearWhere": _conflict_clear,
}


def _on_duplicate_key(it: Interpreter, builder: Builder, call: Call) -> Val:
    node = call.nodes[0] if call.nodes else call.node
    updates, is_open = assignments(it, call.arg(0), node, builder.handle)
    return builder.put(
        "conflict", Conflict("duplicate-key", updates=updates, open=is_open, span=it.span(call.name_node))
    )


def assignments(it: Interpreter, value: Val, node: Node, handle: Handle) -> tuple[tuple[Assignment, ...], bool]:
    """`{ column: value }` or a callback that returns it; and whether more columns may be set."""
    if isinstance(value, Func | Method):
        value = callback(it, value, [eb(handle)], node)
    if isinstance(value, Choice):
        value = _merged(it, value)
    if isinstance(value, Opaque):
        value = typed_object(it, value) or value
    if not isinstance(value, Object):
        return (), not isinstance(value, Undefined)
    items, is_open = object_items(it, value)
    return tuple(_assignment(it, name, item, node, handle) for name, item in items.items()), is_open


def _merged(it: Interpreter, value: Choice) -> Val:
    """`set(cond ? { a } : { b })`: the columns of one of the objects."""
    present = [option for option in value.options if not isinstance(option, Undefined)]
    if not all(isinstance(option, Object) for option in present) or not present:
        return next((option for option in present if isinstance(option, Opaque)), present[0] if present else UNDEFINED)
    merged = it.store.properties(present[0])
    for option in present[1:]:
        merged = join_values(merged, it.store.properties(option))
    return Object(merged)


def _assignment(it: Interpreter, name: str, item: Item, node: Node, handle: Handle) -> Assignment:
    return Assignment(column(name, node, it), operand(it, item.value, node, handle), item.certainty, it.span(node))


def _set(it: Interpreter, builder: Builder, call: Call) -> Val:
    node = call.nodes[0] if call.nodes else call.node
    if len(call.args) == 2:
        target = reference(it, call.args[0], node, builder.handle, "set")
        made = Assignment(target, operand(it, call.args[1], call.nodes[1], builder.handle), span=it.span(node))
        return builder.add("set", made)
    updates, is_open = assignments(it, call.arg(0), node, builder.handle)
    changed = builder.add("set", *updates)
    return changed.put("set_open", True).add("set_sources", *_unseen(it, call.arg(0), node)) if is_open else changed


def _unseen(it: Interpreter, value: Val, node: Node) -> tuple[Value, ...]:
    """The objects that `set` was given, or that are spread in what it was given, which cannot be seen."""
    if isinstance(value, Object):
        return it.store.properties(value).spread
    return (value_of(value, it.text(node)),) if isinstance(value, Opaque) else ()


def _using(it: Interpreter, builder: Builder, call: Call) -> Val:
    return builder.add("joins", joined(it, builder, call, "using")).at("using")


def _when(kind: str, *, columns: bool = False, conditional: bool = False) -> Clause:
    def when(it: Interpreter, builder: Builder, call: Call) -> Val:
        test: sql.Expression | None = None
        if conditional:
            test = (reference_comparison if columns else predicate)(it, call, builder.handle, "when")
        return builder.at((kind, test, it.span(call.name_node)))

    return when


def _then(action: str) -> Clause:
    def then(it: Interpreter, builder: Builder, call: Call) -> Val:
        kind, test, span = (
            builder.phase if isinstance(builder.phase, tuple) else ("matched", None, it.span(call.name_node))
        )
        node = call.nodes[0] if call.nodes else call.node
        made = When(kind, test, action, span=span)
        if action == "insert":
            value = call.arg(0)
            if isinstance(value, Func | Method):
                value = callback(it, value, [eb(builder.handle)], node)
            made = replace(made, rows=rows(it, value, node, builder.handle))
        elif action == "update":
            made = replace(made, updates=_then_updates(it, builder, call, node))
        return builder.add("whens", made).at("using")

    return then


def _then_updates(it: Interpreter, builder: Builder, call: Call, node: Node) -> tuple[Assignment, ...]:
    if call.name == "thenUpdate":  # a callback on an update builder without a table
        inner = Builder(Operation.UPDATE, builder.handle, builder.site, {})
        built = callback(it, call.arg(0), [inner], node)
        return built.clauses.get("set", ()) if isinstance(built, Builder) else ()
    changed = _set(it, Builder(Operation.UPDATE, builder.handle, builder.site, {}), call)
    found: tuple[Assignment, ...] = changed.clauses.get("set", ())
    return found


SET: dict[str, Clause] = {"set": _set}
INSERT: dict[str, Clause] = {
    "values": _values,
    "columns": _columns,
    "expression": _expression,
    "defaultValues": _default_values,
    "onConflict": _on_conflict,
    "onDuplicateKeyUpdate": _on_duplicate_key,
    "ignore": action("or ignore plain"),
    "orIgnore": action("or ignore"),
    "orAbort": action("or abort"),
    "orFail": action("or fail"),
    "orReplace": action("or replace"),
    "orRollback": action("or rollback"),
}
MERGE: dict[str, Clause] = {
    "using": _using,
    "whenMatched": _when("matched"),
    "whenMatchedAnd": _when("matched", conditional=True),
    "whenMatchedAndRef": _when("matched", columns=True, conditional=True),
    "whenNotMatched": _when("not matched"),
    "whenNotMatchedAnd": _when("not matched", conditional=True),
    "whenNotMatchedAndRef": _when("not matched", columns=True, conditional=True),
    "whenNotMatchedBySource": _when("not matched by source"),
    "whenNotMatchedBySourceAnd": _when("not matched by source", conditional=True),
    "whenNotMatchedBySourceAndRef": _when("not matched by source", columns=True, conditional=True),
    "thenDelete": _then("delete"),
    "thenDoNothing": _then("nothing"),
    "thenUpdate": _then("update"),
    "thenUpdateSet": _then("update"),
    "thenInsertValues": _then("insert"),
}
