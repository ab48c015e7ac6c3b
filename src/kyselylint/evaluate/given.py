"""What functions are given, and whether they make use of it."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.evaluate.interpreter import FUNCTIONS, Interpreter, named
from kyselylint.project.modules import SourceModule
from kyselylint.query.statement import Given
from kyselylint.syntax.tree import Node

_USES = frozenset({"identifier", "shorthand_property_identifier"})
_PATTERNS = frozenset({"object_pattern", "pair_pattern", "object_assignment_pattern", "assignment_pattern"})
_DECLARES = frozenset({"lexical_declaration", "variable_declaration"})


def given(it: Interpreter, node: Node) -> tuple[Given, ...]:
    """What the functions around a place are given, the innermost first."""
    found: list[Given] = []
    current = node.parent
    while current is not None:
        if current.type in FUNCTIONS:
            key = (it.frame.module.path, current.start_byte)
            if key not in it.recorder.around:
                it.recorder.around[key] = tuple(_given(it.frame.module, current))
            found.extend(it.recorder.around[key])
        current = current.parent
    return tuple(found)


def _given(module: SourceModule, function: Node) -> Iterator[Given]:
    body, parameters = function.child_by_field_name("body"), function.child_by_field_name("parameters")
    if body is None:
        return
    for parameter in named(parameters) if parameters is not None else ():
        pattern = parameter.child_by_field_name("pattern")
        if pattern is not None:
            idle = set(_unused(module, pattern, body)) | set(_members(module, parameter, pattern, body))
            names = (*map(module.text, _names(pattern)), *_typed(module, parameter, pattern))
            yield from (Given(name, name in idle) for name in names)
    for statement in named(body) if body.type == "statement_block" else ():
        for one in named(statement) if statement.type in _DECLARES else ():
            pattern = one.child_by_field_name("name")
            yield from (Given(name, idle=True) for name in (_unused(module, pattern, body) if pattern else ()))


def _typed(module: SourceModule, parameter: Node, pattern: Node) -> Iterator[str]:
    """The members of an object that is given, where its type is written beside it."""
    annotation = parameter.child_by_field_name("type")
    kind = named(annotation)[0] if annotation is not None and named(annotation) else None
    if pattern.type == "identifier" and kind is not None and kind.type == "object_type":
        names = (one.child_by_field_name("name") for one in named(kind) if one.type == "property_signature")
        yield from (module.text(name) for name in names if name is not None)


def _members(module: SourceModule, parameter: Node, pattern: Node, body: Node) -> Iterator[str]:
    """Of such members, those that the code does not take, unless it hands the object on or takes it apart."""
    taken: set[str] = set()
    members = tuple(_typed(module, parameter, pattern))
    for use in _uses(module, module.text(pattern), body) if members else ():
        holder = use.parent
        member = holder.child_by_field_name("property") if holder is not None else None
        if holder is None or holder.type != "member_expression" or holder.child_by_field_name("object") != use:
            return
        taken.add(module.text(member) if member is not None else "")
    yield from (name for name in members if name not in taken)


def _unused(module: SourceModule, pattern: Node, body: Node) -> Iterator[str]:
    for name in _names(pattern):
        text = module.text(name)
        if not any(_uses(module, text, body)):
            yield text


def _names(pattern: Node) -> Iterator[Node]:
    stack = [pattern]
    while stack:
        current = stack.pop()
        if current.type in ("identifier", "shorthand_property_identifier_pattern"):
            yield current
        elif current.type in _PATTERNS:
            stack.extend(one for one in _bound(current) if one is not None)


def _bound(pattern: Node) -> list[Node | None]:
    """What a pattern binds; all of an object's but its rest, which is there to leave the others out."""
    if pattern.type == "pair_pattern":
        return [pattern.child_by_field_name("value")]
    if pattern.type in ("object_assignment_pattern", "assignment_pattern"):
        return [pattern.child_by_field_name("left")]
    parts = named(pattern)
    return [] if any(one.type == "rest_pattern" for one in parts) else list(parts)


def _uses(module: SourceModule, name: str, body: Node) -> Iterator[Node]:
    """The places of a function's code where a name is used: not its declaration, nor a property of that name."""
    yield from (one for one in module.spelled(name.encode(), body) if one.type in _USES and not _is_declared(one))


def _is_declared(node: Node) -> bool:
    parent = node.parent
    return parent is not None and parent.type == "variable_declarator" and parent.child_by_field_name("name") == node
