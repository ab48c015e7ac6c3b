"""What code does with the value of an expression, by where the expression stands."""

from __future__ import annotations

from kyselylint.evaluate.interpreter import Interpreter
from kyselylint.query.statement import Fate
from kyselylint.syntax.tree import Node

_WRAPPERS = frozenset({"parenthesized_expression", "non_null_expression", "as_expression", "satisfies_expression", "type_assertion", "ternary_expression"})
_HANDLERS = frozenset({"then", "catch", "finally"})
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


def _settled(parent: Node, chained: bool) -> Fate:
    found = _FATES.get(parent.type, Fate.UNKNOWN)
    return Fate.CHAINED if found is Fate.FLOATING and chained else found


def in_all(it: Interpreter, node: Node) -> str:
    """The name of the combinator when the expression is an element of the array given to Promise.all and the like."""
    parent = node.parent
    for _ in range(6):
        if parent is None:
            return ""
        if parent.type == "array":
            call = parent.parent.parent if parent.parent is not None and parent.parent.type == "arguments" else None
            function = None if call is None else call.child_by_field_name("function")
            name = "" if function is None else it.text(function)
            return name if name.startswith("Promise.") else ""
        if parent.type not in (*_WRAPPERS, "member_expression", "call_expression", "await_expression", "spread_element"):
            return ""
        parent = parent.parent
    return ""
