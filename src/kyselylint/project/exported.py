"""Which places of a file others can reach."""

from __future__ import annotations

from kyselylint.project.modules import SourceModule
from kyselylint.syntax.tree import Node

_FUNCTIONS = frozenset({"function_declaration", "generator_function_declaration"})
_VALUES = frozenset({"arrow_function", "function_expression", "object"})


def is_private(module: SourceModule, node: Node) -> bool:
    """Whether a place stands in a private method, or in a top-level function that its file does not export."""
    current = node
    while current.parent is not None and current.parent.parent is not None:
        if current.type == "method_definition" and _is_private_method(module, current):
            return True
        current = current.parent
    names = set(_declared(module, current))
    exported = {export.name for export in module.exports.values()} | set(module.assigned_exports)
    return bool(names) and names.isdisjoint(exported)


def _is_private_method(module: SourceModule, method: Node) -> bool:
    name = method.child_by_field_name("name")
    said = (module.text(child) for child in method.named_children if child.type == "accessibility_modifier")
    return "private" in said or (name is not None and name.type == "private_property_identifier")


def _declared(module: SourceModule, node: Node) -> list[str]:
    """The names of the functions that a declaration binds; an exported one is another kind of statement."""
    if node.type in _FUNCTIONS:
        found = [node.child_by_field_name("name")]
    elif node.type == "lexical_declaration":
        values = ((one, one.child_by_field_name("value")) for one in node.named_children)
        found = [
            one.child_by_field_name("name") for one, value in values if value is not None and value.type in _VALUES
        ]
    else:
        found = []
    return [module.text(name) for name in found if name is not None]
