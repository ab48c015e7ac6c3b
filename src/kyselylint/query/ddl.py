"""Schema statements: the calls of Kysely's schema builders in order, with their arguments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kyselylint.finding import Span
from kyselylint.query.certainty import Certainty
from kyselylint.query.expression import Expression
from kyselylint.query.statement import Query
from kyselylint.query.value import Scalar


@dataclass(frozen=True, slots=True)
class SchemaCall:
    """One call of a schema builder: `addColumn('id', 'uuid', col => col.primaryKey())`.

    An argument is a constant, a list of them, an expression, a query, or, for a callback, the calls it makes.
    """

    name: str
    arguments: tuple[Argument, ...] = ()
    certainty: Certainty = Certainty.ALWAYS
    span: Span | None = field(default=None, compare=False)

    def argument(self, index: int) -> Argument:
        """The argument at that place; None if it is not given."""
        return self.arguments[index] if index < len(self.arguments) else None

    def inner(self, index: int) -> Calls:
        """The calls that a callback makes on its argument."""
        given = self.argument(index)
        return shown(given if isinstance(given, tuple) else ())


Argument = Scalar | Expression | Query | SchemaCall | tuple["Argument", ...]


@dataclass(frozen=True, slots=True)
class Calls:
    """The calls of one builder in order, asked by name; of two that set the same thing the last one counts."""

    made: tuple[SchemaCall, ...]

    def named(self, *names: str) -> Iterator[SchemaCall]:
        """Those with one of the names."""
        return (call for call in self.made if call.name in names)

    def last(self, *names: str) -> SchemaCall | None:
        """The last one with one of the names."""
        return next((call for call in reversed(self.made) if call.name in names), None)

    def since(self, name: str) -> Calls:
        """Those after the last one with that name; all if there is none."""
        start = max((index for index, call in enumerate(self.made, start=1) if call.name == name), default=0)
        return Calls(self.made[start:])

    def said(self, *names: str) -> str:
        """The SQL of methods that are named after it: `if not exists` for ifNotExists(); "" without a call."""
        call = self.last(*names)
        return "" if call is None else said(call)


def table_of(made: tuple[object, ...]) -> str:
    """The table that a schema statement is about, as it is written; "" for a statement about none."""
    calls = shown(made)
    call = calls.last("createTable", "alterTable", "dropTable", "on")
    name = None if call is None else call.argument(0)
    return name if isinstance(name, str) else ""


def shown(made: tuple[object, ...]) -> Calls:
    """The calls among them that are written: those of the other arm of a condition are left out."""
    calls = (call for call in made if isinstance(call, SchemaCall))
    return Calls(tuple(call for call in calls if call.certainty is not Certainty.OTHERWISE))


def said(call: SchemaCall) -> str:
    """The SQL of a method that is named after it."""
    return re.sub("(?=[A-Z])", " ", call.name).lower()
