"""Schema statements: the calls of Kysely's schema builders in order, with their arguments."""

from __future__ import annotations

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


Argument = Scalar | Expression | Query | tuple["Argument", ...] | tuple[SchemaCall, ...]
