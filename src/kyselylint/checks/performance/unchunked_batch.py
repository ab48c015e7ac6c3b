"""Lists of any length bound to one statement."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.expressions import sent, statements, written_rows
from kyselylint.analysis.predicate import bare
from kyselylint.analysis.tables import subject
from kyselylint.analysis.view import View
from kyselylint.finding import Report, Span
from kyselylint.query.expression import Binary, ItemList
from kyselylint.query.statement import Query
from kyselylint.query.walk import walk


def check(query: Query, _view: View) -> Iterator[Report]:
    """values() and `in` with a list of unknown length, outside a loop over chunks."""
    loop = query.run.loop if query.run is not None else None
    if not sent(query) or (loop is not None and loop.batch):
        return
    for statement in statements(query):
        for place in _lists(statement):
            yield Report(
                message=f"a list of any length goes into one statement on {subject(statement)}: "
                "PostgreSQL takes at most 65,535 parameters",
                at=place,
                help="send it in chunks, or as one array: sql`= any(${ids})`",
            )


def _lists(statement: Query) -> Iterator[Span]:
    for rows in written_rows(statement):
        if rows.many and rows.query is None and not (rows.source is not None and ".slice(" in rows.source.text):
            yield rows.span or statement.root
    for node in walk(statement):
        if isinstance(node, Binary) and node.operator in ("in", "not in"):
            right = bare(node.right)
            if isinstance(right, ItemList) and right.many:
                yield node.operator_span or statement.root
