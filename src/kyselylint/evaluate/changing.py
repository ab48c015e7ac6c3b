"""What code elsewhere may change: variables and fields that functions assign to, lists that calls are given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kyselylint.evaluate.builder import Builder
from kyselylint.evaluate.interpreter import Interpreter, function_of, named
from kyselylint.evaluate.types import database_type, value_of_type
from kyselylint.evaluate.values import (
    UNDEFINED,
    Array,
    Builtin,
    ClassValue,
    Expr,
    HandleValue,
    Item,
    Literal,
    Object,
    Opaque,
    Undefined,
    Val,
    flatten,
)
from kyselylint.project.modules import SourceModule
from kyselylint.query.statement import Handle, HandleKind
from kyselylint.query.value import Origin, Value
from kyselylint.syntax.tree import Node

_ASSIGNED = re.compile(rb"\.(\w+)\s*(?:=(?![=>])|\+\+|--|[-+*/|&?]+=)")  # to a property, behind the object's name
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


def later(
    it: Interpreter,
    module: SourceModule,
    name: str,
    declared: Node,
    held: Val,
    seen: Value,
    inside: Node | None = None,
) -> Val:
    """What a variable or field may hold when a function reads it; `held` is the value of its declaration.

    A constant that a function replaces (`let handle = null`, `private running = false`) says little: what counts is
    what is assigned, where that can be seen, else the written type. `seen` is how the name is shown; a variable of the
    function `inside` is changed by the functions in it.
    """
    if not isinstance(held, Literal | Undefined):
        return held
    assigned = list(_assigned(module, name, field=declared.type != "variable_declarator", inside=inside))
    if not assigned and (inside is not None or declared.child_by_field_name("value") is not None):
        return held  # what the function itself assigns to its own variable is read where it does
    made = [_made(it, right) for right in assigned if right is None or right.type not in _NOTHING]
    if made and len(made) <= _MOST_ASSIGNED and all(isinstance(one, HandleValue | Object) for one in made):
        return flatten([*made, UNDEFINED])
    return value_of_type(it, declared.child_by_field_name("type"), seen)


def in_closures(it: Interpreter, declared: Node, name: str, held: Val) -> Val:
    """What a variable of a function may hold that closures in it assign to."""
    inside = function_of(declared)
    if inside is None:
        return held
    seen = Value(Origin.COMPUTED, name, (name,), span=it.span(declared))
    return later(it, it.frame.module, name, declared, held, seen, inside)


def grown(it: Interpreter, module: SourceModule, name: str, declared: Node, held: Val) -> Val:
    """What a field holds, whichever methods ran before: a query or a list of conditions may have more."""
    if isinstance(held, Builder) and not held.site.given:
        own = declared.child_by_field_name("value") is None  # then the constructor assigns it
        if len(list(_assigned(module, name, field=True))) > own:
            return held.hole(it.hole("field", f"the query `this.{name}` is changed by other methods", declared))
    elif isinstance(held, Array):
        pushed = re.search(rb"\.%b\.(?:push|unshift)\(" % re.escape(name.encode()), module.source)
        if pushed or any(True for _ in _assigned(module, name, field=True)):
            lend(it, [held])
    return held


def loosened(it: Interpreter, module: SourceModule, name: str, held: Val) -> None:
    """The constants of a module's object that code assigns to, `state.verbose = true`, are none."""
    if not isinstance(held, Object) or held.kind is not None:
        return
    word = name.encode()
    found = (_ASSIGNED.match(module.source, at + len(word)) for at in module.places(word, module.tree.root))
    assigned = {match[1].decode() for match in found if match is not None}
    properties = it.store.properties(held)
    items = dict(properties.items)
    for key in assigned & items.keys():
        if isinstance(items[key].value, Literal | Undefined):
            items[key] = Item(Opaque(Value(Origin.COMPUTED, f"{name}.{key}", (name, key))))
    it.store[held] = replace(properties, items=items)


def _assigned(module: SourceModule, name: str, *, field: bool, inside: Node | None = None) -> Iterator[Node | None]:
    """The right side of each assignment to a name in a function; None where that is no plain value."""
    word = name.lstrip("#").encode()
    for node in module.spelled(word, inside or module.tree.root):
        target = _target(node, field=field)
        outer = None if target is None else target.parent
        if target is None or outer is None or function_of(outer) in (None, inside):
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
