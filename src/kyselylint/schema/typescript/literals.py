"""Types that stand for strings: literals, unions of them, `keyof T`, template literals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

from kyselylint.schema.typescript.declarations import unquoted
from kyselylint.schema.typescript.linker import Linker
from kyselylint.schema.typescript.written import Written, bind, operands

_DEEPEST = 20  # nested references; deeper ones are recursive types
_ANY_STRING = ("string", "number", "symbol")
_SAME_SPELLING = ("CamelCase", "SnakeCase", "SnakeToCamelCase", "CamelToSnakeCase")  # names meet in either style


@dataclass(frozen=True, slots=True)
class _Known(Written):
    literal: str = ""


@dataclass(frozen=True, slots=True)
class Literals:
    """Evaluates string types; `keys` gives the property names of an object type, None if not all are known."""

    linker: Linker
    keys: Callable[[Written], frozenset[str] | None]

    def single(self, written: Written) -> str | None:
        """The only string the type allows."""
        texts = self.texts(written)
        return next(iter(texts)) if texts is not None and len(texts) == 1 else None

    def texts(self, written: Written, depth: int = 0) -> frozenset[str] | None:
        """All strings that the type allows; None if they cannot be told."""
        if isinstance(written, _Known):
            return frozenset({written.literal})
        if depth > _DEEPEST:
            return None
        if written.kind == "union_type":
            return self._joined([self.texts(operand, depth + 1) for operand in operands(written, "union_type")])
        if written.kind == "intersection_type":  # `K & string`
            narrow = [one for one in operands(written, "intersection_type") if one.text not in _ANY_STRING]
            return self.texts(narrow[0], depth + 1) if len(narrow) == 1 else None
        if written.kind == "literal_type":
            inner = written.children()[0]
            return frozenset({unquoted(inner.scope.tree, inner.node)}) if inner.kind == "string" else None
        if written.kind == "index_type_query":
            return self.keys(written.children()[0])
        if written.kind == "template_literal_type":
            return self._template(written, depth)
        return self._reference(written, depth)

    def literal(self, text: str, place: Written) -> Written:
        """A type that stands for `text`, for a type parameter; `place` is where it is mentioned."""
        return _Known(place.scope, place.node, place.given, text)

    def _joined(self, parts: list[frozenset[str] | None]) -> frozenset[str] | None:
        known = [part for part in parts if part is not None]
        return frozenset().union(*known) if len(known) == len(parts) else None

    def _template(self, written: Written, depth: int) -> frozenset[str] | None:
        parts: list[frozenset[str]] = []
        for child in written.children():
            texts = (
                frozenset({child.text})
                if child.kind == "string_fragment"
                else self.texts(child.children()[0], depth + 1)
            )
            if texts is None:
                return None
            parts.append(texts)
        return frozenset("".join(choice) for choice in product(*parts))

    def _reference(self, written: Written, depth: int) -> frozenset[str] | None:
        name, arguments = written.reference() or ("", ())
        if name in written.given:
            return self.texts(written.given[name], depth + 1)
        found = self.linker.find(written.scope, name) if name else None
        for declared in found.declarations if found else ():
            alias = Written(declared.scope, declared.node)
            value = alias.child("value") if alias.kind == "type_alias_declaration" else None
            if value is not None:
                return self.texts(Written(value.scope, value.node, bind(alias, arguments)), depth + 1)
        return self._global(name, arguments, depth)

    def _global(self, name: str, arguments: tuple[Written, ...], depth: int) -> frozenset[str] | None:
        texts = [self.texts(argument, depth + 1) for argument in arguments]
        if name in (*_SAME_SPELLING, "Extract") and texts:
            return texts[0] if name != "Extract" or arguments[1].text in _ANY_STRING else None
        if name != "Exclude" or None in texts or not texts[1:]:
            return None
        kept, left_out = texts[:2]
        return kept - left_out if kept is not None and left_out is not None else None
