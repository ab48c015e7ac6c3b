"""Writes that concern a whole table: whether anything narrows them, and whether that is meant."""

from __future__ import annotations

from kyselylint.analysis.expressions import hidden
from kyselylint.analysis.growth import is_single
from kyselylint.analysis.names import is_small
from kyselylint.analysis.predicate import bare
from kyselylint.analysis.tables import main_source
from kyselylint.analysis.view import View
from kyselylint.query.expression import Inline, Param
from kyselylint.query.statement import Operation, Query


def is_narrowed(statement: Query) -> bool:
    """Whether a condition, a join or a limit is there on any path, or may be."""
    conditions = statement.where or statement.limit or statement.top or any(join.on for join in statement.joins)
    return bool(conditions) or hidden(statement, "where", "join", "limit")


def is_whole_on_purpose(statement: Query, view: View) -> bool:
    """A table of one row, or a recomputation of every row from its own columns."""
    source = main_source(statement)
    small = source is not None and (is_small(source.table) or is_single(source, view.project))
    computed = any(not isinstance(bare(one.value), Param | Inline) for one in statement.set)
    return statement.operation is Operation.UPDATE and (small or computed)
