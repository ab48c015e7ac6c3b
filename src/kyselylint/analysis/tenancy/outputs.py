"""The columns of a statement's result, by name and by position."""

from __future__ import annotations

from kyselylint.analysis.columns import output_name
from kyselylint.query.expression import Aliased, Expression, Star
from kyselylint.query.statement import Query, Selection
from kyselylint.schema.catalog import fold


def selections(query: Query) -> tuple[Selection, ...]:
    """What comes back: the select list, or returning."""
    return query.selections or query.returning or query.output


def names(query: Query, columns: tuple[str, ...] = ()) -> dict[str, int]:
    """Position by folded name; `columns` are names given from outside, as in `with x(a, b)`."""
    if columns:
        return {fold(name): position for position, name in enumerate(columns)}
    found = (output_name(selection.expression) for selection in selections(query))
    return {fold(name): position for position, name in enumerate(found) if name}


def stars(query: Query) -> tuple[Star, ...]:
    """Each `*` and `t.*` of the result."""
    return tuple(selection.expression for selection in selections(query) if isinstance(selection.expression, Star))


def at(query: Query, position: int) -> Expression | None:
    """The expression at a position, without its alias; None for a star, or behind one."""
    listed = selections(query)[: position + 1]
    if len(listed) <= position or any(isinstance(selection.expression, Star) for selection in listed):
        return None
    expression = listed[position].expression
    return expression.expression if isinstance(expression, Aliased) else expression
