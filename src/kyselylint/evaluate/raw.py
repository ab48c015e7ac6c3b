"""The `sql` tag: templates with their splices, and its helpers ref, table, id, lit, raw, join and val."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kyselylint.evaluate.arguments import bound, column, expression_of, string_of, unknown_method
from kyselylint.evaluate.builder import Builder, Site
from kyselylint.evaluate.clauses import plugin_names, with_plugins
from kyselylint.evaluate.fate import fluent, function_around, keys_around
from kyselylint.evaluate.given import given
from kyselylint.evaluate.interpreter import Interpreter
from kyselylint.evaluate.literals import template_parts
from kyselylint.evaluate.origin import placeholder, value_of
from kyselylint.evaluate.runs import raw_execution
from kyselylint.evaluate.types import resolved
from kyselylint.evaluate.values import (
    Array,
    Choice,
    Content,
    Expr,
    HandleValue,
    Literal,
    Opaque,
    Undefined,
    Val,
    flatten,
)
from kyselylint.finding import Span
from kyselylint.project.exported import is_private
from kyselylint.query import expression as sql
from kyselylint.query.expression import Expression
from kyselylint.query.statement import Handle, HandleKind, Operation
from kyselylint.syntax.tree import Node

if TYPE_CHECKING:
    from kyselylint.evaluate.apply import Call

_GOES_BACK = re.compile(r"\s*rollback\s+(?:work\s+|transaction\s+)?to\b", re.IGNORECASE)


def template(it: Interpreter, node: Node, top: Node) -> Val:
    """``sql`…${x}…` ``: constant text in turn with spliced expressions and parameters."""
    parts: list[str | Expression] = []
    for piece in template_parts(it, node):
        if isinstance(piece, str):
            parts.append(piece)
        else:
            parts.append(splice(it, it.eval(piece), piece))
    return Expr(sql.Raw(tuple(part for part in parts if part != ""), it.span(top)))


def splice(it: Interpreter, value: Val, node: Node) -> Expression:
    """An interpolated value: expressions and builders become SQL, all else one parameter."""
    found = expression_of(it, value)
    if found is not None:
        return found
    if isinstance(value, Choice):
        known = [(expression_of(it, option), option) for option in value.options if not isinstance(option, Undefined)]
        if any(one is not None for one, _ in known):
            return sql.Choice(
                tuple(one if one is not None else sql.Param(value_of(option, it.text(node))) for one, option in known)
            )
    if isinstance(value, Opaque) and (value.hole is not None or value.carries is not None):
        hole = value.hole or it.hole("passed", f"`{it.text(node)[:60]}` cannot be followed", node)
        return sql.Unknown(hole)
    return bound(it, value, node)


def helper(it: Interpreter, name: str, call: Call) -> Val | None:
    """`sql.ref('t.c')` and the like."""
    value, node = call.arg(0), call.nodes[0] if call.nodes else call.node
    if name in ("val", "value"):
        return Expr(sql.Param(value_of(value, it.text(node)), it.span(node)))
    if name == "raw":
        return Expr(_raw(it, value, node))
    if name in ("lit", "literal"):
        return Expr(_literal(it, value, node))
    if name == "join":
        return Expr(_join(it, call, node))
    text = string_of(value)
    if text is None:
        it.recorder.chosen(it, value, node, "table" if name == "table" else "column")
    if name == "ref":
        return Expr(
            column(text, node, it)
            if text is not None
            else sql.Ref(placeholder(it.text(node)), dynamic=True, span=it.span(node))
        )
    if name == "table":
        schema, _, bare = (text or "").rpartition(".")
        return Expr(sql.TableName(bare or placeholder(it.text(node)), schema, text is None, it.span(node)))
    if name == "id":
        texts = [string_of(one) for one in call.args]
        known = tuple(
            one if one is not None else placeholder(it.text(at)) for one, at in zip(texts, call.nodes, strict=True)
        )
        if call.open:
            known = (*known, placeholder(it.text(node)))
        return Expr(sql.Identifier(known, call.open or None in texts, it.span(node)))
    return Expr(unknown_method(it, call, "a helper of Kysely's sql"))


def _raw(it: Interpreter, value: Val, node: Node) -> sql.RawText:
    value = _known(it, value)
    text = value.value if isinstance(value, Literal) else None
    if isinstance(value, Choice) and string_of(value) is not None:
        text = string_of(value)
    known, private = None if text is None else str(text), is_private(it.frame.module, node)
    made = sql.RawText(known, value_of(value, it.text(node)), "sql.raw", it.span(node), private, keys_around(it, node))
    it.recorder.raw(made)
    if known is None:
        it.recorder.given.add(function_around(it, node).rpartition(".")[2])
    return made


def _known(it: Interpreter, value: Val) -> Val:
    """A value of a type that allows a few words only is one of those words."""
    if isinstance(value, Choice):
        return flatten([resolved(it, option) for option in value.options])
    return resolved(it, value)


def _literal(it: Interpreter, value: Val, node: Node) -> Expression:
    if isinstance(value, Choice) and all(isinstance(option, Literal) for option in value.options):
        value = value.options[0]
    if isinstance(value, Literal):
        return sql.Inline(value.value, it.span(node))
    made = sql.RawText(None, value_of(value, it.text(node)), "sql.lit", it.span(node))
    it.recorder.raw(made)
    return made


def _join(it: Interpreter, call: Call, node: Node) -> Expression:
    value = call.arg(0)
    separator: str | Expression = ", "
    if len(call.args) > 1:
        separator = expression_of(it, call.args[1]) or ", "
    if isinstance(value, Opaque):
        many = replace(value.value, many=True)
        return sql.Raw((sql.Param(many, it.span(node)),), it.span(node))
    content = it.store.content(value) if isinstance(value, Array) else Content()
    parts: list[str | Expression] = []
    for item in content.items:
        parts.extend([separator] if parts else [])
        parts.append(splice(it, item.value, node))
    if content.open:  # `sql.join([...ids])`
        parts.extend([separator] if parts else [])
        parts.append(sql.Param(replace(value_of(value, it.text(node)), many=True), it.span(node)))
    return sql.Raw(tuple(parts), it.span(node))


def method(it: Interpreter, receiver: Expr, call: Call) -> Val | None:
    """``sql`…`.execute(db)``, `.compile(db)`, `.withPlugin(…)`; None if it is not a method of raw SQL alone."""
    if call.name == "withPlugin":
        return _with_plugin(it, receiver, call)
    if call.name not in ("execute", "compile", "stream") or not isinstance(receiver.node, _RAW):
        return None
    node, handle = _unplugged(receiver.node, _handle(it, call))
    builder = Builder(Operation.RAW, handle, site_of(it, receiver, call), {"raw": node}, receiver.holes)
    if call.name == "compile":
        it.recorder.run(it, builder, call, sends=False)
        return it.opaque(call.node)
    it.recorder.restored += _goes_back(node)
    return raw_execution(it, builder, call)


_RAW = sql.Raw | sql.RawText | sql.Parens | sql.Choice | sql.Plugged


def _with_plugin(it: Interpreter, receiver: Expr, call: Call) -> Val:
    handle = with_plugins(Handle(HandleKind.NONE), plugin_names(it, call.args))
    return Expr(sql.Plugged(receiver.node, handle.plugins, handle.schema, getattr(receiver.node, "span", None)))


def _unplugged(node: Expression, handle: Handle) -> tuple[Expression, Handle]:
    """A statement without plugins of its own: what executes it has them instead."""
    while isinstance(node, sql.Plugged):
        handle = replace(handle, plugins=(*handle.plugins, *node.plugins), schema=handle.schema or node.schema)
        node = node.inner
    return node, handle


def _goes_back(statement: Expression) -> bool:
    """Whether a statement takes the transaction back to a savepoint; with `sql` any transaction can do that."""
    first = statement.parts[0] if isinstance(statement, sql.Raw) and statement.parts else statement
    text = first.text if isinstance(first, sql.RawText) else first
    return isinstance(text, str) and _GOES_BACK.match(text) is not None


def _handle(it: Interpreter, call: Call) -> Handle:
    value = call.arg(0)
    if isinstance(value, Choice):
        value = next((option for option in value.options if isinstance(option, HandleValue)), value)
    node = call.nodes[0] if call.nodes else call.node
    if isinstance(value, HandleValue):
        return replace(value.handle, span=it.span(node))
    text = it.text(node) if call.nodes else ""
    return Handle(HandleKind.UNKNOWN, text, span=it.span(node))


def site_of(it: Interpreter, receiver: Expr, call: Call) -> Site:
    """Where a raw statement stands: its template's tag is the root, however far away it is executed."""
    template_span = getattr(receiver.node, "span", None)
    here = fluent(it, call.top)
    function, around = function_around(it, call.top), given(it, call.top)
    if template_span is None:
        return Site(here, it.span(call.name_node), function, it.frame.depth, around=around)
    root = Span(template_span.path, template_span.start, min(template_span.end, template_span.start + 3))
    inside = here.path == template_span.path and here.start <= template_span.start < here.end
    return Site(here if inside else template_span, root, function, it.frame.depth, around=around)
