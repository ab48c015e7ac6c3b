"""The properties of an object type, and what Omit, Pick and Record make of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from kyselylint.finding import Span
from kyselylint.schema.typescript.written import Written


@dataclass(frozen=True, slots=True)
class Property:
    """A property: its types, and where its name stands. Several types are those of a union of rows, or intersected."""

    types: tuple[Written, ...]
    span: Span
    optional: bool = False
    intersected: bool = False


@dataclass(frozen=True, slots=True)
class Members:
    """The properties of a type by name. `open` when there may be others that cannot be seen."""

    properties: Mapping[str, Property] = field(default_factory=dict)
    open: bool = False

    def over(self, other: Members) -> Members:
        """Both; a property of this one hides the other's."""
        return Members({**other.properties, **self.properties}, self.open or other.open)

    def without(self, names: frozenset[str]) -> Members:
        """All but the named ones."""
        return Members({key: value for key, value in self.properties.items() if key not in names}, self.open)


OPEN = Members(open=True)
"""Nothing is known."""


def both(first: Property, second: Property) -> Property:
    """A property of an intersection: a value of it is of both types."""
    return replace(
        second, types=(*first.types, *second.types), optional=first.optional and second.optional, intersected=True
    )


def _omit(members: Members, keys: frozenset[str], _arguments: tuple[Written, ...]) -> Members:
    return members.without(keys)


def _pick(members: Members, keys: frozenset[str], _arguments: tuple[Written, ...]) -> Members:
    picked = {key: value for key, value in members.properties.items() if key in keys}
    return Members(picked, members.open and len(picked) < len(keys))


def _record(_members: Members, keys: frozenset[str], arguments: tuple[Written, ...]) -> Members:
    return Members({key: Property((arguments[1],), arguments[0].span) for key in sorted(keys)})


BY_KEYS: Mapping[str, Callable[[Members, frozenset[str], tuple[Written, ...]], Members]] = {
    "Omit": _omit,
    "Except": _omit,
    "Pick": _pick,
    "Record": _record,
}
