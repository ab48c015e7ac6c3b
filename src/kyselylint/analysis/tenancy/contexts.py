"""Every statement inside a query, with what it can see around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from kyselylint.analysis.raw.read import predicate
from kyselylint.query.expression import Aggregate, Raw, Subquery
from kyselylint.query.statement import Cte, Join, Query, Source
from kyselylint.query.walk import walk
from kyselylint.schema.catalog import fold


class Place(StrEnum):
    """Where in a query a statement stands."""

    MAIN = "main"
    ARM = "arm"  # of a union
    CTE = "cte"
    SOURCE = "source"  # a sub-query in FROM
    INSERTED = "inserted"  # the query of insert … select
    EXPRESSION = "expression"


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """A statement and what surrounds it.

    `around` are the statements whose columns it sees, outermost first; `ctes` the expressions it sees, `within` those
    it is a part of. `named` is the source or expression it is the body of.
    """

    query: Query
    place: Place
    around: tuple[Query, ...] = ()
    ctes: tuple[Cte, ...] = ()
    within: tuple[Cte, ...] = ()
    named: Source | Cte | None = None


def contexts(query: Query) -> tuple[Context, ...]:
    """The query itself and every statement inside, outer ones first."""
    return tuple(_below(Context(query, Place.MAIN)))


def _below(context: Context) -> Iterator[Context]:
    yield context
    query, seen = context.query, context.ctes
    for cte in query.ctes:
        if cte.query is not None:
            within = (*context.within, cte) if cte.recursive else context.within
            yield from _below(Context(cte.query, Place.CTE, context.around, seen, within, cte))
        seen = (*seen, cte)
    for operation in query.set_operations:
        if operation.query is not None:
            place = Place.ARM if context.place is Place.MAIN else context.place
            yield from _below(Context(operation.query, place, context.around, seen, context.within, context.named))
    yield from _in_from(context, seen)
    if query.rows is not None and query.rows.query is not None:
        yield from _below(Context(query.rows.query, Place.INSERTED, context.around, seen, context.within))
    around = (*context.around, query)
    for inner in _in_expressions(query):
        yield from _below(Context(inner, Place.EXPRESSION, around, seen, context.within))


def _in_from(context: Context, seen: tuple[Cte, ...]) -> Iterator[Context]:
    query = context.query
    for source in (*query.targets, *query.sources):
        if source.query is not None:
            yield from _below(Context(source.query, Place.SOURCE, context.around, seen, context.within, source))
    for join in query.joins:
        if join.source.query is not None:
            around = (*context.around, query) if sees_before(join) else context.around
            yield from _below(Context(join.source.query, Place.SOURCE, around, seen, context.within, join.source))


def sees_before(join: Join) -> bool:
    """Whether the joined sub-query may use the columns of what stands before it."""
    return join.kind.startswith(("lateral", "cross apply", "outer apply"))


def _in_expressions(query: Query) -> Iterator[Query]:
    """Sub-queries used as values or conditions, of this statement itself, in raw SQL too."""
    for node in walk(query):
        if isinstance(node, Subquery):
            yield node.query
        elif (
            isinstance(node, Raw) and "select" in "".join(part for part in node.parts if isinstance(part, str)).lower()
        ):
            read = predicate(node)
            yield from (one.query for one in walk(read) if isinstance(one, Subquery)) if read is not None else ()


def references(wanted: Context, every: tuple[Context, ...]) -> tuple[tuple[Context, Source], ...]:
    """Where the rows of a statement are used: each entry of FROM that names it."""
    return tuple(
        (context, source)
        for context in every
        for source, _ in context.query.tables()
        if source is wanted.named or _names(source, wanted, context)
    )


def _names(source: Source, wanted: Context, context: Context) -> bool:
    cte = wanted.named
    if not isinstance(cte, Cte) or source.schema or source.query is not None or fold(source.table) != fold(cte.name):
        return False
    seen = [one for one in (*context.ctes, *context.query.ctes) if fold(one.name) == fold(cte.name)]
    return bool(seen) and seen[-1] is cte and cte not in context.within


def is_transparent(query: Query) -> bool:
    """Whether leaving out rows of the result is the same as leaving out the rows they were made of."""
    bounded = query.limit or query.offset or query.fetch or query.top or query.distinct_on
    if bounded or query.targets:
        return False
    nodes = (node for selection in query.selections for node in walk(selection))
    return not any(isinstance(node, Aggregate) and node.over is not None for node in nodes)
