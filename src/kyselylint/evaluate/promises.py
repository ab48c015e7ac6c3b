"""Promises that are kept under a name, used as if they were what they stand for, or whose errors are caught."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.evaluate.fate import combinator, fate_of
from kyselylint.evaluate.interpreter import FUNCTIONS, Interpreter, function_of
from kyselylint.query.statement import Fate
from kyselylint.syntax.tree import Node

_SAME = frozenset({"parenthesized_expression", "non_null_expression", "as_expression", "satisfies_expression"})
# Methods of rows; others may be those of a promise of another library.
_OF_ROWS = frozenset(
    {"at", "every", "filter", "find", "flatMap", "forEach", "join", "map", "reduce", "slice", "some", "sort"}
)
_HANDLERS = frozenset({"then", "catch", "finally"})
_ASKS = frozenset({"if_statement", "while_statement", "ternary_expression"})


def kept(it: Interpreter, node: Node, found: Fate, *, builder: bool = False) -> Fate:
    """The fate of a promise or builder that is stored or stands in an expression, by what is then done with it.

    UNUSED when nothing reads the name it gets, TAKEN when a promise is only ever used as if it were its rows.
    """
    if found is Fate.COLLECTED and not builder:
        return all_fate(it, node, found)
    if found is Fate.UNKNOWN:
        return Fate.TAKEN if not builder and _is_taken(it, node) else found
    whole = _outermost(node)
    declarator = whole.parent
    if found is not Fate.STORED or declarator is None or declarator.type != "variable_declarator":
        return found
    name, function = declarator.child_by_field_name("name"), function_of(declarator)
    if name is None or function is None:
        return found
    if name.type != "identifier":
        return found if builder else Fate.TAKEN
    uses = tuple(_uses(it, name, function))
    if not uses:
        return found if it.text(name).startswith("_") else Fate.UNUSED
    return Fate.TAKEN if not builder and all(_is_taken(it, use) for use in uses) else found


def all_fate(it: Interpreter, node: Node, found: Fate) -> Fate:
    """What becomes of a promise that is given to Promise.all: nobody waits for it where nobody waits for that."""
    function = combinator(it, node)
    call = None if function is None else function.parent
    return Fate.FLOATING if call is not None and fate_of(it, call) is Fate.FLOATING else found


def _outermost(node: Node) -> Node:
    while node.parent is not None and node.parent.type in _SAME:
        node = node.parent
    return node


def _uses(it: Interpreter, name: Node, function: Node) -> Iterator[Node]:
    """Where a function, or one inside it, says the name again."""
    text = it.text(name)
    stack = [function] if it.text(function).count(text) > 1 else []
    while stack:
        node = stack.pop()
        if node.type in ("identifier", "shorthand_property_identifier") and node != name and it.text(node) == text:
            yield node
        stack.extend(node.named_children)


def _is_taken(it: Interpreter, node: Node) -> bool:
    """Whether a promise is used as if it were its rows: asked for a column, or whether there is one."""
    whole = _outermost(node)
    parent = whole.parent
    if parent is None:
        return False
    if parent.type in ("member_expression", "subscript_expression") and parent.child_by_field_name("object") == whole:
        return _asks_row(it, parent)
    if parent.type == "unary_expression":
        operator = parent.child_by_field_name("operator")
        return operator is not None and operator.type == "!"
    return parent.type in _ASKS and parent.child_by_field_name("condition") == whole


def _asks_row(it: Interpreter, member: Node) -> bool:
    name = member.child_by_field_name("property")
    if name is None:
        return member.type == "subscript_expression"
    called = member.parent is not None and member.parent.child_by_field_name("function") == member
    text = it.text(name)
    return text in _OF_ROWS if called else text not in _HANDLERS


def is_caught(it: Interpreter, node: Node) -> bool:
    """Whether the function around a call sees to its error: in a try with a catch, or by `.catch()`."""
    current, parent = node, node.parent
    while parent is not None and current.type not in FUNCTIONS:
        if parent.type == "try_statement" and parent.child_by_field_name("body") == current:
            if parent.child_by_field_name("handler") is not None:
                return True
        elif parent.type == "member_expression":
            name = parent.child_by_field_name("property")
            if name is not None and it.text(name) == "catch":
                return True
        current, parent = parent, parent.parent
    return False


def is_async(function: Node) -> bool:
    """Whether a function gives back a promise, by its own words."""
    return any(child.type == "async" for child in function.children)
