"""What the type of a property says about a column: null, default, writable."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from kyselylint.schema.typescript.linker import Declared, constant_object
from kyselylint.schema.typescript.shape import Shapes
from kyselylint.schema.typescript.written import Written, bind, operands

_DEEPEST = 12  # aliases in aliases
_NEVER_NULL = frozenset({
    "array_type",
    "tuple_type",
    "object_type",
    "function_type",
    "template_literal_type",
    "interface_declaration",
    "class_declaration",
    "abstract_class_declaration",
    "enum_declaration",
})  # fmt: skip
_GLOBAL_OBJECTS = frozenset({
    "Array",
    "ArrayBuffer",
    "ArrayType",  # kysely-codegen's own conditional alias of an array
    "Buffer",
    "Date",
    "Map",
    "NonNullable",
    "Omit",
    "Partial",
    "Pick",
    "ReadonlyArray",
    "Record",
    "Required",
    "Set",
    "Uint8Array",
})  # fmt: skip


_JSON_VALUES = frozenset({"JSONValue", "Json", "JsonValue"})  # null is one of them, but as a value of JSON, not of SQL


@dataclass(frozen=True, slots=True)
class Traits:
    """Facts of a column's type; None where it does not tell. `text` is the type of a selected value, without null."""

    nullable: bool | None = None
    has_default: bool | None = None
    generated: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class ColumnTypes:
    """Classifies column types; knows Kysely's wrappers by name, since generators declare copies of their own."""

    shapes: Shapes

    def traits(self, written: Written, depth: int = 0) -> Traits:
        """The facts of one column type."""
        wrapper = self._wrapper(written)
        if wrapper is not None:
            return wrapper(self, written, depth + 1)
        alias = self._alias(written) if depth < _DEEPEST else None
        if alias is not None and self._wrapper(alias) is not None:
            return replace(
                self.traits(alias, depth + 1), text=written.text
            )  # `Timestamp` reads better than what it stands for
        nullable = self.nullable(written, depth)
        # A plain nullable type may be left out of an insert either way, so it does not tell whether a default fills it.
        return Traits(nullable, False if nullable is False else None, text=self._shown(written))

    def nullable(self, written: Written, depth: int = 0) -> bool | None:
        """Whether a value of the type can be null; None when that cannot be seen."""
        if depth > _DEEPEST:
            return None
        if written.kind == "union_type":
            return _any([self.nullable(one, depth + 1) for one in operands(written, "union_type")])
        if written.kind == "intersection_type":
            parts = [self.nullable(one, depth + 1) for one in operands(written, "intersection_type")]
            return False if False in parts else _any(parts)
        if written.kind in ("parenthesized_type", "readonly_type"):
            return self.nullable(written.children()[0], depth + 1)
        if written.kind == "literal_type":
            return written.text == "null"
        if written.kind == "predefined_type":
            return None if written.text in ("any", "unknown") else False
        if written.kind == "lookup_type":
            return self._indexed(written, depth)
        return False if written.kind in _NEVER_NULL else self._named(written, depth)

    def _named(self, written: Written, depth: int) -> bool | None:
        wrapper = self._wrapper(written)
        if wrapper is not None:
            return wrapper(self, written, depth + 1).nullable
        name, arguments = written.reference() or ("", ())
        if name in written.given:
            return self.nullable(written.given[name], depth + 1)
        if name in _GLOBAL_OBJECTS or name in _JSON_VALUES:
            return False
        found = self.shapes.linker.find(written.scope, name) if name else None
        for declared in found.declarations if found else ():
            if declared.node.type in _NEVER_NULL:
                return False
            if declared.node.type == "type_alias_declaration":
                value = _value(declared, arguments)
                return self.nullable(value, depth + 1) if value else None
        return None

    def _indexed(self, written: Written, depth: int) -> bool | None:
        target, _ = written.children()
        query = target.children()[0] if target.kind == "parenthesized_type" else target
        if query.kind == "type_query":  # (typeof Status)[keyof typeof Status]
            return self._constant(query)
        types = self.shapes.indexed(written)
        return _any([self.nullable(one, depth + 1) for one in types]) if types else None

    def _constant(self, query: Written) -> bool | None:
        found = self.shapes.linker.find(query.scope, query.children()[0].text)
        values = [value for declared in found.declarations if (value := constant_object(declared))] if found else []
        return False if found and values and "null" not in found.declarations[0].scope.tree.text(values[0]) else None

    def _alias(self, written: Written) -> Written | None:
        """What the type stands for, if it is a type parameter or an alias."""
        name, arguments = written.reference() or ("", ())
        if name in written.given:
            return written.given[name]
        found = self.shapes.linker.find(written.scope, name) if name else None
        aliases = (one for one in (found.declarations if found else ()) if one.node.type == "type_alias_declaration")
        return next((_value(alias, arguments) for alias in aliases), None)

    def _wrapper(self, written: Written) -> Callable[[ColumnTypes, Written, int], Traits] | None:
        name, arguments = written.reference() or ("", ())
        return self._WRAPPERS.get(name.rpartition(".")[2]) if arguments else None

    def _generated(self, written: Written, depth: int) -> Traits:
        return replace(self.traits(_arguments(written)[0], depth), has_default=True)

    def _generated_always(self, written: Written, depth: int) -> Traits:
        return replace(self._generated(written, depth), generated=True)

    def _column_type(self, written: Written, depth: int) -> Traits:
        select, *rest = _arguments(written)
        inner = self.traits(select, depth)
        inserted = rest[0] if rest else select
        parts = {one.text for one in operands(inserted, "union_type")}
        never = parts == {"never"}
        default = True if never else self._filled("undefined" in parts, inner.nullable)
        return replace(inner, has_default=default, generated=never)

    def _filled(self, may_be_missing: bool, nullable: bool | None) -> bool | None:
        if may_be_missing:
            return True if nullable is False else None
        return False if nullable is False else None

    def _json(self, written: Written, depth: int) -> Traits:
        return Traits(self.nullable(_arguments(written)[0], depth), None, text="json")

    def _unwrapped(self, written: Written, depth: int) -> Traits:
        return self.traits(_arguments(written)[0], depth)

    def _array(self, written: Written, depth: int) -> Traits:
        return Traits(False, False, text=f"{self.traits(_arguments(written)[0], depth).text}[]")

    def _shown(self, written: Written) -> str:
        parts = operands(written, "union_type")
        shown = [
            self.traits(one, _DEEPEST).text if self._wrapper(one) else one.text for one in parts if one.text != "null"
        ]
        return " | ".join(shown)

    _WRAPPERS: ClassVar[Mapping[str, Callable[[ColumnTypes, Written, int], Traits]]] = {
        "Generated": _generated,
        "GeneratedAlways": _generated_always,
        "ColumnType": _column_type,
        "JSONColumnType": _json,
        "NonDehydrateable": _unwrapped,
        "ArrayType": _array,
    }


def _arguments(written: Written) -> tuple[Written, ...]:
    return (written.reference() or ("", ()))[1]


def _value(declared: Declared, arguments: tuple[Written, ...]) -> Written | None:
    here = Written(declared.scope, declared.node)
    return replace(here, given=bind(here, arguments)).child("value")


def _any(parts: list[bool | None]) -> bool | None:
    if True in parts:
        return True
    return None if None in parts else False
