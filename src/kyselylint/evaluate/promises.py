"""Promises that are kept under a name, used as if they were what they stand for, or whose errors are caught."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.evaluate.fate import combinator, fate_of
from kyselylint.evaluate.interpreter import FUNCTIONS, Interpreter
from kyselylint.query.statement import Fate
from kyselylint.syntax.tree import Node

_SAME = frozenset({"parenthesized_expression", "non_null_expression", "as_expression", "satisfies_expression"})
# Methods of rows; others may be those of a promise of another library.
_OF_ROWS = frozenset(
    {"at", "every", "filter", "find", "flatMap", "forEach", "join", "map", "reduce", "slice", "some", "sort"}
)
_HANDLERS = frozenset({"then", "catch", "finally"})
_NAMES = frozenset({"identifier", "shorthand_property_identifier", "shorthand_property_identifier_pattern"})
_DECLARES = frozenset(
    {
        *("variable_declarator", "assignment_expression", "for_in_statement", "catch_clause", "object_pattern"),
        *("array_pattern", "pair_pattern", "assignment_pattern"),
    }
)
_ASKS = frozenset({"if_statement", "while_statement", "ternary_expression"})


def kept(it: Interpreter, node: Node, found: Fate, *, builder: bool = False) -> Fate:
    """The fate of a promise or builder that is stored or stands in an expression, by what is then done with it.

    UNUSED when nothing reads the name it gets, TAKEN when a promise is only ever used as if it were its rows.
    """
    if found is Fate.COLLECTED and not builder:
        return all_fate(it, node, found)
    if found in (Fate.UNKNOWN, Fate.ITERATED):
        return Fate.TAKEN if not builder and _is_taken(it, node) else found
    whole = _outermost(node)
    declarator = whole.parent
    if found is not Fate.STORED or declarator is None or declarator.type != "variable_declarator":
        return found
    name, declaration = declarator.child_by_field_name("name"), declarator.parent
    block = None if declaration is None else declaration.parent
    if name is None or block is None or block.type != "statement_block":  # else others may read it
        return found
    if name.type != "identifier":
        return found if builder else Fate.TAKEN
    uses = tuple(_uses(it, name, block))
    if not uses:
        return found if it.text(name).startswith("_") else Fate.UNUSED
    if builder or any(_is_known(it, use) for use in uses):
        return found
    return Fate.TAKEN if any(_is_taken(it, use) for use in uses) else found


def all_fate(it: Interpreter, node: Node, found: Fate) -> Fate:
    """What becomes of a promise that is given to Promise.all: nobody waits for it where nobody waits for that."""
    function = combinator(it, node)
    call = None if function is None else function.parent
    return Fate.FLOATING if call is not None and fate_of(it, call) is Fate.FLOATING else found


def _outermost(node: Node) -> Node:
    while node.parent is not None and (
        node.parent.type in _SAME
        or (node.parent.type == "ternary_expression" and node.parent.child_by_field_name("condition") != node)
    ):
        node = node.parent
    return node


def _uses(it: Interpreter, name: Node, block: Node) -> Iterator[Node]:
    """Where a block, or a function in it that has no name of its own like it, says the name again."""
    text = it.text(name)
    stack = [block] if it.text(block).count(text) > 1 else []
    while stack:
        node = stack.pop()
        if node.type in _NAMES and node != name and it.text(node) == text:
            yield node
        if node.type not in FUNCTIONS or text not in _parameters(it, node):
            stack.extend(node.named_children)


def _parameters(it: Interpreter, function: Node) -> str:
    parameters = function.child_by_field_name("parameters") or function.child_by_field_name("parameter")
    return "" if parameters is None else it.text(parameters)


def _is_known(it: Interpreter, use: Node) -> bool:
    """Whether a name is waited for, or declared again: what else is done with it may be done with another value."""
    whole = _outermost(use)
    parent = whole.parent
    if parent is None or parent.type == "await_expression":
        return True
    if parent.type in _DECLARES:
        return whole not in (parent.child_by_field_name("value"), parent.child_by_field_name("right"))
    name = parent.child_by_field_name("property") if parent.type == "member_expression" else None
    return name is not None and it.text(name) in _HANDLERS


def _is_taken(it: Interpreter, node: Node) -> bool:
    """Whether a promise is used as if it were its rows: asked for a column, or whether there is one."""
    whole = _outermost(node)
    parent = whole.parent
    if parent is None:
        return False
    if parent.type in ("member_expression", "subscript_expression") and parent.child_by_field_name("object") == whole:
        return _asks_row(it, parent)
    if parent.type == "for_in_statement":
        return parent.child_by_field_name("right") == whole and not any(one.type == "await" for one in parent.children)
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
