"""What code elsewhere may change: variables and fields that functions assign to, lists that calls are given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kyselylint.evaluate.interpreter import FUNCTIONS, Interpreter, named
from kyselylint.evaluate.types import database_type, value_of_type
from kyselylint.evaluate.values import (
    UNDEFINED,
    Array,
    Builtin,
    ClassValue,
    Expr,
    HandleValue,
    Literal,
    Object,
    Undefined,
    Val,
    flatten,
)
from kyselylint.project.modules import SourceModule
from kyselylint.query.statement import Handle, HandleKind
from kyselylint.query.value import Value
from kyselylint.syntax.tree import Node

_ASSIGNS = frozenset({"assignment_expression", "augmented_assignment_expression"})
_PATTERNS = frozenset(
    {
        "object_pattern",
        "array_pattern",
        "pair_pattern",
        "assignment_pattern",
        "object_assignment_pattern",
        "rest_pattern",
    }
)
_NOTHING = frozenset({"null", "undefined"})
_AROUND = frozenset({"await_expression", "parenthesized_expression", "as_expression", "non_null_expression"})
_MOST_ASSIGNED = 4  # values of one name that are looked at


def later(it: Interpreter, module: SourceModule, name: str, declared: Node, held: Val, seen: Value) -> Val:
    """What a variable or field may hold when a function reads it; `held` is the value of its declaration.

    A constant that a function replaces (`let handle = null`, `private running = false`) says little: what counts is
    what is assigned, where that can be seen, else the written type. `seen` is how the name is shown.
    """
    if not isinstance(held, Literal | Undefined):
        return held
    assigned = list(_assigned(module, name, field=declared.type != "variable_declarator"))
    if not assigned and declared.child_by_field_name("value") is not None:
        return held
    made = [_made(it, right) for right in assigned if right is None or right.type not in _NOTHING]
    if made and len(made) <= _MOST_ASSIGNED and all(isinstance(one, HandleValue | Object) for one in made):
        return flatten([*made, UNDEFINED])
    return value_of_type(it, declared.child_by_field_name("type"), seen)


def _assigned(module: SourceModule, name: str, *, field: bool) -> Iterator[Node | None]:
    """The right side of each assignment to a name in a function; None where that is no plain value."""
    word = name.lstrip("#").encode()
    for start in module.words.get(word, ()):
        node = module.tree.root.descendant_for_byte_range(start, start + len(word))
        target = None if node is None else _target(node, field=field)
        outer = None if target is None else target.parent
        if target is None or outer is None or not _in_function(outer):
            continue
        if outer.type in _ASSIGNS and outer.child_by_field_name("left") == target:
            plain = target.type not in _PATTERNS and _takes_right_side(outer)
            yield outer.child_by_field_name("right") if plain else None
        elif outer.type == "update_expression":
            yield None


def _takes_right_side(assignment: Node) -> bool:
    """`=`, `??=` and `||=`; after `+=` a name holds something else."""
    operator = assignment.child_by_field_name("operator")
    return operator is None or operator.type in ("??=", "||=")


def _target(node: Node, *, field: bool) -> Node | None:
    """The whole of what would be assigned to, if a name were: `this.name`, `{ name }`."""
    parent = node.parent
    if field:
        return parent if parent is not None and parent.type == "member_expression" else None
    if node.type not in ("identifier", "shorthand_property_identifier_pattern"):
        return None
    while node.parent is not None and node.parent.type in _PATTERNS:
        node = node.parent
    return node


def _in_function(node: Node) -> bool:
    current: Node | None = node
    while current is not None and current.type not in FUNCTIONS:
        current = current.parent
    return current is not None


def _made(it: Interpreter, right: Node | None) -> Val:
    """The handle or the instance that an assigned value makes; None if that is not visible in the expression itself."""
    while right is not None and right.type in _AROUND:
        right = named(right)[0] if named(right) else None
    name = None if right is None or right.type != "new_expression" else right.child_by_field_name("constructor")
    target = it.eval(name) if right is not None and name is not None and name.type == "identifier" else None
    if isinstance(target, ClassValue) and not isinstance(it.universe.base(it, target), Builtin):
        return it.universe.instance(target)
    if not (isinstance(target, Builtin) and target.name.rpartition(".")[2] == "Kysely") or right is None:
        return None
    arguments = right.child_by_field_name("type_arguments")
    database, declared_in = ("", "") if arguments is None else database_type(it, named(arguments)[0])
    return HandleValue(Handle(HandleKind.DATABASE, database=database, declared_in=declared_in))


def lend(it: Interpreter, args: list[Val]) -> None:
    """What is given to a function that is not visible may come back with more in it.

    That is said of lists of conditions, also of those that are still empty, and of instances, which may hold such.
    """
    for one in args:
        if isinstance(one, Array):
            content = it.store.content(one)
            if not content.items or any(isinstance(item.value, Expr) for item in content.items):
                it.store[one] = replace(content, open=True)
        elif isinstance(one, Object) and one.kind is not None and one is not it.universe.instance(one.kind):
            it.store[one] = replace(it.store.properties(one), open=True)
