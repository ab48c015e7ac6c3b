"""The properties of an object type: interfaces, literals, intersections, Omit, Pick, mapped types."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from kyselylint.schema.typescript.declarations import unquoted
from kyselylint.schema.typescript.linker import Found, Linker, constant_text
from kyselylint.schema.typescript.literals import Literals
from kyselylint.schema.typescript.members import BY_KEYS, OPEN, Members, Property, both
from kyselylint.schema.typescript.written import Written, bind, operands

_DEEPEST = 40  # nested references; deeper ones are recursive types
_SAME = frozenset({
    "Readonly",
    "Required",
    "Selectable",
    "Simplify",
    "Prettify",
    "Expand",
    "DeepReadonly",
    "CamelCasedProperties",  # names meet in either style, so the keys are as good as converted
    "CamelCasedPropertiesDeep",
    "SnakeCasedProperties",
    "SnakeCasedPropertiesDeep",
})  # fmt: skip
_INTERFACES = ("interface_declaration", "class_declaration", "abstract_class_declaration")


@dataclass(frozen=True, slots=True)
class Shapes:
    """Evaluates object types, by the linker's knowledge of names."""

    linker: Linker

    def members(self, written: Written, depth: int = 0) -> Members:
        """The properties of a type; what cannot be evaluated leaves it open."""
        evaluate = self._BY_KIND.get(written.kind)
        if depth > _DEEPEST or evaluate is None:
            return OPEN
        return evaluate(self, written, depth + 1)

    def property(self, written: Written, name: str) -> Property | None:
        """One property of an object type."""
        return self.members(written).properties.get(name)

    def _literals(self) -> Literals:
        return Literals(self.linker, self._keys)

    def _keys(self, written: Written) -> frozenset[str] | None:
        members = self.members(written)
        return None if members.open else frozenset(members.properties)

    def _inside(self, written: Written, depth: int) -> Members:
        return self.members(written.children()[0], depth)

    def _body(self, written: Written, depth: int) -> Members:
        members = Members()
        for child in written.node.named_children:
            if child.type in ("property_signature", "public_field_definition"):
                members = self._signature(written.at(child)).over(members)
            elif child.type == "index_signature":
                members = self._index(written.at(child), depth).over(members)
        return members

    def _signature(self, written: Written) -> Members:
        name, annotation = written.node.child_by_field_name("name"), written.child("type")
        key = self._key(written.at(name)) if name is not None else None
        if name is None or annotation is None or key is None:
            return OPEN
        optional = any(child.type == "?" for child in written.node.children)
        return Members({key: Property(annotation.children()[:1], written.at(name).span, optional)})

    def _key(self, name: Written) -> str | None:
        if name.kind != "computed_property_name":
            return unquoted(name.scope.tree, name.node)
        inner = name.children()[0]
        if inner.kind == "string":
            return unquoted(inner.scope.tree, inner.node)
        return constant_text(self.linker, inner.scope, inner.text)

    def _index(self, written: Written, depth: int) -> Members:
        clause = next((child for child in written.children() if child.kind == "mapped_type_clause"), None)
        annotation = written.child("type")
        if clause is None or annotation is None:
            return OPEN  # [name: string]: any property may exist
        return self._mapped(clause, annotation.children()[0], depth)

    def _mapped(self, clause: Written, value: Written, depth: int) -> Members:
        name, constraint, alias = clause.child("name"), clause.child("type"), clause.child("alias")
        source = constraint.children()[0] if constraint and constraint.kind == "index_type_query" else None
        original = self.members(source, depth) if source else Members()
        literals = self._literals()
        keys = original.properties if source else literals.texts(constraint) if constraint else None
        if keys is None or name is None:
            return OPEN
        result: dict[str, Property] = {}
        for key in keys:
            span = original.properties[key].span if source else clause.span
            given = {**value.given, name.text: literals.literal(key, clause)}
            renamed = literals.single(replace(alias, given=given)) if alias else key
            if renamed is None:
                return OPEN
            result[renamed] = Property((replace(value, given=given),), span)
        return Members(result, original.open)

    def _intersection(self, written: Written, depth: int) -> Members:
        members = Members()
        for operand in operands(written, "intersection_type"):
            if operand.kind not in ("predefined_type", "literal_type"):
                added = self.members(operand, depth)
                shared = {
                    key: both(members.properties[key], one)
                    for key, one in added.properties.items()
                    if key in members.properties
                }
                members = Members(shared).over(added).over(members)
        return members

    def _union(self, written: Written, depth: int) -> Members:
        """A union of rows has the properties of all of them."""
        result: dict[str, Property] = {}
        opened = False
        for operand in operands(written, "union_type"):
            if operand.kind == "literal_type":
                continue  # null, undefined
            members = self.members(operand, depth)
            opened |= members.open
            for key, one in members.properties.items():
                known = result.get(key)
                result[key] = replace(one, types=(*known.types, *one.types)) if known else one
        return Members(result, opened)

    def _lookup(self, written: Written, depth: int) -> Members:
        types = self.indexed(written)
        return self.members(types[0], depth) if len(types) == 1 else OPEN

    def indexed(self, written: Written) -> tuple[Written, ...]:
        """The types of the property that `T['name']` names; none if it cannot be found."""
        target, index = written.children()
        key = self._literals().single(index)
        found = self.property(target, key) if key is not None else None
        return found.types if found else ()

    def _reference(self, written: Written, depth: int) -> Members:
        name, arguments = written.reference() or ("", ())
        if name in written.given:
            return self.members(written.given[name], depth)
        found = self.linker.find(written.scope, name)
        if found is None:
            return self._global(name.rpartition(".")[2], arguments, depth)
        return self.declared(found, arguments, depth)

    def declared(self, found: Found, arguments: tuple[Written, ...] = (), depth: int = 0) -> Members:
        """The properties of a declared type; interfaces of one name add up."""
        members = Members(open=not found.declarations)
        for declared in found.declarations:
            here = Written(declared.scope, declared.node)
            members = self._declaration(replace(here, given=bind(here, arguments)), depth).over(members)
        return members

    def _declaration(self, declaration: Written, depth: int) -> Members:
        if declaration.kind == "type_alias_declaration":
            value = declaration.child("value")
            return self.members(value, depth) if value else OPEN
        if declaration.kind not in _INTERFACES:
            return Members()  # a constant or a namespace of the same name adds no property
        body = declaration.child("body")
        own = self._body(body, depth) if body else OPEN
        for base in _bases(declaration):
            own = own.over(self.members(base, depth))
        return own

    def _global(self, name: str, arguments: tuple[Written, ...], depth: int) -> Members:
        if not arguments:
            return OPEN
        members = self.members(arguments[0], depth) if name != "Record" else Members()
        if name in _SAME:
            return members
        if name == "Partial":
            return Members({key: replace(one, optional=True) for key, one in members.properties.items()}, members.open)
        if name == "Merge" and len(arguments) > 1:
            return self.members(arguments[1], depth).over(members)
        keys = (
            self._literals().texts(arguments[1] if name != "Record" else arguments[0]) if len(arguments) > 1 else None
        )
        narrow = BY_KEYS.get(name)
        return narrow(members, keys, arguments) if narrow and keys is not None else OPEN

    _BY_KIND: ClassVar[Mapping[str, Callable[[Shapes, Written, int], Members]]] = {
        "object_type": _body,
        "interface_body": _body,
        "intersection_type": _intersection,
        "union_type": _union,
        "parenthesized_type": _inside,
        "readonly_type": _inside,
        "lookup_type": _lookup,
        "type_identifier": _reference,
        "nested_type_identifier": _reference,
        "generic_type": _reference,
        "identifier": _reference,
        "member_expression": _reference,
    }


def _bases(declaration: Written) -> tuple[Written, ...]:
    clauses = [child for child in declaration.children() if child.kind in ("extends_type_clause", "extends_clause")]
    return tuple(base for clause in clauses for base in clause.children())
