"""Which tables of a statement are tied to each other by a condition."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.bounds import Extent, extent, is_unique, pins
from kyselylint.query.certainty import Certainty
from kyselylint.query.expression import Raw, RawText, Ref, Subquery, Unknown
from kyselylint.query.statement import Join, Operation, Query, Source
from kyselylint.query.walk import walk
from kyselylint.schema.catalog import Catalog

_ENCLOSING = ""  # stands for the row of the query around: what is tied to it is tied to each other


def loose(query: Query, whole: Query, catalog: Catalog) -> Iterator[tuple[Source, Join | None]]:
    """The sources after the first that no condition ties to the ones before, with the join they came by.

    `whole` is the query that `query` is a part of, whose common table expressions it sees.

    Nothing is loose if a condition cannot be attributed: an unqualified column, raw SQL, a sub-query.
    """
    entries = tuple(_entries(query))
    names = {source.name for source, _ in entries}
    if not entries[1:] or "" in names or any(source.certainty is not Certainty.ALWAYS for source, _ in entries):
        return
    ties = _ties(query, names)
    if ties is None:
        return
    tied = {entries[0][0].name}
    for source, join in entries[1:]:
        group = _group(source.name, ties)
        if group & tied or _is_lateral(join) or _single(source, query, whole, catalog):
            tied |= group | {source.name}
        else:
            yield source, join


def _entries(query: Query) -> Iterator[tuple[Source, Join | None]]:
    if query.operation in (Operation.UPDATE, Operation.DELETE):
        yield from ((source, None) for source in query.targets)
    yield from ((source, None) for source in query.sources)
    yield from ((join.source, join) for join in query.joins)


def _ties(query: Query, names: set[str]) -> list[set[str]] | None:
    """The sets of tables that one condition names, an enclosing query's as one; None when one of them may name any."""
    found: list[set[str]] = []
    conditions = (*(one.predicate for one in query.where), *(join.on for join in query.joins if join.on is not None))
    for condition in conditions:
        tables: set[str] = set()
        for node in walk(condition):
            if isinstance(node, Raw | RawText | Unknown | Subquery):
                return None
            if isinstance(node, Ref):
                if not node.table and len(names) > 1:
                    return None
                tables.add(node.table)
        found.append((tables & names) | ({_ENCLOSING} if tables - names else set()))
    return found


def _group(name: str, ties: list[set[str]]) -> set[str]:
    """Every table that is tied to the named one, over others too."""
    group = {name}
    grown = True
    while grown:
        before = len(group)
        group.update(*(tie for tie in ties if tie & group))
        grown = len(group) > before
    return group


def _is_lateral(join: Join | None) -> bool:
    return join is not None and (join.kind.startswith("lateral") or "apply" in join.kind)


def _single(source: Source, query: Query, whole: Query, catalog: Catalog) -> bool:
    """A source of one row multiplies nothing; what a function or raw SQL returns cannot be judged."""
    if source.query is not None:
        return extent(source.query, catalog) is not Extent.MANY
    if source.cte:
        body = next((cte.query for cte in (*query.ctes, *whole.ctes) if cte.name == source.table), None)
        return body is None or extent(body, catalog) is not Extent.MANY
    if not source.table or source.dynamic:
        return True
    return is_unique(pins(query, source), catalog.table(source.table, source.schema))
