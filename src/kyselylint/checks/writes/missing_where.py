"""Updates and deletes of every row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from kyselylint.analysis.expressions import sent, statements
from kyselylint.analysis.tables import sent_elsewhere, subject
from kyselylint.analysis.view import View
from kyselylint.analysis.whole import is_narrowed, is_whole_on_purpose, means_all
from kyselylint.finding import Report
from kyselylint.query.statement import Operation, Query

_WRITES = {Operation.UPDATE: "updates", Operation.DELETE: "deletes"}


def check(query: Query, view: View) -> Iterator[Report]:
    """Executed updates and deletes, also in a common table expression, with no condition on any path."""
    if not sent(query) or means_all(query.function) or means_all(PurePosixPath(query.root.path).stem):
        return
    for statement in statements(query):
        if statement.operation in _WRITES and not is_narrowed(statement) and not is_whole_on_purpose(statement, view):
            yield _report(statement, query)


def _report(statement: Query, query: Query) -> Report:
    return Report(
        message=f"{_WRITES[statement.operation]} every row of {subject(statement)}: there is no where",
        at=statement.root,
        related=sent_elsewhere(query),
        help="add .where(…) with the key of the rows that are meant, and the tenant's column if the table has one",
    )
