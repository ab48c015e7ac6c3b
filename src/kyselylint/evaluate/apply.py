"""Calls of visible functions: parameters bound, body read, results joined."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kyselylint.evaluate.choices import common, remembering
from kyselylint.evaluate.fate import function_around
from kyselylint.evaluate.interpreter import Frame, Interpreter, Wrapper, named
from kyselylint.evaluate.patterns import bind_parameters
from kyselylint.evaluate.scope import ASSUMPTIONS, Binding, Scope, either_handle, join_values
from kyselylint.evaluate.values import NEVER, UNDEFINED, Array, Content, Func, HandleValue, Item, Opaque, Val
from kyselylint.finding import Span
from kyselylint.query.statement import HandleKind
from kyselylint.syntax.tree import Node

_DEEPEST_CALL = 16  # calls between an entry point and where we are
_MOST_TURNS = 2  # of a function that calls itself: the first turn and the one that it leads to


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


def apply(
    it: Interpreter, func: Func, args: list[Val] | None, node: Node, *, this: Val = None, standalone: bool = False
) -> Val:
    """Run a function's body with these arguments (None: they are not known); the value it returns."""
    key = (func.module.path, func.node.start_byte)
    if it.active.get(key, 0) >= _MOST_TURNS or it.frame.calls >= _DEEPEST_CALL:
        reason = "calls itself" if it.active.get(key) else "is called too deep to follow"
        return it.opaque(node, hole=it.hole("recursion", f"`{func.name or 'function'}` {reason}", node))
    it.active[key] = it.active.get(key, 0) + 1
    outer = it.frame
    it.frame = _entered(it, func, args, node, this, standalone=standalone)
    try:
        return _body(it, func, args, it.frame.scope)
    finally:
        it.frame = outer
        it.active[key] -= 1


def _entered(it: Interpreter, func: Func, args: list[Val] | None, node: Node, this: Val, *, standalone: bool) -> Frame:
    """The frame of a function's body. A closure goes on where it was made, at its depth; other functions begin anew."""
    outer = it.frame
    local = it.universe.is_local(func)
    depth = 0 if standalone else func.depth if local else outer.depth + 1
    return Frame(
        func.module,
        Scope(func.scope, hoists=True),
        func.this if func.node.type == "arrow_function" else (this or func.this),
        func.owner,
        depth,
        outer.calls + 1,
        outer.loop if local else None,
        outer.in_all if local else "",
        outer.transaction,
        _wrapper(it, func, args, node, depth, local=local),
        func.key if standalone else outer.entry,
        _step(it, func, node),
        _hop(it, func, node, local=local),
    )


def _step(it: Interpreter, func: Func, node: Node) -> Span | None:
    outer = it.frame
    own = func.module is not outer.module and outer.entry.startswith(f"{outer.module.path}:")
    return it.span(node) if own else outer.step


def _hop(it: Interpreter, func: Func, node: Node, *, local: bool) -> Span | None:
    outer = it.frame
    if local:
        return outer.hop if func.depth >= outer.depth else None
    if outer.hop is not None or not outer.transaction:
        return outer.hop
    name = node.child_by_field_name("function") or node
    return it.span(name.child_by_field_name("property") or name)


def _wrapper(
    it: Interpreter, func: Func, args: list[Val] | None, node: Node, depth: int, *, local: bool
) -> Wrapper | None:
    outer = it.frame.wrapper
    callbacks = tuple(value for value in args or () if isinstance(value, Func))
    if local and (outer is not None or not callbacks):
        return outer if outer is not None and func.depth >= outer.depth else None
    if not callbacks:
        return None
    # A callback that is handed on: the first call is the one to show.
    if outer is not None and any(value in outer.callbacks for value in callbacks):
        return replace(outer, names=(*outer.names, *_names(func, args or [])))
    name = node.child_by_field_name("function") or node
    name = name.child_by_field_name("property") or name
    return Wrapper(it.span(name), function_around(it, node), callbacks, _names(func, args or []), depth)


def _names(func: Func, args: list[Val]) -> tuple[str, ...]:
    """The parameter names that functions among the arguments are bound to."""
    parameters = func.node.child_by_field_name("parameters")
    patterns = [one.child_by_field_name("pattern") for one in ([] if parameters is None else named(parameters))]
    pairs = zip(patterns, args, strict=False)
    return tuple(
        func.module.text(pattern) for pattern, value in pairs if pattern is not None and isinstance(value, Func)
    )


def _body(it: Interpreter, func: Func, args: list[Val] | None, scope: Scope) -> Val:
    parameters = func.node.child_by_field_name("parameters") or func.node.child_by_field_name("parameter")
    bind_parameters(it, parameters, args, scope)
    body = func.node.child_by_field_name("body")
    if body is None:
        return UNDEFINED
    if args is not None and func.node.type != "arrow_function":
        scope.names["arguments"] = Binding("arguments", Array(Content(tuple(map(Item, args)))))
    if body.type != "statement_block":
        return it.eval(body)
    left = it.exec(body)
    returned = it.frame.returned
    if left and not returned:
        return NEVER
    if not returned:
        return UNDEFINED
    if not left:
        returned.append((UNDEFINED, it.store.assumptions()))
    if not it.frame.depth:
        it.recorder.ended([held for _, held in returned])
    it.store[ASSUMPTIONS] = common(held for _, held in returned)
    result = returned[0][0]
    for value, _ in returned[1:]:
        result = join_values(result, value) if not isinstance(result, HandleValue) else _handles(result, value)
    return remembering(result, returned)


def _handles(first: HandleValue, second: Val) -> Val:
    """A function that returns one handle or another (`dbOrTx(db, trx)`) returns a handle that may be either."""
    if isinstance(second, HandleValue):
        return either_handle(first, second, f"{first.handle.text} | {second.handle.text}")
    if isinstance(second, Opaque):
        return HandleValue(replace(first.handle, kind=HandleKind.EITHER, identity=""), first.ctes)
    return join_values(first, second)
