"""Calls of visible functions: parameters bound, body read, results joined."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kyselylint.evaluate.interpreter import Frame, Interpreter
from kyselylint.evaluate.patterns import bind_parameters
from kyselylint.evaluate.scope import Scope, join_values
from kyselylint.evaluate.values import UNDEFINED, Func, HandleValue, Opaque, Val
from kyselylint.query.statement import HandleKind
from kyselylint.syntax.tree import Node

_DEEPEST_CALL = 16  # calls between an entry point and where we are


@dataclass(slots=True)
class Call:
    """A call in a chain: its method's name, its arguments' values and nodes, and the whole fluent expression."""

    node: Node
    name: str
    name_node: Node
    args: list[Val]
    nodes: list[Node]
    top: Node
    head: Node
    open: bool = False  # an argument list with an unknown spread
    type_arguments: Node | None = None

    def arg(self, index: int) -> Val:
        """The argument's value; undefined if it is not there."""
        return self.args[index] if index < len(self.args) else UNDEFINED


def apply(it: Interpreter, func: Func, args: list[Val] | None, node: Node, *, this: Val = None, standalone: bool = False) -> Val:
    """Run a function's body with these arguments (None: they are not known); the value it returns."""
    key = (func.module.path, func.node.start_byte)
    if it.active.get(key, 0) >= 2 or it.frame.calls >= _DEEPEST_CALL:
        reason = "calls itself" if it.active.get(key) else "is called too deep to follow"
        return it.opaque(node, hole=it.hole("recursion", f"`{func.name or 'function'}` {reason}", node))
    it.active[key] = it.active.get(key, 0) + 1
    outer = it.frame
    inline = func.node.type == "arrow_function" or func.scope is outer.scope or not func.name
    scope = Scope(func.scope)
    it.frame = Frame(
        func.module, scope, func.this if func.node.type == "arrow_function" else (this or func.this), func.owner,
        func.depth if not standalone else 0, outer.calls + 1, outer.loop if inline else None, outer.in_all if inline else "", outer.transaction,
    )  # fmt: skip
    if not standalone and not inline:
        it.frame.depth = outer.depth + 1
    try:
        return _body(it, func, args, scope)
    finally:
        it.frame = outer
        it.active[key] -= 1


def _body(it: Interpreter, func: Func, args: list[Val] | None, scope: Scope) -> Val:
    parameters = func.node.child_by_field_name("parameters") or func.node.child_by_field_name("parameter")
    bind_parameters(it, parameters, args, scope)
    body = func.node.child_by_field_name("body")
    if body is None:
        return UNDEFINED
    if body.type != "statement_block":
        return it.eval(body)
    if not it.exec(body) and it.frame.returned:
        it.frame.returned.append(UNDEFINED)
    returned = it.frame.returned
    result = returned[0] if returned else UNDEFINED
    for value in returned[1:]:
        result = join_values(result, value) if not isinstance(result, HandleValue) else _handles(result, value)
    return result


def _handles(first: HandleValue, second: Val) -> Val:
    """A function that returns one handle or another (`dbOrTx(db, trx)`) returns a handle that may be either."""
    from kyselylint.evaluate.expressions import either_handle

    if isinstance(second, HandleValue):
        return either_handle(first, second, f"{first.handle.text} | {second.handle.text}")
    if isinstance(second, Opaque):
        return HandleValue(replace(first.handle, kind=HandleKind.EITHER, identity=""), first.ctes)
    return join_values(first, second)
