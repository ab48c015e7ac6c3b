"""Transactions and connections: callback, controlled, savepoints, and the wrappers that projects write around them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kyselylint.evaluate.apply import apply
from kyselylint.evaluate.arguments import callback
from kyselylint.evaluate.fate import fate_of, function_around
from kyselylint.evaluate.interpreter import Interpreter, Wrapper, named
from kyselylint.evaluate.values import UNDEFINED, Func, HandleValue, Method, Tool, Val
from kyselylint.finding import Span
from kyselylint.query.facts import TransactionKind
from kyselylint.query.statement import Fate, Handle, HandleKind
from kyselylint.syntax.tree import Node

if TYPE_CHECKING:
    from kyselylint.evaluate.apply import Call

_ENDS = frozenset({"commit", "rollback"})
_SAVEPOINTS = frozenset({"savepoint", "rollbackToSavepoint", "releaseSavepoint"})


def method(it: Interpreter, receiver: HandleValue, call: Call) -> Val | None:
    """The transaction methods of a handle."""
    if call.name == "transaction":
        if isinstance(call.arg(0), Func):  # a wrapper class of the project, `database.transaction(async tx => …)`
            return _run(it, receiver, call, call.arg(0), TransactionKind.WRAPPER)
        return Tool("transaction", (receiver, call.name_node))
    if call.name == "startTransaction":
        return Tool("controlled", (receiver, call.name_node))
    if call.name == "connection":
        return Tool("connection", receiver)
    if call.name in _ENDS:
        return Tool("command", (receiver, call.name))
    if call.name in _SAVEPOINTS:
        return Tool("command", (receiver, call.name))
    return it.opaque(call.node) if call.name in ("destroy", "getExecutor") else None


def tool_method(it: Interpreter, tool: Tool, call: Call) -> Val:
    """Isolation level, access mode and execute of the builders that open transactions."""
    if call.name != "execute":
        return tool
    if tool.kind == "command":
        it.recorder.restored += tool.state[1] == "rollbackToSavepoint"
        return tool.state[0] if tool.state[1] in _SAVEPOINTS else UNDEFINED
    if tool.kind == "connection":
        pinned = replace(tool.state, handle=replace(tool.state.handle, kind=HandleKind.CONNECTION, identity=""))
        return callback(it, call.arg(0), [pinned], call.node)
    receiver, method_node = tool.state
    if tool.kind == "controlled":
        body = _function_around(call.node)
        name = _assigned_name(it, call.top)
        identity = it.recorder.open(
            it,
            it.span(method_node),
            TransactionKind.CONTROLLED,
            receiver,
            it.span(body),
            name,
            function_around(it, call.node),
            finished=None if fate_of(it, call.top) is Fate.RETURNED else _finished(it, body, name),
        )
        return HandleValue(_handle(it, receiver, identity, name))
    return _run(it, receiver, replace(call, name_node=method_node), call.arg(0), TransactionKind.CALLBACK)


def _handle(it: Interpreter, receiver: HandleValue, identity: str, name: str) -> Handle:
    return replace(
        receiver.handle,
        kind=HandleKind.TRANSACTION,
        text=name,
        identity=f"{it.frame.module.path}@{identity}",
        transaction=identity,
    )


def _run(it: Interpreter, receiver: HandleValue, call: Call, function: Val, kind: TransactionKind) -> Val:
    """Read a transaction's callback with its handle."""
    if not isinstance(function, Func):
        return (
            it.opaque(call.node) if not isinstance(function, Method) else callback(it, function, [receiver], call.node)
        )
    name = _parameter_name(function)
    identity = _opened(it, receiver, call, function, kind)
    handle = HandleValue(_handle(it, receiver, identity, name or "trx"))
    with it.within(transaction=identity):
        it.universe.read.add((function.module.path, function.node.start_byte))
        return apply(it, function, [handle], call.node)


def _opened(it: Interpreter, receiver: HandleValue, call: Call, function: Func, kind: TransactionKind) -> str:
    """The id of the transaction. One that a wrapper opens around its caller's callback belongs to that call."""
    wrapper = it.frame.wrapper
    if wrapper is None or not _calls(function, wrapper):
        return it.recorder.open(
            it,
            it.span(call.name_node),
            kind,
            receiver,
            _span(function),
            _parameter_name(function),
            function_around(it, call.node),
        )
    given = wrapper.callbacks[0]
    name = _parameter_name(given)
    kind = TransactionKind.WRAPPER if name else TransactionKind.AMBIENT
    return it.recorder.open(it, wrapper.span, kind, receiver, _span(given), name, wrapper.function)


def _calls(function: Func, wrapper: Wrapper) -> bool:
    """Whether the function that runs in the transaction is the wrapper's callback, or names it."""
    text = function.module.text(function.node)
    return function in wrapper.callbacks or any(
        re.search(rf"\b{re.escape(name)}\b", text) for name in wrapper.names if name.isidentifier()
    )


def _span(function: Func) -> Span:
    return Span(function.module.path, function.node.start_byte, function.node.end_byte)


def wrapped(it: Interpreter, call: Call, function: Func) -> Val:
    """The callback of an invisible function that is a transaction wrapper by its name."""
    receiver = next((value for value in call.args if isinstance(value, HandleValue)), None)
    callee = call.node.child_by_field_name("function")
    owner = None if callee is None else callee.child_by_field_name("object")
    text = it.text(owner) if owner is not None else ""
    receiver = receiver or HandleValue(Handle(HandleKind.UNKNOWN, text))
    if not _parameter_name(function):
        return apply(it, function, None, call.node)
    return _run(it, receiver, call, function, TransactionKind.WRAPPER)


def _parameter_name(function: Func) -> str:
    """The name that a callback gives to its first parameter."""
    parameters = function.node.child_by_field_name("parameters") or function.node.child_by_field_name("parameter")
    if parameters is None:
        return ""
    if parameters.type == "identifier":
        return function.module.text(parameters)
    first = next(iter(named(parameters)), None)
    pattern = None if first is None else first.child_by_field_name("pattern")
    return "" if pattern is None else function.module.text(pattern)


def _assigned_name(it: Interpreter, top: Node) -> str:
    parent = top.parent
    while parent is not None and parent.type in ("await_expression", "parenthesized_expression"):
        parent = parent.parent
    name = None if parent is None else parent.child_by_field_name("name") or parent.child_by_field_name("left")
    return "trx" if name is None else it.text(name)


def _function_around(node: Node) -> Node:
    current = node
    while current.parent is not None and current.type != "statement_block":
        current = current.parent
    return current


def _finished(it: Interpreter, body: Node, name: str) -> bool | None:
    """Whether the code that follows commits and, on a failure, rolls back; None if the handle goes elsewhere."""
    called: set[str] = set()
    stack = [body]
    while stack:
        node = stack.pop()
        stack.extend(named(node))
        if node.type in ("identifier", "shorthand_property_identifier") and it.text(node) == name:
            parent = node.parent
            member = (
                parent is not None
                and parent.type == "member_expression"
                and parent.child_by_field_name("object") == node
            )
            if member and parent is not None:
                called.add(it.text(parent.child_by_field_name("property") or parent))
            elif parent is None or parent.child_by_field_name("name") != node:
                return None
    return called >= _ENDS
