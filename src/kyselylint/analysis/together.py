"""Which statements of a function can run one after the other, and which of them make one change together."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.bounds import equalities
from kyselylint.analysis.predicate import conjuncts
from kyselylint.query.expression import Expression, Param
from kyselylint.query.statement import Operation, Query, Way
from kyselylint.query.value import Origin
from kyselylint.query.walk import walk
from kyselylint.schema.catalog import fold


def may_follow(first: Query, second: Query) -> bool:
    """Whether one call of their function can run both, the first before the second; they stand in that order.

    They cannot where they are on two ways of one branch, and where the first one's way returns or throws.
    """
    if first.run is None or second.run is None or second.run.span is None:
        return False
    taken = {way.branch: way.start for way in second.run.ways}
    return not any(_excludes(way, taken, second.run.span.start) for way in first.run.ways)


def _excludes(way: Way, taken: dict[int, int], place: int) -> bool:
    """Whether what is on that way cannot be followed by what stands at the place, which is on those that are taken."""
    return place < way.until if way.branch not in taken else taken[way.branch] != way.start


def hangs_on(child: Query, parent: Query) -> bool:
    """Whether the rows of one insert hold the id of those of the other: one that it returned, or was given."""
    if parent.operation is not Operation.INSERT or child.operation is not Operation.INSERT:
        return False
    inside = (one for one in walk(child.rows) if isinstance(one, Param))
    if any(one.value.row is not None and one.value.row.query == parent.id for one in inside):
        return True
    given = [value for name, value in _cells(parent) if fold(name) == "id"]
    held = [value for name, value in _cells(child) if fold(name) != "id"]
    return any(_is_same(value, one) for value in held for one in given)


def _cells(query: Query) -> Iterator[tuple[str, Expression | None]]:
    """Each column that an insert fills, with its value in the first row."""
    if query.rows is not None and query.rows.rows:
        yield from zip(query.rows.columns, query.rows.rows[0], strict=False)


def _is_same(value: Expression | None, other: Expression | None) -> bool:
    """Whether two places hold one value: `randomUUID()` in two places makes two."""
    if not isinstance(value, Param) or not isinstance(other, Param) or value.value.origin is Origin.LITERAL:
        return False
    return value.value == other.value and value.value.span == other.value.span


def refills(insert: Query, delete: Query) -> bool:
    """Whether an insert writes a list of rows anew that a delete has taken away: those of one parent, say."""
    if insert.operation is not Operation.INSERT or insert.rows is None or delete.operation is not Operation.DELETE:
        return False
    named = {fold(column.column) for column, _ in equalities(delete.where)}
    only = len(list(conjuncts(delete.where))) == len(list(equalities(delete.where)))
    listed = insert.rows.many or len(insert.rows.rows) > 1 or (insert.run is not None and insert.run.loop is not None)
    written = {fold(name) for name in insert.rows.columns}
    return only and listed and (insert.rows.open or (bool(named) and named <= written))
