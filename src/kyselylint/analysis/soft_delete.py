"""Tables whose rows are marked as deleted, and whether a statement speaks of the mark."""

from __future__ import annotations

from kyselylint.query.expression import Ref
from kyselylint.query.statement import Query
from kyselylint.query.walk import walk
from kyselylint.schema.catalog import Column, Table, fold

_MARKERS = ("deletedat", "isdeleted", "deleted", "deletedon", "deleteddate", "softdeletedat")


def is_marker(name: str) -> bool:
    """Whether a column of that name marks deleted rows."""
    return fold(name) in _MARKERS


def marker(table: Table) -> Column | None:
    """The column that marks deleted rows, if the table has one."""
    return next((column for column in table.columns if is_marker(column.name)), None)


def mentions(query: Query, column: str) -> bool:
    """Whether a condition of the statement itself speaks of the column."""
    wanted = fold(column)
    conditions = (*query.where, *(join.on for join in query.joins if join.on is not None))
    return any(isinstance(node, Ref) and fold(node.column) == wanted for node in walk(conditions))
