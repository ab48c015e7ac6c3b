"""A type as it is written, with what its type parameters stand for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from kyselylint.finding import Span
from kyselylint.schema.typescript.declarations import Scope
from kyselylint.syntax.tree import Node

_NAMED = ("type_identifier", "nested_type_identifier", "generic_type", "identifier", "member_expression")
_NOTHING: Mapping[str, Written] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Written:
    """A type expression: its node, the scope of its names, and the types given for type parameters."""

    scope: Scope
    node: Node
    given: Mapping[str, Written] = field(default_factory=lambda: _NOTHING)

    @property
    def kind(self) -> str:
        """The node's type, as tree-sitter calls it."""
        return self.node.type

    @property
    def text(self) -> str:
        """Its source, on one line."""
        return " ".join(self.scope.tree.text(self.node).split())

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.scope.tree.span(self.node)

    def at(self, node: Node) -> Written:
        """A type inside this one."""
        return Written(self.scope, node, self.given)

    def children(self) -> tuple[Written, ...]:
        """The types directly inside: operands of a union, arguments of a list."""
        return tuple(self.at(child) for child in self.node.named_children if child.type != "comment")

    def child(self, name: str) -> Written | None:
        """The type in the named field of the node."""
        node = self.node.child_by_field_name(name)
        return self.at(node) if node is not None else None

    def reference(self) -> tuple[str, tuple[Written, ...]] | None:
        """Name and type arguments, if it is a reference to a named type."""
        if self.kind not in _NAMED:
            return None
        if self.kind != "generic_type":
            return self.text, ()
        name, arguments = self.child("name"), self.child("type_arguments")
        return (name.text if name else ""), arguments.children() if arguments else ()


def operands(written: Written, kind: str) -> Iterator[Written]:
    """The operands of a union or intersection, nested ones and parentheses flattened, in order."""
    stack = [written]
    while stack:
        current = stack.pop()
        if current.kind in (kind, "parenthesized_type"):
            stack.extend(reversed(current.children()))
        else:
            yield current


def bind(declaration: Written, arguments: tuple[Written, ...]) -> Mapping[str, Written]:
    """What the type parameters of a declaration stand for when it is used with `arguments`."""
    parameters = declaration.node.child_by_field_name("type_parameters")
    given: dict[str, Written] = {}
    for position, parameter in enumerate(parameters.named_children if parameters is not None else ()):
        name, value = parameter.child_by_field_name("name"), parameter.child_by_field_name("value")
        if name is None:
            continue
        if position < len(arguments):
            given[declaration.scope.tree.text(name)] = arguments[position]
        elif value is not None:
            default = value.named_children[0]
            given[declaration.scope.tree.text(name)] = Written(
                declaration.scope, default, MappingProxyType(dict(given))
            )
    return MappingProxyType(given)
