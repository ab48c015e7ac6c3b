"""Tables whose rows are marked as deleted, and whether a statement speaks of the mark."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kyselylint.analysis.expressions import sent
from kyselylint.analysis.tables import main_source
from kyselylint.analysis.view import View
from kyselylint.query.expression import Ref
from kyselylint.query.statement import Operation, Query
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


def selects_of_marked(view: View) -> Iterator[tuple[Table, Column, list[Query]]]:
    """Each table that marks deleted rows, its mark, and the executed selects that are about it."""
    found: dict[tuple[str, str], list[Query]] = defaultdict(list)
    known: dict[tuple[str, str], tuple[Table, Column]] = {}
    for module in view.project.modules:
        for query in module.queries:
            table = _table(query, view)
            column = marker(table) if table is not None else None
            if table is not None and column is not None:
                key = (query.handle.database, table.name)
                known[key] = (table, column)
                found[key].append(query)
    yield from ((*known[key], queries) for key, queries in found.items())


def _table(query: Query, view: View) -> Table | None:
    source = main_source(query)
    if query.operation is not Operation.SELECT or not sent(query) or source is None or source.cte:
        return None
    return view.catalog(query).table(source.table, source.schema)
