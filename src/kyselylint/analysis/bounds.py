"""How many rows a select can return, as far as the query and the schema tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import IntEnum

from kyselylint.analysis.expressions import hidden
from kyselylint.analysis.predicate import EQUAL, bare, conjuncts, join_filters, literal
from kyselylint.query.certainty import Certainty
from kyselylint.query.expression import (
    Aggregate,
    Binary,
    Expression,
    Function,
    ItemList,
    Raw,
    Ref,
    Subquery,
)
from kyselylint.query.statement import Bound, Filter, Join, Query, Source
from kyselylint.query.walk import walk
from kyselylint.schema.catalog import Catalog, Table, fold

_AGGREGATES = frozenset(
    {"array_agg", "avg", "bool_and", "bool_or", "count", "every", "group_concat", "json_agg", "json_object_agg"}
    | {"jsonb_agg", "jsonb_object_agg", "max", "min", "string_agg", "sum"}
)
_AGGREGATE_CALL = re.compile(rf"\b(?:{'|'.join(sorted(_AGGREGATES))})\s*\(", re.IGNORECASE)
_SPELLINGS = frozenset({"lower", "upper", "trim"})
_WINDOW = re.compile(r"\)\s*over\b", re.IGNORECASE)


class Extent(IntEnum):
    """ONE: at most one row. FEW: as many as the code says. UNKNOWN: cannot be told. MANY: as many as there are."""

    ONE = 0
    FEW = 1
    UNKNOWN = 2
    MANY = 3


def extent(query: Query, catalog: Catalog) -> Extent:
    """How many rows the select can return at most."""
    limits = [_limit(bound) for bound in (query.limit, query.fetch, query.top) if bound is not None]
    if limits:
        return min(limits)
    if hidden(query, "limit", "from"):
        return Extent.UNKNOWN
    if query.set_operations:
        return Extent.UNKNOWN
    if not query.group_by and not query.distinct_on and is_aggregate(query):
        return Extent.ONE
    found = _of_rows(query, catalog)
    # A group, or a distinct value, stands for several rows: how many there are is not known.
    grouped = bool(query.group_by) and not _by_key(query, catalog)
    return min(found, Extent.UNKNOWN) if grouped or query.distinct or query.distinct_on else found


def _by_key(query: Query, catalog: Catalog) -> bool:
    """Whether there is a group for each row of the first table: what the groups add up are rows joined to it."""
    source = query.sources[0] if len(query.sources) == 1 else None
    refs = [bare(one.expression) for one in query.group_by]
    columns = {ref.column for ref in refs if source and isinstance(ref, Ref) and belongs(ref, source, only=False)}
    return source is not None and is_unique(columns, catalog.table(source.table, source.schema))


def _limit(bound: Bound) -> Extent:
    one = literal(bound.value) == 1 and bound.certainty is Certainty.ALWAYS and not bound.modifier
    return Extent.ONE if one else Extent.FEW


def may_sum_up(query: Query) -> bool:
    """Whether the result may be the one row that an aggregate makes, also where there is nothing to aggregate."""
    return not query.group_by and any(_aggregates(one.expression) for one in query.selections)


def is_aggregate(query: Query) -> bool:
    """Whether something in the select list is an aggregate on every path: without `group by` the result is one row."""
    found = [(one.certainty is Certainty.ALWAYS, _aggregates(one.expression)) for one in query.selections]
    return any(always and is_one for always, is_one in found) or (bool(found) and all(is_one for _, is_one in found))


def _aggregates(expression: Expression) -> bool:
    return any(_is_aggregate(one) for one in walk(expression))


def _is_aggregate(one: Expression) -> bool:
    if isinstance(one, Aggregate):
        return one.over is None
    if isinstance(one, Function):
        return one.name.lower() in _AGGREGATES
    if isinstance(one, Raw):
        text = "".join(part if isinstance(part, str) else "x" for part in one.parts)
        return bool(_AGGREGATE_CALL.search(text)) and not _WINDOW.search(text) and "select" not in text.lower()
    return False


def _of_rows(query: Query, catalog: Catalog) -> Extent:
    if not query.sources:
        return Extent.ONE
    if len(query.sources) > 1:
        return Extent.UNKNOWN
    base = _of_source(query, query.sources[0], catalog)
    if base in (Extent.ONE, Extent.FEW) and any(_multiplies(query, join, catalog) for join in query.joins):
        return Extent.UNKNOWN
    return base


def _of_source(query: Query, source: Source, catalog: Catalog) -> Extent:
    if source.query is not None:
        return extent(source.query, catalog)
    if source.cte:
        body = next((cte.query for cte in query.ctes if cte.name == source.table and cte.query is not None), None)
        return extent(body, catalog) if body is not None and body is not query else Extent.UNKNOWN
    if not source.table or source.dynamic:
        return Extent.UNKNOWN
    pinned = pins(query, source)
    if is_unique(pinned, catalog.table(source.table, source.schema)):
        return Extent.ONE
    return Extent.FEW if _listed(query, source) else Extent.MANY


def is_unique(columns: Iterable[str], table: Table | None) -> bool:
    """Whether equality on these columns leaves one row: they cover a key, or look like one where no key is known."""
    held = {fold(column) for column in columns}
    if table is None or not table.keys_known:
        return "id" in held or bool(table and _keys(table) and _covers(held, table))
    return _covers(held, table)


def _covers(held: set[str], table: Table) -> bool:
    return any(key and all(fold(column) in held for column in key) for key in _keys(table))


def _keys(table: Table) -> Iterator[tuple[str, ...]]:
    if table.primary_key is not None:
        yield table.primary_key.columns
    yield from (key.columns for key in table.uniques)
    # A partial unique index is there to make the row that the condition describes unique: taken as a key.
    yield from (index.columns for index in table.indexes if index.unique and len(index.columns) == len(index.parts))


def pins(query: Query, source: Source) -> frozenset[str]:
    """The columns of a source that are equal to one value, on every path: to a value, or to a column that is."""
    pairs = tuple(equalities(_conditions(query)))
    names = {one.name for one, _ in query.tables()}
    only = len(names) == 1
    fixed = {_key(ref) for ref, value in pairs if not _is_inside(value, names)}
    while further := {_key(ref) for ref, value in pairs if isinstance(value, Ref) and _key(value) in fixed} - fixed:
        fixed |= further
    return frozenset(ref.column for ref, _ in pairs if _key(ref) in fixed and belongs(ref, source, only=only))


def _key(ref: Ref) -> tuple[str, str]:
    return ref.table, fold(ref.column)


def _is_inside(value: Expression, names: set[str]) -> bool:
    """Whether a value is a column of the statement itself, which differs from row to row."""
    return isinstance(value, Ref) and (not value.table or value.table in names)


def _conditions(query: Query) -> tuple[Filter, ...]:
    return (*query.where, *join_filters(query))


def equalities(filters: Iterable[Filter]) -> Iterator[tuple[Ref, Expression]]:
    """Each `column = value` that always holds, the column first; for `a = b` of two columns, both ways round."""
    for term in conjuncts(filters):
        if isinstance(term, Binary) and term.operator in EQUAL:
            left, right = _column(bare(term.left)), _column(bare(term.right))
            if isinstance(left, Ref):
                yield left, right
            if isinstance(right, Ref):
                yield right, left


def _column(expression: Expression) -> Expression:
    """The column inside `lower(column)`: whoever compares so means it as the same key."""
    if isinstance(expression, Function) and expression.name.lower() in _SPELLINGS and len(expression.args) == 1:
        return bare(expression.args[0])
    return expression


def belongs(ref: Ref, source: Source, *, only: bool) -> bool:
    """Whether a column may be one of this source's; `only` when the statement has no other."""
    # An unqualified column of a join may belong to any of its tables: taking it for this one's can only make us silent.
    return ref.table == source.name or not ref.table or (only and ref.table == source.table)


def _listed(query: Query, source: Source) -> bool:
    for term in conjuncts(query.where):
        if isinstance(term, Binary) and term.operator == "in" and not isinstance(bare(term.right), Subquery):
            left = bare(term.left)
            if isinstance(left, Ref) and belongs(left, source, only=not query.joins):
                return True
            if isinstance(left, ItemList):
                return True
    return False


def _multiplies(query: Query, join: Join, catalog: Catalog) -> bool:
    """Whether a join may find more than one row for a row of the left side."""
    source = join.source
    if join.kind.startswith("lateral") or source.query is not None or join.on is None:
        return True
    held = {ref.column for ref, _ in equalities((Filter(join.on),)) if belongs(ref, source, only=False)}
    held |= pins(query, source)
    return not is_unique(held, catalog.table(source.table, source.schema))
