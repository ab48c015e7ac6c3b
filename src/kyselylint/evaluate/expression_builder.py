"""`eb` and what it makes: comparisons, and/or/not, exists, case, tuples, and what goes on with .and() and .or()."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from kyselylint.evaluate.arguments import (
    callback,
    column,
    comparison,
    condition,
    expression_of,
    item_list,
    operand,
    predicate,
    reference,
    reference_comparison,
    string_of,
    unknown,
    unknown_method,
)
from kyselylint.evaluate.interpreter import Interpreter
from kyselylint.evaluate.origin import placeholder, value_of
from kyselylint.evaluate.values import (
    UNDEFINED,
    Array,
    Choice,
    Expr,
    ExpressionBuilderValue,
    Func,
    Item,
    Literal,
    Method,
    Object,
    Opaque,
    Tool,
    Undefined,
    Val,
)
from kyselylint.query import expression as sql
from kyselylint.query.certainty import Certainty
from kyselylint.query.expression import Expression
from kyselylint.query.statement import Handle, HandleKind
from kyselylint.syntax.tree import Node

if TYPE_CHECKING:
    from kyselylint.evaluate.apply import Call

_NO_HANDLE = Handle(HandleKind.NONE)
EbMethod = Callable[[Interpreter, Handle, "Call"], Val]


def binary(it: Interpreter, handle: Handle, call: Call) -> Val:
    """`eb(ref, operator, value)`."""
    if len(call.args) < 3:
        return Expr(unknown(it, UNDEFINED, call.node, "the expression", ""))
    return Expr(comparison(it, call.args, call.nodes, handle, ""))


def _node(call: Call, index: int = 0) -> Node:
    return call.nodes[index] if len(call.nodes) > index else call.node


def _logical(kind: type[sql.And | sql.Or]) -> EbMethod:
    def combine(it: Interpreter, handle: Handle, call: Call) -> Val:
        value, node = call.arg(0), _node(call)
        if isinstance(value, Func | Method):
            value = callback(it, value, [ExpressionBuilderValue(handle)], node)
        if isinstance(value, Choice):
            value = next((option for option in value.options if isinstance(option, Array | Object)), value)
        if isinstance(value, Array):
            return Expr(_listed(it, value, node, handle, kind), "and" if kind is sql.And else "or")
        if isinstance(value, Object):
            return Expr(_filtered(it, value, node, handle, kind))
        word = "and" if kind is sql.And else "or"
        if isinstance(value, Opaque) and value.carries is None:
            text = " ".join(it.text(node).split())[:60]
            hole = value.hole or it.hole(
                "conditions", f"the conditions `{text}` are made where they cannot be seen", node, "where"
            )
            return Expr(sql.Parens(kind((sql.Repeated(sql.Unknown(hole)),))), word)
        return Expr(unknown(it, value, node, f"the {word} conditions", ""))

    return combine


def _listed(it: Interpreter, value: Array, node: Node, handle: Handle, kind: type[sql.And | sql.Or]) -> Expression:
    """`eb.and([…])`: parenthesised from two terms on, a constant when empty."""
    content = it.store.content(value)
    terms = [_term(it, item, node, handle) for item in content.items]
    if content.open:
        hole = it.hole("conditions", "some of the conditions are made where they cannot be seen", node, "where")
        terms.append(sql.Repeated(sql.Unknown(hole)))
    if not terms:
        return _empty(kind)
    if len(terms) == 1 and not isinstance(terms[0], sql.Maybe | sql.Repeated):
        return terms[0]
    return sql.Parens(kind(tuple(terms))) if len(terms) > 1 else kind(tuple(terms))


def _empty(kind: type[sql.And | sql.Or]) -> Expression:
    return sql.Binary(sql.Inline(1), "=", sql.Inline(1 if kind is sql.And else 0))


def _term(it: Interpreter, item: Item, node: Node, handle: Handle) -> Expression:
    inner = condition(it, item.value, node, handle, "where")
    if item.many:
        return sql.Repeated(inner)
    return inner if item.certainty is Certainty.ALWAYS else sql.Maybe(inner, item.certainty is Certainty.OTHERWISE)


def _filtered(it: Interpreter, value: Object, node: Node, handle: Handle, kind: type[sql.And | sql.Or]) -> Expression:
    """`eb.and({ a: 1, b: null })`: one equality per property that is not undefined; null and booleans become `is`."""
    properties = it.store.properties(value)
    terms: list[Expression] = []
    for name, item in properties.items.items():
        if isinstance(item.value, Undefined):
            continue
        term = _equality(it, name, item.value, node, handle)
        optional = item.certainty is not Certainty.ALWAYS or _may_be_undefined(item.value)
        terms.append(sql.Maybe(term) if optional else term)
    if properties.open:
        hole = it.hole("conditions", "some of the conditions come from an object that cannot be seen", node, "where")
        terms.append(sql.Repeated(sql.Unknown(hole)))
    if not terms:
        return _empty(kind)
    only = terms[0]
    if len(terms) == 1:
        return only if not isinstance(only, sql.Maybe | sql.Repeated) else kind((only,))
    return sql.Parens(kind(tuple(terms)))


def _may_be_undefined(value: Val) -> bool:
    if isinstance(value, Choice):
        return any(_may_be_undefined(option) for option in value.options)
    return isinstance(value, Undefined) or (isinstance(value, Opaque) and value.value.optional)


def _equality(it: Interpreter, name: str, value: Val, node: Node, handle: Handle) -> Expression:
    left = column(name, node, it)
    if isinstance(value, Literal) and (value.value is None or isinstance(value.value, bool)):
        return sql.Binary(left, "is", sql.Inline(value.value), None, it.span(node))
    if isinstance(value, Array):
        return sql.Binary(left, "=", item_list(it, value, node, handle), None, it.span(node))
    return sql.Binary(left, "=", operand(it, value, node, handle), None, it.span(node))


def _unary(operator: str) -> EbMethod:
    def make(it: Interpreter, handle: Handle, call: Call) -> Val:
        operand_sql = reference(it, call.arg(0), _node(call), handle)
        return Expr(sql.Unary(operator, operand_sql, it.span(call.name_node)))

    return make


def _any_unary(it: Interpreter, handle: Handle, call: Call) -> Val:
    operator = string_of(call.arg(0)) or ""
    return Expr(sql.Unary(operator, reference(it, call.arg(1), _node(call, 1), handle), it.span(call.name_node)))


def _between(symmetric: bool) -> EbMethod:
    def make(it: Interpreter, handle: Handle, call: Call) -> Val:
        left = reference(it, call.arg(0), _node(call), handle)
        low, high = operand(it, call.arg(1), _node(call, 1), handle), operand(it, call.arg(2), _node(call, 2), handle)
        return Expr(sql.Between(left, low, high, symmetric, it.span(call.node)))

    return make


def _ref(it: Interpreter, handle: Handle, call: Call) -> Val:
    found = reference(it, call.arg(0), _node(call), handle)
    operator = string_of(call.arg(1))
    return Tool("json", sql.JsonPath(found, operator, ())) if operator else Expr(found)


def _val(it: Interpreter, _handle: Handle, call: Call) -> Val:
    return Expr(sql.Param(value_of(call.arg(0), it.text(_node(call))), it.span(_node(call))))


def _lit(it: Interpreter, _handle: Handle, call: Call) -> Val:
    value = call.arg(0)
    if isinstance(value, Choice) and isinstance(value.options[0], Literal):
        value = value.options[0]
    if isinstance(value, Literal):
        return Expr(sql.Inline(value.value, it.span(_node(call))))
    return Expr(sql.RawText(None, value_of(value, it.text(_node(call))), "eb.lit", it.span(_node(call))))


def _table(it: Interpreter, _handle: Handle, call: Call) -> Val:
    text = string_of(call.arg(0))
    schema, _, name = (text or "").rpartition(".")
    return Expr(sql.TableName(name or placeholder(it.text(_node(call))), schema, text is None, it.span(_node(call))))


def _tuple(it: Interpreter, handle: Handle, call: Call) -> Val:
    items = [operand(it, value, node, handle) for value, node in zip(call.args, call.nodes, strict=True)]
    return Expr(sql.ItemList(tuple(items), span=it.span(call.node)))


def _ref_tuple(it: Interpreter, handle: Handle, call: Call) -> Val:
    items = [reference(it, value, node, handle) for value, node in zip(call.args, call.nodes, strict=True)]
    return Expr(sql.ItemList(tuple(items), span=it.span(call.node)))


def _parens(it: Interpreter, handle: Handle, call: Call) -> Val:
    return Expr(sql.Parens(predicate(it, call, handle, "")))


def _cast(it: Interpreter, handle: Handle, call: Call) -> Val:
    inner = reference(it, call.arg(0), _node(call), handle)
    name = string_of(call.arg(1))
    if name is not None:
        return Expr(sql.Cast(inner, name))
    return Expr(
        sql.Cast(inner, expression_of(it, call.arg(1)) or unknown(it, call.arg(1), _node(call, 1), "the type", ""))
    )


def _case(it: Interpreter, handle: Handle, call: Call) -> Val:
    operand_sql = reference(it, call.arg(0), _node(call), handle) if call.args else None
    return Tool("case", (sql.Case(operand_sql, ()), None, handle))


def _json_path(_it: Interpreter, _handle: Handle, _call: Call) -> Val:
    return Tool("json", sql.JsonPath(None, "->$", ()))


def _select_from(it: Interpreter, handle: Handle, call: Call) -> Val:
    from kyselylint.evaluate.handles import select_from

    return select_from(it, handle, (), call)


EB: dict[str, EbMethod] = {
    "eb": binary,
    "cmpr": binary,
    "bxp": binary,
    "and": _logical(sql.And),
    "or": _logical(sql.Or),
    "not": _unary("not"),
    "exists": _unary("exists"),
    "notExists": _unary("not exists"),
    "neg": _unary("-"),
    "unary": _any_unary,
    "between": _between(symmetric=False),
    "betweenSymmetric": _between(symmetric=True),
    "ref": _ref,
    "val": _val,
    "lit": _lit,
    "table": _table,
    "tuple": _tuple,
    "refTuple": _ref_tuple,
    "parens": _parens,
    "cast": _cast,
    "case": _case,
    "jsonPath": _json_path,
    "selectFrom": _select_from,
    "selectNoFrom": _select_from,  # until 0.26, as cmpr and bxp
}


def method(it: Interpreter, builder: ExpressionBuilderValue, call: Call) -> Val:
    """A method of `eb`."""
    if call.name == "fn":
        from kyselylint.evaluate.functions import call_fn

        return call_fn(it, builder.handle, call)
    found = EB.get(call.name)
    if found is not None:
        return found(it, builder.handle, call)
    if call.name == "withSchema":  # until 0.28
        schema = string_of(call.arg(0)) or placeholder(it.text(_node(call)))
        return ExpressionBuilderValue(replace(builder.handle, schema=schema))
    return Expr(unknown_method(it, call, "a method of Kysely's expression builder"))


def expression_method(it: Interpreter, receiver: Expr, call: Call) -> Val | None:
    """A method of a finished expression: .as, .and, .or, casts, and execution of raw SQL."""
    if call.name == "as":
        return _alias(it, receiver, call)
    if call.name in ("and", "or"):
        return _continue(it, receiver, call)
    if call.name in ("$castTo", "castTo", "$notNull", "$asTuple", "$asScalar"):
        return receiver
    if call.name == "toOperationNode":
        return it.opaque(call.node)
    if call.name in ("then", "catch", "finally", "execute", "compile", "stream"):  # of rows, or of raw SQL
        return None
    return receiver if isinstance(receiver.node, sql.Unknown) else Expr(unknown_method(it, call))


def _alias(it: Interpreter, receiver: Expr, call: Call) -> Val:
    name = string_of(call.arg(0))
    span = it.span(call.name_node)
    if name is not None:
        return Expr(sql.Aliased(receiver.node, name, span=span))
    chosen, node = call.arg(0), _node(call)
    if (
        isinstance(chosen, Opaque) and chosen.hole is None and chosen.carries is None
    ):  # shown by its source, like a column
        return Expr(sql.Aliased(receiver.node, it.text(node).strip("`"), span=span))
    raw = expression_of(it, chosen) or unknown(it, chosen, node, "the alias", "select")
    return Expr(sql.Aliased(receiver.node, "", raw, span=span))


def _continue(it: Interpreter, receiver: Expr, call: Call) -> Val:
    """`a.and(b)`: an and-wrapper goes on with and, anything else starts a new one; both are parenthesised."""
    kind = sql.And if call.name == "and" else sql.Or
    term = predicate(it, call, _NO_HANDLE, "where")
    inner = receiver.node
    if receiver.wrapper == call.name and isinstance(inner, sql.Parens) and isinstance(inner.inner, kind):
        return Expr(sql.Parens(kind((*inner.inner.terms, term))), call.name)
    return Expr(sql.Parens(kind((inner, term))), call.name)


def case_method(it: Interpreter, tool: Tool, call: Call) -> Val:
    """when, then, else and end of a case expression."""
    made, pending, handle = tool.state
    if call.name in ("when", "whenRef"):
        return Tool("case", (made, _when(it, made, call, handle), handle))
    if call.name in ("then", "thenRef"):
        value = _case_value(it, call, handle)
        return Tool("case", (replace(made, branches=(*made.branches, (pending, value))), None, handle))
    if call.name in ("else", "elseRef"):
        return Tool("case", (replace(made, otherwise=_case_value(it, call, handle)), None, handle))
    if call.name in ("end", "endCase"):
        return Expr(replace(made, end="end case" if call.name == "endCase" else "end"))
    return Expr(unknown_method(it, call, "a method of Kysely's case builder"))


def _when(it: Interpreter, made: sql.Case, call: Call, handle: Handle) -> Expression:
    if call.name == "whenRef":
        return reference_comparison(it, call, handle, "")
    if len(call.args) == 1 and made.operand is not None:
        return _inlined(it, call.args[0], call.nodes[0], handle)
    return predicate(it, call, handle, "")


def _case_value(it: Interpreter, call: Call, handle: Handle) -> Expression:
    if call.name.endswith("Ref"):
        return reference(it, call.arg(0), _node(call), handle)
    return _inlined(it, call.arg(0), _node(call), handle)


def _inlined(it: Interpreter, value: Val, node: Node, handle: Handle) -> Expression:
    """Numbers, booleans and null are written out in a case, the rest is bound."""
    if isinstance(value, Literal) and not isinstance(value.value, str):
        return sql.Inline(value.value, it.span(node))
    if isinstance(value, Opaque) and value.value.type in ("number", "boolean") and not value.value.optional:
        return sql.RawText(None, value.value, "case", it.span(node))
    return operand(it, value, node, handle)


def json_method(it: Interpreter, tool: Tool, call: Call) -> Val:
    """`.at(0)` and `.key('a')` of a JSON path, and what ends it."""
    path: sql.JsonPath = tool.state
    if call.name in ("at", "key"):
        value = call.arg(0)
        known = value.value if isinstance(value, Literal) and isinstance(value.value, str | int) else None
        leg: str | int | Expression = (
            known
            if known is not None
            else sql.RawText(None, value_of(value, it.text(_node(call))), "json path", it.span(_node(call)))
        )
        return Tool("json", replace(path, legs=(*path.legs, (call.name, leg))))
    if call.name in ("$castTo", "$notNull", "toOperationNode"):
        return tool
    if call.name == "as":
        return _alias(it, Expr(path), call)
    return Expr(unknown_method(it, call, "a method of Kysely's JSON paths"))
