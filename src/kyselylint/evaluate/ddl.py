"""`db.schema`: create, alter and drop statements as facts of their own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kyselylint.evaluate.arguments import callback, expression_of, predicate, subquery
from kyselylint.evaluate.builder import Builder
from kyselylint.evaluate.interpreter import Interpreter
from kyselylint.evaluate.origin import value_of
from kyselylint.evaluate.values import UNDEFINED, Array, Choice, Func, HandleValue, Literal, Method, Tool, Val
from kyselylint.query.ddl import Argument, SchemaCall
from kyselylint.query.expression import Param
from kyselylint.query.statement import Handle, Operation
from kyselylint.syntax.tree import Node

if TYPE_CHECKING:
    from kyselylint.evaluate.apply import Call


def schema_method(it: Interpreter, tool: Tool, call: Call) -> Val:
    """`db.schema.createTable('t')` and the other statements; withSchema and plugins stay on the handle."""
    from kyselylint.evaluate.handles import method as handle_method
    from kyselylint.evaluate.handles import site_of

    receiver: HandleValue = tool.state
    if call.name in ("withSchema", "withPlugin", "withoutPlugins"):
        return Tool("schema", handle_method(it, receiver, call))
    return Tool("ddl", (receiver, site_of(it, call), (_recorded(it, call),)))


def method(it: Interpreter, tool: Tool, call: Call) -> Val:
    """A method of a schema builder; execute and compile end it."""
    receiver, site, calls = tool.state
    if call.name in ("execute", "compile"):
        builder = Builder(Operation.SCHEMA, receiver.handle, site, {"schema": calls}, receiver.holes)
        it.recorder.run(it, builder, call, sends=call.name == "execute")
        return UNDEFINED
    if call.name in ("$call", "call") and call.args:
        return callback(it, call.args[0], [tool], call.node)
    recorded = _predicate(it, call, receiver.handle) if call.name == "where" else _recorded(it, call)
    return Tool("ddl", (receiver, site, (*calls, recorded)))


def part_method(it: Interpreter, tool: Tool, call: Call) -> Val:
    """A method of a column, constraint or index callback's argument."""
    if call.name == "$call" and call.args:
        return callback(it, call.args[0], [tool], call.node)
    return replace(tool, state=(*tool.state, _recorded(it, call)))


def _recorded(it: Interpreter, call: Call) -> SchemaCall:
    arguments = tuple(_argument(it, value, node) for value, node in zip(call.args, call.nodes, strict=True))
    return SchemaCall(call.name, arguments, span=it.span(call.name_node))


def _predicate(it: Interpreter, call: Call, handle: Handle) -> SchemaCall:
    """where() of an index takes what it takes everywhere; the predicate is its one argument."""
    return SchemaCall(call.name, (predicate(it, call, handle, "where"),), span=it.span(call.name_node))


def _argument(it: Interpreter, value: Val, node: Node) -> Argument:
    if isinstance(value, Choice):
        value = value.options[0]
    if isinstance(value, Func | Method):
        built = callback(it, value, [Tool("ddl-part", ())], node)
        return built.state if isinstance(built, Tool) and built.kind == "ddl-part" else ()
    if isinstance(value, Literal):
        return value.value
    if isinstance(value, Array):
        return tuple(_argument(it, item.value, node) for item in it.store.content(value).items)
    if isinstance(value, Builder):
        return subquery(it, value)
    return expression_of(it, value) or Param(value_of(value, it.text(node)), it.span(node))
