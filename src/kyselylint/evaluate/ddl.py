"""`db.schema`: create, alter and drop statements as facts of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kyselylint.evaluate.arguments import callback, eb, expression_of, predicate, subquery
from kyselylint.evaluate.builder import Builder, join_items
from kyselylint.evaluate.clauses import SHARED
from kyselylint.evaluate.interpreter import Interpreter
from kyselylint.evaluate.values import UNDEFINED, Array, Choice, Func, HandleValue, Literal, Method, Opaque, Tool, Undefined, Val
from kyselylint.query.ddl import Argument, SchemaCall
from kyselylint.query.expression import Hole, Unknown
from kyselylint.query.statement import Handle, Operation, Query
from kyselylint.query.walk import walk
from kyselylint.syntax.tree import Node

if TYPE_CHECKING:
    from kyselylint.evaluate.apply import Call

STATEMENTS = frozenset({
    "createTable", "alterTable", "dropTable", "createIndex", "dropIndex", "createSchema", "dropSchema", "createView", "dropView",
    "refreshMaterializedView", "createType", "alterType", "dropType",
})  # fmt: skip
_ANY_BUILDER = frozenset({"$call", "call", "compile", "toOperationNode"})


def schema_method(it: Interpreter, tool: Tool, call: Call) -> Val:
    """`db.schema.createTable('t')` and the other statements; withSchema and plugins stay on the handle."""
    from kyselylint.evaluate.handles import method as handle_method
    from kyselylint.evaluate.handles import site_of

    receiver: HandleValue = tool.state
    if call.name in ("withSchema", "withPlugin", "withoutPlugins"):
        return Tool("schema", handle_method(it, receiver, call))
    if call.name not in STATEMENTS:
        return it.opaque(call.node)
    begun = Builder(Operation.SCHEMA, receiver.handle, site_of(it, call), {}, receiver.holes)
    return _with(begun, _recorded(it, call, receiver.handle))


def method(it: Interpreter, builder: Builder, call: Call) -> Val:
    """A method of a schema builder; execute and compile end it."""
    if call.name == "execute":
        it.recorder.run(it, builder, call)
        return UNDEFINED
    if call.name in _ANY_BUILDER:
        return SHARED[call.name](it, builder, call)
    return _with(builder, _recorded(it, call, builder.handle))


def part_method(it: Interpreter, tool: Tool, call: Call) -> Val:
    """A method of a column, constraint or index callback's argument."""
    if call.name == "$call" and call.args:
        return callback(it, call.args[0], [tool], call.node)
    return replace(tool, state=(*tool.state, _recorded(it, call, Handle_NONE)))


def _with(builder: Builder, call: SchemaCall) -> Builder:
    return builder.add("schema", call).hole(*_holes(call))


def _holes(argument: Argument) -> Iterator[Hole]:
    """Where reading a call stopped: in its arguments, in the calls of a callback, in the query of a view."""
    if isinstance(argument, SchemaCall):
        argument = argument.arguments
    if isinstance(argument, tuple):
        for one in argument:
            yield from _holes(one)
        return
    for node in () if isinstance(argument, str) else walk(argument):
        if isinstance(node, Unknown):
            yield node.hole
        elif isinstance(node, Query):
            yield from node.holes
