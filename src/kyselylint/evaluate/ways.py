"""On which of several ways through the code a place stands."""

from __future__ import annotations

from kyselylint.evaluate.interpreter import FUNCTIONS, named
from kyselylint.query.statement import NOTHING_AFTER, Way
from kyselylint.syntax.tree import Node

# The parts of a branch of which one run takes one: of a try, either all of its body or what catches.
_WAYS = {
    "if_statement": ("consequence", "alternative"),
    "ternary_expression": ("consequence", "alternative"),
    "try_statement": ("body", "handler"),
}
_LOOPS = frozenset({"for_statement", "for_in_statement", "while_statement", "do_statement"})
_WAITING = frozenset({"await_expression", "arguments", "call_expression", "member_expression", "array"})
_CASES = frozenset({"switch_case", "switch_default"})
# What a last statement leaves: nothing more of that runs.
_LEAVES = {
    "return_statement": FUNCTIONS,
    "throw_statement": FUNCTIONS,
    "continue_statement": _LOOPS,
    "break_statement": _LOOPS | {"switch_statement"},
}


def ways_around(node: Node) -> tuple[Way, ...]:
    """The branches that a place stands in, the outermost first, and which way of each it is on.

    A function is one too, unless the code after it waits for it: what stands behind it is not what runs after it.
    """
    found: list[Way] = []
    current, parent = node, node.parent
    while parent is not None:
        if parent.type in _CASES and parent.parent is not None:
            found.append(Way(parent.parent.start_byte, parent.start_byte, _end(parent)))
        elif any(parent.child_by_field_name(name) == current for name in _WAYS.get(parent.type, ())):
            found.append(Way(parent.start_byte, current.start_byte, _end(current)))
        elif parent.type in FUNCTIONS and not _is_awaited(parent):
            found.append(Way(parent.start_byte, parent.start_byte, NOTHING_AFTER))
        current, parent = parent, parent.parent
    return tuple(reversed(found))


def _is_awaited(function: Node) -> bool:
    """Whether the code after a callback waits for it: `await retry(async () => …)`, and not `app.get('/', …)`."""
    parent = function.parent
    while parent is not None and parent.type in _WAITING:
        if parent.type == "await_expression":
            return True
        parent = parent.parent
    return False


def _end(way: Node) -> int:
    """Where that ends of which nothing runs after this way; 0 if it goes on."""
    inside = named(way)
    last = inside[-1] if inside and way.type in ("statement_block", "else_clause", "catch_clause", *_CASES) else way
    if last != way and last.type == "statement_block":
        return _end(last)
    left = _LEAVES.get(last.type)
    around = last.parent if left else None
    while around is not None and left and around.type not in left:
        around = around.parent
    return 0 if around is None else around.end_byte
