"""Joins, and the builder that their callbacks receive."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kyselylint.evaluate.arguments import (
    callback,
    expression_of,
    predicate,
    reference_comparison,
    unknown,
    unknown_method,
)
from kyselylint.evaluate.builder import Builder
from kyselylint.evaluate.interpreter import Interpreter
from kyselylint.evaluate.tables import table
from kyselylint.evaluate.values import Choice, Literal, Tool, Val
from kyselylint.query import expression as sql
from kyselylint.query.statement import Join

if TYPE_CHECKING:
    from kyselylint.evaluate.apply import Call


def joined(it: Interpreter, builder: Builder, call: Call, kind: str) -> Join:
    """A join from its arguments: table only, two columns, or a callback on a join builder."""
    handle = builder.handle
    node = call.nodes[0] if call.nodes else call.node
    source = table(it, call.arg(0), node, handle)
    if source.table in {cte.name for cte in builder.clauses.get("ctes", ())} and not source.schema:
        source = replace(source, cte=True)
    on: sql.Expression | None = None
    if len(call.args) == 3:
        refs = replace(
            call, args=[call.args[1], Literal("="), call.args[2]], nodes=[call.nodes[1], call.nodes[1], call.nodes[2]]
        )
        on = reference_comparison(it, refs, handle, "join")
    elif len(call.args) == 2:
        built = callback(it, call.args[1], [Tool("join", ((), handle))], call.nodes[1])
        on = join_condition(it, built, call)
    return Join(kind, source, on, span=it.span(call.name_node))


def join_condition(it: Interpreter, built: Val, call: Call) -> sql.Expression | None:
    """The ON condition that a join callback built."""
    if isinstance(built, Choice):
        built = _joined_terms(built)
    if isinstance(built, Tool) and built.kind == "join":
        terms: tuple[sql.Expression, ...] = built.state[0]
        return None if not terms else terms[0] if len(terms) == 1 else sql.And(terms)
    found = expression_of(it, built)
    return found if found is not None else unknown(it, built, call.nodes[1], "the join condition", "join")


def _joined_terms(built: Choice) -> Val:
    """A join callback that adds a condition on some paths only."""
    options = [option for option in built.options if isinstance(option, Tool) and option.kind == "join"]
    if len(options) < len(built.options):
        return built
    others = [set(option.state[0]) for option in options[1:]]
    terms = tuple(term if all(term in other for other in others) else sql.Maybe(term) for term in options[0].state[0])
    return Tool("join", (terms, options[0].state[1]))


def join_method(it: Interpreter, tool: Tool, call: Call) -> Val:
    """on, onRef, onTrue and $call of a join builder."""
    terms, handle = tool.state
    if call.name == "on":
        return Tool("join", ((*terms, predicate(it, call, handle, "join")), handle))
    if call.name == "onRef":
        return Tool("join", ((*terms, reference_comparison(it, call, handle, "join")), handle))
    if call.name == "onTrue":
        return Tool("join", ((*terms, sql.Inline(True, it.span(call.name_node))), handle))
    if call.name == "$call":
        return callback(it, call.arg(0), [tool], call.node)
    if call.name == "toOperationNode":
        return tool
    return Tool("join", ((*terms, unknown_method(it, call, clause="join")), handle))
