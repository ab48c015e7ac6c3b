"""Kysely's run-time rules for arguments: what a string, callback, list or object means in each position."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from kyselylint.evaluate.builder import Builder
from kyselylint.evaluate.choices import the_list
from kyselylint.evaluate.interpreter import Interpreter
from kyselylint.evaluate.javascript import invoke
from kyselylint.evaluate.origin import placeholder, shorten, value_of
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
from kyselylint.finding import Span
from kyselylint.query import expression as sql
from kyselylint.query.certainty import Certainty
from kyselylint.query.expression import Expression, OrderItem
from kyselylint.query.statement import Handle, Query, Selection
from kyselylint.syntax.tree import Node

if TYPE_CHECKING:
    from kyselylint.evaluate.apply import Call

_MOST_QUERIES = 2000  # inside one another; `q = q.union(q)` makes as many in eleven lines
LIST_OPERATORS = frozenset({"in", "not in"})


def subquery(it: Interpreter, builder: Builder) -> Query:
    """The query of a builder that becomes part of another one."""
    it.recorder.embedded(builder)
    query = builder.query()
    if len(query.subqueries) <= _MOST_QUERIES:
        return query
    at = builder.site.span
    hole = sql.Hole("effort", "a query holds too many others to follow", at)
    return Builder(builder.operation, builder.handle, builder.site, {}, (hole,)).query()


def callback(it: Interpreter, value: Val, args: list[Val], node: Node) -> Val:
    """The result of a builder callback; a plain value is given back as it is."""
    return invoke(it, value, args, node) if isinstance(value, Func | Method) else value


def eb(handle: Handle) -> ExpressionBuilderValue:
    """The expression builder that a callback receives."""
    return ExpressionBuilderValue(handle)


def unknown(it: Interpreter, value: Val, node: Node, what: str, clause: str) -> sql.Unknown:
    """An expression that cannot be read, with the reason."""
    if isinstance(value, Opaque) and value.hole is not None:
        return sql.Unknown(replace(value.hole, clause=clause))
    text = " ".join(it.text(node).split())[:60]
    return sql.Unknown(it.hole("expression", f"{what} `{text}` cannot be followed", node, clause))


def unknown_method(
    it: Interpreter, call: Call, what: str = "a method of Kysely", clause: str = "", owner: str = ""
) -> sql.Unknown:
    """A method that Kysely may have, but that is not known here; `owner` is what a message writes before its name."""
    return sql.Unknown(it.hole("method", f"`{owner}.{call.name}()` is not {what} that we know", call.name_node, clause))


def expression_of(it: Interpreter, value: Val) -> Expression | None:
    """The SQL of a value that is an expression or a query; None for plain values."""
    if isinstance(value, Expr):
        return value.node
    if isinstance(value, Builder):
        return sql.Subquery(subquery(it, value), value.site.span)
    if isinstance(value, Tool):
        return _finished(value)
    if isinstance(value, Choice):
        present = [option for option in value.options if not isinstance(option, Undefined)]
        found = [expression_of(it, option) for option in present]
        known = [one for one in found if one is not None]
        return (
            sql.Choice(tuple(known))
            if known and len(known) == len(present) and len(known) > 1
            else known[0]
            if len(known) == 1 == len(present)
            else None
        )
    return None


def _finished(value: Tool) -> Expression | None:
    from kyselylint.evaluate.functions import finished

    return finished(value)


def string_of(value: Val) -> str | None:
    """The text of a constant, or of the first option where a condition decides between constants."""
    if isinstance(value, Choice):
        texts = [string_of(option) for option in value.options if not isinstance(option, Undefined)]
        return texts[0] if texts and all(text is not None for text in texts) else None
    return value.value if isinstance(value, Literal) and isinstance(value.value, str) else None


def column(text: str, node: Node, it: Interpreter) -> sql.Ref:
    """A column reference from its text: column, table.column or schema.table.column."""
    parts = [part.strip() for part in text.split(".")]
    table_name, schema = (parts[-2] if len(parts) > 1 else ""), (parts[-3] if len(parts) > 2 else "")
    return sql.Ref(parts[-1], table_name, schema, span=it.span(node))


def reference(it: Interpreter, value: Val, node: Node, handle: Handle, clause: str = "") -> Expression:
    """A RefArg: strings are columns, callbacks and expressions stay what they are."""
    if isinstance(value, Func | Method):
        value = callback(it, value, [eb(handle)], node)
    if isinstance(value, Tool) and value.kind == "dynamic-ref":
        chosen: sql.Ref = value.state
        return replace(chosen, span=it.span(node))
    text = string_of(value)
    if text is not None:
        made = column(text, node, it)
        return replace(made, dynamic=True) if isinstance(value, Choice) else made
    found = expression_of(it, value)
    if found is not None:
        return found
    if isinstance(value, Choice):
        return _chosen_column(it, value, node, handle, clause)
    if (
        isinstance(value, Opaque)
        and value.hole is None
        and value.carries is None
        and value.value.path[-1:] != ("as()",)
    ):
        it.recorder.chosen(it, value, node, "column")
        return sql.Ref(placeholder(value.value.text or it.text(node)), dynamic=True, span=it.span(node))
    return unknown(it, value, node, "the column", clause)


def _chosen_column(it: Interpreter, value: Choice, node: Node, handle: Handle, clause: str) -> Expression:
    """A column that a condition decides: columns and expressions, or a name that is only known at run time."""
    options = [reference(it, option, node, handle, clause) for option in _given(value)]
    return _either(options) if options else unknown(it, value, node, "the column", clause)


def bound(it: Interpreter, value: Val, node: Node) -> sql.Param:
    """A plain value where it is bound."""
    return sql.Param(value_of(value, it.text(node)), it.span(node), shorten(it.text(node)))


def operand(it: Interpreter, value: Val, node: Node, handle: Handle) -> Expression:
    """A ValueArg: expressions stay, functions are called, everything else is bound as a parameter."""
    if isinstance(value, Func | Method):
        value = callback(it, value, [eb(handle)], node)
        if isinstance(value, Opaque):
            return unknown(it, value, node, "the expression", "")
    if isinstance(value, Choice) and any(isinstance(option, _BUILT) for option in value.options):
        return _either(operand(it, option, node, handle) for option in _given(value))
    found = expression_of(it, value)
    return found if found is not None else bound(it, value, node)


_BUILT = Func | Expr | Builder | Tool  # a Method may be what any property of an unknown value is


def _given(choice: Choice) -> list[Val]:
    """The options that are there: what is undefined is left out by Kysely."""
    return [option for option in choice.options if not isinstance(option, Undefined)]


def _either(options: Iterable[Expression]) -> Expression:
    unique = tuple(dict.fromkeys(options))
    return unique[0] if len(unique) == 1 else sql.Choice(unique)


def right_side(it: Interpreter, operator: str, value: Val, node: Node, handle: Handle) -> Expression:
    """The right side of an operator: a list is one parameter per element; null and booleans after `is` are written."""
    if isinstance(value, Func | Method):
        value = callback(it, value, [eb(handle)], node)
    if operator in ("is", "is not"):
        inline = _inline(value)
        if inline is not None:
            return replace(inline, span=it.span(node))
    if isinstance(value, Choice) and operator in LIST_OPERATORS:
        value = the_list(it, value)
    if isinstance(value, Array):
        return item_list(it, value, node, handle)
    if isinstance(value, Opaque) and operator in LIST_OPERATORS and value.carries is None:
        listed = replace(value.value, many=True)
        return sql.ItemList((sql.Param(listed, it.span(node)),), many=True, span=it.span(node))
    if isinstance(value, Choice) and any(isinstance(option, Array) for option in value.options):
        return _either_list(right_side(it, operator, option, node, handle) for option in _given(value))
    return operand(it, value, node, handle)


def _either_list(options: Iterable[Expression]) -> Expression:
    """One of several lists: `ids ?? []` is a list that may be empty."""
    lists = tuple(options)
    filled = [one for one in lists if not (isinstance(one, sql.ItemList) and not one.items)]
    if not filled or len(filled) == len(lists):
        return _either(lists)
    return _either(_may_be_empty(one) for one in filled)


def _may_be_empty(given: Expression) -> Expression:
    if not isinstance(given, sql.ItemList):
        return given
    items = (
        replace(one, value=replace(one.value, empty=True)) if isinstance(one, sql.Param) else one for one in given.items
    )
    return replace(given, items=tuple(items), many=True)


def _inline(value: Val) -> sql.Inline | None:
    if isinstance(value, Literal) and (value.value is None or isinstance(value.value, bool)):
        return sql.Inline(value.value)
    if isinstance(value, Choice) and all(_inline(option) is not None for option in value.options):
        return _inline(value.options[0])
    return None


def item_list(it: Interpreter, value: Array, node: Node, handle: Handle) -> sql.ItemList:
    """`(a, b)` for a list; one item stands for all of an unknown number."""
    content = it.store.content(value)
    items = [operand(it, item.value, node, handle) for item in content.items]
    many = content.open or any(item.many or item.certainty is not Certainty.ALWAYS for item in content.items)
    if content.open and not items and value.value is not None:
        items = [sql.Param(replace(value.value, empty=value.value.empty and not content.filled), it.span(node))]
    elif content.items and many and value.value is not None:
        items = [
            replace(one, value=replace(one.value, many=True, empty=value.value.empty and not content.filled))
            if isinstance(one, sql.Param)
            else one
            for one in items
        ]
    return sql.ItemList(tuple(items), many, it.span(node))


def comparison(it: Interpreter, values: list[Val], nodes: list[Node], handle: Handle, clause: str) -> Expression:
    """`(ref, operator, value)`; of an operator that the code chooses, one comparison for each."""
    if isinstance(values[1], Choice) and all(string_of(one) is not None for one in values[1].options):
        chosen = ([values[0], one, *values[2:]] for one in values[1].options)
        return sql.Choice(tuple(comparison(it, one, nodes, handle, clause) for one in chosen))
    left = reference(it, values[0], nodes[0], handle, clause)
    text = string_of(values[1])
    span = sql_span(it, nodes[0], nodes[2])
    if text is None:
        raw = expression_of(it, values[1])
        if raw is None and isinstance(values[1], Opaque) and values[1].hole is None:
            right = right_side(it, "", values[2], nodes[2], handle)
            value = value_of(values[1], it.text(nodes[1]))
            it.recorder.chosen(it, values[1], nodes[1], "operator")
            return sql.Binary(
                left, "", right, sql.RawText(None, value, "operator", it.span(nodes[1])), span, it.span(nodes[1])
            )
        raw = raw or unknown(it, values[1], nodes[1], "the operator", clause)
        return sql.Binary(left, "", right_side(it, "", values[2], nodes[2], handle), raw, span, it.span(nodes[1]))
    return sql.Binary(left, text, right_side(it, text, values[2], nodes[2], handle), None, span, it.span(nodes[1]))


def sql_span(it: Interpreter, first: Node, last: Node) -> Span:
    """From the start of one node to the end of another."""
    return Span(it.frame.module.path, first.start_byte, max(first.end_byte, last.end_byte))


def predicate(it: Interpreter, call: Call, handle: Handle, clause: str) -> Expression:
    """The arguments of where(), having(), on(), when(): three arguments, or one expression or callback."""
    if len(call.args) >= 3:
        return comparison(it, call.args, call.nodes, handle, clause)
    if len(call.args) != 1 or call.open:
        return unknown(it, UNDEFINED, call.node, "the condition", clause)
    return condition(it, call.args[0], call.nodes[0], handle, clause)


def condition(it: Interpreter, value: Val, node: Node, handle: Handle, clause: str) -> Expression:
    """A predicate expression, or a callback that returns one."""
    if isinstance(value, Func | Method):
        value = callback(it, value, [eb(handle)], node)
    if isinstance(value, Choice):
        return _conditional(it, value, node, handle, clause)
    found = expression_of(it, value)
    if found is not None:
        return found
    if isinstance(value, Literal | Undefined):
        return bound(it, value, node)
    return unknown(it, value, node, "the condition", clause)


def _conditional(it: Interpreter, value: Choice, node: Node, handle: Handle, clause: str) -> Expression:
    options = tuple(
        condition(it, option, node, handle, clause) for option in value.options if not isinstance(option, Undefined)
    )
    return sql.Choice(options) if len(options) > 1 else options[0]


def reference_comparison(it: Interpreter, call: Call, handle: Handle, clause: str) -> Expression:
    """`whereRef(a, operator, b)`: both sides are columns."""
    if len(call.args) != 3:
        return unknown(it, UNDEFINED, call.node, "the condition", clause)
    left = reference(it, call.args[0], call.nodes[0], handle, clause)
    right = reference(it, call.args[2], call.nodes[2], handle, clause)
    span, operator_span = sql_span(it, call.nodes[0], call.nodes[2]), it.span(call.nodes[1])
    text = string_of(call.args[1])
    if text is not None:
        return sql.Binary(left, text, right, None, span, operator_span)
    raw = expression_of(it, call.args[1]) or unknown(it, call.args[1], call.nodes[1], "the operator", clause)
    return sql.Binary(left, "", right, raw, span, operator_span)


def selections(
    it: Interpreter, value: Val, node: Node, handle: Handle, clause: str = "select"
) -> tuple[Selection, ...]:
    """A SelectArg: names with or without alias, aliased expressions, lists and callbacks of these."""
    if isinstance(value, Func | Method):
        value = callback(it, value, [eb(handle)], node)
    if isinstance(value, Array):
        content = it.store.content(value)
        found = [
            _certain(item, one) for item in content.items for one in selections(it, item.value, node, handle, clause)
        ]
        if content.open:
            found.append(
                Selection(unknown(it, value, node, "some of the selected columns in", clause), span=it.span(node))
            )
        return tuple(found)
    if isinstance(value, Choice):
        return _chosen(it, value, node, handle, clause)
    return (Selection(selection(it, value, node, handle, clause), span=it.span(node)),)


def _certain(item: Item, one: Selection) -> Selection:
    return one if item.certainty is Certainty.ALWAYS else replace(one, certainty=item.certainty)


def _chosen(it: Interpreter, value: Choice, node: Node, handle: Handle, clause: str) -> tuple[Selection, ...]:
    present = [option for option in value.options if not isinstance(option, Undefined)]
    found: list[Selection] = []
    for index, option in enumerate(present):
        weaker = Certainty.SOMETIMES if index == 0 else Certainty.OTHERWISE
        found.extend(replace(one, certainty=weaker) for one in selections(it, option, node, handle, clause))
    return tuple(found)


def selection(it: Interpreter, value: Val, node: Node, handle: Handle, clause: str) -> Expression:
    """One entry of a select list."""
    text = string_of(value)
    if text is not None:
        name, separator, alias = text.partition(" as ")
        made: Expression = column(name, node, it)
        return sql.Aliased(made, alias.strip(), span=it.span(node)) if separator else made
    return reference(it, value, node, handle, clause)


def plain_list(it: Interpreter, value: Val, node: Node, handle: Handle, clause: str) -> tuple[Expression, ...]:
    """One RefArg or a list of them, as groupBy, partitionBy and distinctOn take."""
    if isinstance(value, Func | Method):
        value = callback(it, value, [eb(handle)], node)
    if isinstance(value, Array):
        content = it.store.content(value)
        found = [reference(it, item.value, node, handle, clause) for item in content.items]
        return (
            tuple(found) if not content.open else (*found, unknown(it, value, node, "some of the columns in", clause))
        )
    return (reference(it, value, node, handle, clause),)


def ordering(it: Interpreter, call: Call, handle: Handle) -> tuple[OrderItem, ...]:
    """The arguments of orderBy: column or expression with a direction, `'c desc'`, or a list."""
    value, node = call.arg(0), call.nodes[0] if call.nodes else call.node
    if isinstance(value, Func | Method):
        value = callback(it, value, [eb(handle)], node)
    if isinstance(value, Array):
        content = it.store.content(value)
        found = [_order_item(it, item.value, UNDEFINED, node, node, handle) for item in content.items]
        if content.open:
            found.append(OrderItem(unknown(it, value, node, "some of the order in", "order"), span=it.span(node)))
        return tuple(found)
    direction_node = call.nodes[1] if len(call.nodes) > 1 else node
    return (_order_item(it, value, call.arg(1), node, direction_node, handle),)


def _order_item(
    it: Interpreter, value: Val, direction: Val, node: Node, direction_node: Node, handle: Handle
) -> OrderItem:
    text = string_of(value)
    if text is not None and direction is UNDEFINED and " " in text.strip():  # 'created_at desc'
        name, _, word = text.strip().partition(" ")
        return OrderItem(column(name, node, it), word.strip(), span=it.span(node))
    expression = reference(it, value, node, handle, "order")
    if isinstance(expression, OrderItem):
        return expression
    made = OrderItem(expression, span=it.span(node))
    return modified(it, made, direction, direction_node)


def modified(it: Interpreter, item: OrderItem, direction: Val, node: Node) -> OrderItem:
    """An order item with its direction: asc, desc, a callback, raw SQL, or a word chosen at run time."""
    if isinstance(direction, Undefined):
        return item
    text = string_of(direction)
    if text is not None:
        return replace(item, direction=text)
    if isinstance(direction, Func | Method):
        built = callback(it, direction, [Tool("order-item", item)], node)
        return built.state if isinstance(built, Tool) and built.kind == "order-item" else item
    raw = expression_of(it, direction)
    if raw is not None:
        return replace(item, raw=raw)
    it.recorder.chosen(it, direction, node, "direction")
    return replace(item, raw=sql.RawText(None, value_of(direction, it.text(node)), "direction", it.span(node)))


def object_items(it: Interpreter, value: Object) -> tuple[dict[str, Item], bool]:
    """An object's properties without those that are undefined, and whether it may have more."""
    properties = it.store.properties(value)
    return {
        name: item for name, item in properties.items.items() if not isinstance(item.value, Undefined)
    }, properties.open
