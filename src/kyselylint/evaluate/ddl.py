"""`db.schema`: create, alter and drop statements as facts of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING

from kyselylint.evaluate.arguments import callback, expression_of, operand, predicate, subquery, unknown, unknown_method
from kyselylint.evaluate.builder import Builder, join_items
from kyselylint.evaluate.clauses import SHARED
from kyselylint.evaluate.expressions import elements
from kyselylint.evaluate.interpreter import Interpreter
from kyselylint.evaluate.values import (
    UNDEFINED,
    Array,
    Choice,
    Func,
    HandleValue,
    Literal,
    Method,
    Opaque,
    Tool,
    Undefined,
    Val,
)
from kyselylint.finding import Span
from kyselylint.query.ddl import Argument, SchemaCall
from kyselylint.query.expression import Expression, Hole, Unknown
from kyselylint.query.statement import Handle, HandleKind, Operation, Query
from kyselylint.query.walk import walk
from kyselylint.syntax.tree import Node

if TYPE_CHECKING:
    from kyselylint.evaluate.apply import Call

STATEMENTS = frozenset({
    "createTable", "alterTable", "dropTable", "createIndex", "dropIndex", "createSchema", "dropSchema", "createView",
    "dropView", "refreshMaterializedView", "createType", "alterType", "dropType",
})  # fmt: skip
METHODS = frozenset({
    "addCheckConstraint", "addColumn", "addForeignKeyConstraint", "addIndex", "addPrimaryKeyConstraint",
    "addUniqueConstraint", "addValue", "after", "alterColumn", "as", "asEnum", "before", "cascade", "column", "columns",
    "concurrently", "deferrable", "dropColumn", "dropConstraint", "dropIndex", "expression", "ifExists", "ifNotExists",
    "initiallyDeferred", "initiallyImmediate", "materialized", "modifyColumn", "modifyEnd", "modifyFront",
    "notDeferrable", "nullsNotDistinct", "on", "onCommit", "onDelete", "onUpdate", "orReplace", "renameColumn",
    "renameConstraint", "renameTo", "renameValue", "restrict", "setSchema", "temporary", "unique", "using", "where",
    "withData", "withNoData",
})  # fmt: skip
PART_METHODS = frozenset({
    "autoIncrement", "check", "defaultTo", "deferrable", "dropDefault", "dropNotNull", "generatedAlwaysAs",
    "generatedAlwaysAsIdentity", "generatedByDefaultAsIdentity", "identity", "ifExists", "ifNotExists",
    "initiallyDeferred", "initiallyImmediate", "modifyEnd", "modifyFront", "notDeferrable", "notNull",
    "nullsNotDistinct", "onDelete", "onUpdate", "primaryKey", "references", "setDataType", "setDefault", "setNotNull",
    "stored", "unique", "unsigned", "using",
})  # fmt: skip
_SHARED = frozenset({"$call", "call", "compile", "toOperationNode"})


def schema_method(it: Interpreter, tool: Tool, call: Call) -> Val:
    """`db.schema.createTable('t')` and the other statements; withSchema and plugins stay on the handle."""
    from kyselylint.evaluate.handles import method as handle_method
    from kyselylint.evaluate.handles import site_of

    receiver: HandleValue = tool.state
    if call.name in ("withSchema", "withPlugin", "withoutPlugins"):
        return Tool("schema", handle_method(it, receiver, call))
    if call.name not in STATEMENTS or (receiver.handle.kind is HandleKind.UNKNOWN and not _goes_on(it, call)):
        return it.opaque(call.node)
    handle = replace(receiver.handle, span=_receiver(it, call))
    begun = Builder(Operation.SCHEMA, handle, site_of(it, call), {}, receiver.holes)
    return _with(begun, _recorded(it, call, receiver.handle))


def _receiver(it: Interpreter, call: Call) -> Span:
    """What stands before `.schema`, without the dot; before the statement where `schema` is a variable."""
    current = call.node.child_by_field_name("function")
    while current is not None:
        inner = current.child_by_field_name("object")
        name = current.child_by_field_name("property")
        if inner is not None and name is not None and it.text(name) == "schema":
            return Span(it.frame.module.path, call.head.start_byte, inner.end_byte)
        current = inner or current.child_by_field_name("function")
    return it.span(call.head)


def on_unknown(it: Interpreter, receiver: Opaque, call: Call) -> Val | None:
    """`x.schema.createTable('t')` where nothing is known of x."""
    from kyselylint.evaluate.methods import unknown_handle

    if receiver.value.path[-1:] != ("schema",) or call.name not in (*STATEMENTS, "withSchema"):
        return None
    owner = replace(receiver.value, text=receiver.value.text.removesuffix(".schema"), path=receiver.value.path[:-1])
    return schema_method(it, Tool("schema", HandleValue(unknown_handle(it, owner))), call)


def _goes_on(it: Interpreter, call: Call) -> bool:
    """Whether what follows is a method of Kysely's: Knex has `schema.dropTable('t')` too, and awaits it."""
    parent = call.node.parent
    name = None if parent is None or parent.type != "member_expression" else parent.child_by_field_name("property")
    return len(call.args) == 1 and name is not None and it.text(name) in (*METHODS, *_SHARED, "execute")


def method(it: Interpreter, builder: Builder, call: Call) -> Val:
    """A method of a schema builder; execute and compile end it."""
    if call.name == "execute":
        it.recorder.run(it, builder, call)
        return UNDEFINED
    if call.name in _SHARED:
        return SHARED[call.name](it, builder, call)
    if call.name not in METHODS:
        return builder.hole(unknown_method(it, call, clause="schema").hole)
    return _with(builder, _recorded(it, call, builder.handle))


def part_method(it: Interpreter, tool: Tool, call: Call) -> Val:
    """A method of a column, constraint or index callback's argument: what it has collected grows."""
    handle, calls = tool.state
    if call.name == "$call" and call.args:
        return callback(it, call.args[0], [tool], call.node)
    known = call.name in PART_METHODS
    made = _recorded(it, call, handle) if known else SchemaCall(call.name, (unknown_method(it, call, clause="schema"),))
    return replace(tool, state=(handle, (*calls, made)))


def _with(builder: Builder, call: SchemaCall) -> Builder:
    return builder.add("schema", call).hole(*_holes(call))


def _holes(argument: Argument) -> Iterator[Hole]:
    """Where reading a call stopped: in its arguments, in the calls of its callback, in the query of a view."""
    if isinstance(argument, SchemaCall):
        argument = argument.arguments
    for part in argument if isinstance(argument, tuple) else ():
        yield from _holes(part)
    for node in () if isinstance(argument, tuple) else walk(argument):
        if isinstance(node, Unknown):
            yield node.hole
        elif isinstance(node, Query):
            yield from node.holes


def _recorded(it: Interpreter, call: Call, handle: Handle) -> SchemaCall:
    """The call with what its arguments mean; where() takes what it takes everywhere: its predicate is one argument."""
    if call.name == "where":
        return SchemaCall(call.name, (predicate(it, call, handle, "where"),), span=it.span(call.name_node))
    found = tuple(_argument(it, value, node, handle) for value, node in zip(call.args, call.nodes, strict=True))
    if call.open:
        found = (*found, unknown(it, UNDEFINED, call.node, "the list of arguments", "schema"))
    return SchemaCall(call.name, found, span=it.span(call.name_node))


def _argument(it: Interpreter, value: Val, node: Node, handle: Handle) -> Argument:
    value = _first(value)
    if isinstance(value, Func | Method):
        return _made_by(it, value, node, handle)
    if isinstance(value, Undefined):
        return None
    if isinstance(value, Literal):
        return value.value
    if isinstance(value, Array):
        return _listed(it, value, node, handle)
    if isinstance(value, Builder):
        return subquery(it, value)
    return expression_of(it, value) or unknown(it, value, node, "the argument", "schema")


def _first(value: Val) -> Val:
    """Where a condition decides, the first that is there."""
    if not isinstance(value, Choice):
        return value
    return next((option for option in value.options if not isinstance(option, Undefined)), UNDEFINED)


def _listed(it: Interpreter, value: Array, node: Node, handle: Handle) -> tuple[Argument, ...]:
    """A list of names, values or expressions; a callback among them makes an expression."""
    items, is_open = elements(it, value)
    found = tuple(_item(it, item.value, node, handle) for item in items)
    return (*found, unknown(it, UNDEFINED, node, "the list", "schema")) if is_open else found


def _item(it: Interpreter, value: Val, node: Node, handle: Handle) -> Argument:
    return operand(it, value, node, handle) if isinstance(value, Func) else _argument(it, value, node, handle)


def _made_by(it: Interpreter, value: Val, node: Node, handle: Handle) -> tuple[SchemaCall, ...] | Expression:
    """The calls that a callback makes on the builder of a column, a constraint or an index."""
    built = callback(it, value, [Tool("ddl-part", (handle, ()))], node)
    options = built.options if isinstance(built, Choice) else (built,)
    made = [one.state[1] for one in options if isinstance(one, Tool) and one.kind == "ddl-part"]
    return reduce(join_items, made) if made else unknown(it, built, node, "the callback", "schema")
