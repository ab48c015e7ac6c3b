"""What code does with the value of an expression, by where the expression stands."""

from __future__ import annotations

import re

from kyselylint.evaluate.interpreter import FUNCTIONS, Interpreter
from kyselylint.finding import Span
from kyselylint.query.statement import Fate
from kyselylint.syntax.tree import Node

_WRAPPERS = frozenset(
    {
        "parenthesized_expression",
        "non_null_expression",
        "as_expression",
        "satisfies_expression",
        "type_assertion",
        "ternary_expression",
    }
)
_HANDLERS = frozenset({"then", "catch", "finally"})
_CHAIN = frozenset({"call_expression", "member_expression"})
_FATES = {
    "await_expression": Fate.AWAITED,
    "return_statement": Fate.RETURNED,
    "expression_statement": Fate.FLOATING,
    "variable_declarator": Fate.STORED,
    "assignment_expression": Fate.STORED,
    "augmented_assignment_expression": Fate.STORED,
    "assignment_pattern": Fate.STORED,
    "pair": Fate.STORED,
    "object": Fate.STORED,
    "public_field_definition": Fate.STORED,
    "spread_element": Fate.COLLECTED,
    "array": Fate.COLLECTED,
    "arguments": Fate.PASSED,
    "yield_expression": Fate.RETURNED,
    "for_in_statement": Fate.ITERATED,
    "export_statement": Fate.STORED,
}


def fate_of(it: Interpreter, node: Node, *, builder: bool = False) -> Fate:
    """The fate of an expression's value; promises are followed through `.then` and `.catch`."""
    return Fate.AWAITED if _awaits_inside(node) else _by_place(it, node, builder=builder)


def _by_place(it: Interpreter, node: Node, *, builder: bool) -> Fate:
    chained = False
    current, parent = node, node.parent
    while parent is not None:
        kind = parent.type
        if kind == "binary_expression":
            operator = parent.child_by_field_name("operator")
            if operator is None or operator.type not in ("&&", "||", "??"):
                return Fate.UNKNOWN
        elif kind == "member_expression":
            name = parent.child_by_field_name("property")
            if builder or name is None or it.text(name) not in _HANDLERS:
                return Fate.UNKNOWN
            chained = True
        elif kind == "call_expression" and parent.child_by_field_name("function") == current:
            pass
        elif kind == "unary_expression":
            return Fate.VOIDED if parent.child_by_field_name("operator").type == "void" else Fate.UNKNOWN  # type: ignore[union-attr]
        elif kind == "arrow_function":
            return Fate.RETURNED
        elif kind not in _WRAPPERS and kind != "sequence_expression":
            return _settled(parent, chained)
        current, parent = parent, parent.parent
    return Fate.UNKNOWN


def _awaits_inside(node: Node) -> bool:
    """Whether the grammar has put the `await` before a chain into it, as it does with `await x.y<T>().z()`.

    Only parentheses can have it there on purpose, and those end the search.
    """
    current: Node | None = node
    while current is not None and current.type in _CHAIN:
        current = current.child_by_field_name("function") or current.child_by_field_name("object")
    return current is not None and current.type == "await_expression" and current is not node


def _settled(parent: Node, chained: bool) -> Fate:
    found = _FATES.get(parent.type, Fate.UNKNOWN)
    return Fate.CHAINED if found is Fate.FLOATING and chained else found


_LINKS = {"call_expression": "function", "member_expression": "object", "subscript_expression": "object"}


def fluent(it: Interpreter, top: Node) -> Span:
    """The fluent expression of a query: from the receiver to the last link, `top`.

    It is gone through from its end: to ask each link of a chain for what is around it is quadratic.
    """
    first = top
    while first.type in _LINKS or first.type in ("await_expression", "non_null_expression", "instantiation_expression"):
        field = _LINKS.get(first.type)
        inner = first.named_children[0] if field is None else first.child_by_field_name(field)
        if inner is None:
            break
        first = inner
    return Span(it.frame.module.path, first.start_byte, top.end_byte)


def in_all(it: Interpreter, node: Node) -> str:
    """The name of the combinator when the expression is an element of the array given to Promise.all and the like."""
    function = combinator(it, node)
    return "" if function is None else it.text(function)


def combinator(it: Interpreter, node: Node) -> Node | None:
    """`Promise.all` of the call that waits for the expression and its neighbours."""
    parent = node.parent
    for _ in range(6):
        if parent is None:
            return None
        if parent.type == "array":
            call = parent.parent.parent if parent.parent is not None and parent.parent.type == "arguments" else None
            function = None if call is None else call.child_by_field_name("function")
            return function if function is not None and it.text(function).startswith("Promise.") else None
        if parent.type not in (
            *_WRAPPERS,
            "member_expression",
            "call_expression",
            "await_expression",
            "spread_element",
        ):
            return None
        parent = parent.parent
    return None


_NAMED = frozenset(
    {
        "function_declaration",
        "generator_function_declaration",
        "class_declaration",
        "abstract_class_declaration",
        "class",
        "internal_module",
        "module",
    }
)
_ASSIGNED = frozenset({"arrow_function", "function_expression", "generator_function", "object", "class"})


def function_around(it: Interpreter, node: Node) -> str:
    """The names of the functions, classes and object variables around a place, outermost first: `TodoRepo.list`."""
    names: list[str] = []
    current = node.parent
    while current is not None:
        name = _own_name(it, current)
        if name:
            names.append(name)
        current = current.parent
    return ".".join(reversed(names)) or _export_around(it, node)


def _export_around(it: Interpreter, node: Node) -> str:
    """The constant that a callback makes (`export const list = cached(async () => …)`), or `default`."""
    current, inside = node.parent, False
    while current is not None:
        inside = inside or current.type in FUNCTIONS
        if inside and current.type == "variable_declarator":
            name = current.child_by_field_name("name")
            return "" if name is None or name.type != "identifier" else it.text(name)
        if inside and current.type == "export_statement":
            return "default" if any(child.type == "default" for child in current.children) else ""
        current = current.parent
    return ""


def keys_around(it: Interpreter, node: Node) -> tuple[str, ...]:
    """The keys of the functions around a place, the innermost first."""
    keys: list[str] = []
    current = node.parent
    while current is not None:
        if current.type in FUNCTIONS:
            keys.append(f"{it.frame.module.path}:{current.start_byte}")
        current = current.parent
    return tuple(keys)


def _own_name(it: Interpreter, node: Node) -> str:
    """The name that a function, class or object literal has or is bound to; "" for callbacks and other nodes."""
    kind = node.type
    if kind in _NAMED or kind == "method_definition":
        name = node.child_by_field_name("name")
        return "" if name is None else it.text(name)
    if kind not in _ASSIGNED or node.parent is None:
        return ""
    holder = node.parent
    while holder.type in _WRAPPERS and holder.parent is not None:
        holder = holder.parent
    key = {
        "variable_declarator": "name",
        "pair": "key",
        "public_field_definition": "name",
        "assignment_expression": "left",
    }.get(holder.type)
    name = None if key is None else holder.child_by_field_name(key)
    return "" if name is None or name.type.endswith("_pattern") else _bare(it.text(name))


def _bare(name: str) -> str:
    """`exports.list` is `list`, and so is `["list"]`."""
    name = re.sub(r"^(?:this|(?:module\.)?exports)\.", "", name)
    return re.sub(r"""^\[?(['"`])(.*)\1\]?$""", r"\2", name)
