"""Values that code binds to a query, and where they come from."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from kyselylint.finding import Span

Scalar = str | int | float | bool | None


class Origin(StrEnum):
    """Where a value comes from, as far as the visible code tells."""

    LITERAL = "literal"  # written in the code, or a constant that is
    PARAMETER = "parameter"  # of the enclosing function, or of a method's caller
    REQUEST = "request"  # body, query string, params or headers of a request-shaped object
    SESSION = "session"  # session, current user, auth context
    ENVIRONMENT = "environment"  # process.env and the like
    ROW = "row"  # a column of a row that a query returned: see `row`
    COMPUTED = "computed"  # an expression or a call that cannot be followed
    UNDEFINED = "undefined"  # the literal undefined


@dataclass(frozen=True, slots=True)
class RowColumn:
    """Column `column` of the rows that the query with id `query` returned; "" is the whole row.

    `via` are the calls that handed the row out of the function with the query, the innermost first.
    """

    query: str
    column: str
    via: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Value:
    """A bound value. `text` is its source text, shortened; `literal` counts only for LITERAL.

    `path` is the dotted origin (`ctx.session.user.organizationId`) after local names are resolved.
    `many` says that it is a list; `empty` that the list may have no element; `optional` that the value
    is provably allowed to be undefined (`x?.id`, an optional parameter or property). `parts` are what a computed
    text is put together from, or one of, besides constants: `` `${a}.${b}` ``, `a + b`, `a ?? b`.
    """

    origin: Origin
    text: str = ""
    path: tuple[str, ...] = ()
    literal: Scalar = None
    optional: bool = False
    many: bool = False
    empty: bool = False
    row: RowColumn | None = None
    type: str = ""
    parts: tuple[Value, ...] = ()
    span: Span | None = field(default=None, compare=False)
