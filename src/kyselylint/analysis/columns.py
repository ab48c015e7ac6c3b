"""Which columns a table, a sub-query or a common table expression has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kyselylint.analysis.bounds import equalities
from kyselylint.query.certainty import Certainty
from kyselylint.query.expression import Aliased, Expression, Ref, Star
from kyselylint.query.statement import Filter, Query, Source
from kyselylint.schema.catalog import Catalog

Columns = tuple[str, ...] | None


def columns_of(source: Source, query: Query, catalog: Catalog) -> Columns:
    """The column names of one entry of FROM; None when they are not all known."""
    if source.query is not None:
        return output(source.query, catalog)
    if source.cte:
        body = next((cte for cte in query.ctes if cte.name == source.table), None)
        if body is None or body.query is None:
            return None
        return body.columns or (None if body.recursive else output(body.query, catalog))
    table = catalog.table(source.table, source.schema) if source.table else None
    if table is None or table.open or not table.columns:
        return None
    return tuple(column.name for column in table.columns)


def output(query: Query, catalog: Catalog) -> Columns:
    """The columns of a query's result; None when they are not all known."""
    names: list[str] = []
    for selection in query.selections or query.returning:
        found = _selected(selection.expression, query, catalog)
        if found is None or selection.certainty is not Certainty.ALWAYS:
            return None
        names.extend(found)
    return tuple(names)


def _selected(expression: Expression, query: Query, catalog: Catalog) -> Columns:
    if isinstance(expression, Star):
        return _starred(expression, query, catalog)
    name = output_name(expression)
    return (name,) if name else None


def _starred(star: Star, query: Query, catalog: Catalog) -> Columns:
    names: list[str] = []
    for source, _ in query.tables():
        if star.table in ("", source.name):
            columns = columns_of(source, query, catalog)
            if columns is None:
                return None
            names.extend(columns)
    return tuple(names)


def output_name(expression: Expression) -> str:
    """The name under which a selected expression comes back; "" when it is not known."""
    if isinstance(expression, Aliased):
        return expression.name
    return expression.column if isinstance(expression, Ref) else ""


def collisions(query: Query, known: Sequence[Columns]) -> tuple[str, ...]:
    """Names that two tables of a query both have, without those that its inner joins make equal anyway."""
    counts = Counter(name for columns in known for name in dict.fromkeys(columns or ()))
    tied = {left.column for left, right in _ties(query) if isinstance(right, Ref) and right.column == left.column}
    return tuple(name for name, count in counts.items() if count > 1 and name not in tied)


def _ties(query: Query) -> list[tuple[Ref, Expression]]:
    conditions = tuple(Filter(join.on) for join in query.joins if join.kind == "inner" and join.on is not None)
    return list(equalities(conditions))
