"""Updates and deletes of every row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from kyselylint.analysis.expressions import hidden, sent, statements
from kyselylint.analysis.growth import is_single
from kyselylint.analysis.names import is_small, words
from kyselylint.analysis.predicate import bare
from kyselylint.analysis.tables import main_source, run_span, subject
from kyselylint.analysis.view import View
from kyselylint.finding import Label, Report
from kyselylint.query.expression import Inline, Param
from kyselylint.query.statement import Operation, Query

_WRITES = {Operation.UPDATE: "updates", Operation.DELETE: "deletes"}
# A function or a file that says so means all rows.
_WHOLE = frozenset(
    {
        "all",
        "clear",
        "empty",
        "flush",
        "init",
        "prune",
        "purge",
        "rebuild",
        "recompute",
        "refresh",
        "reset",
        "truncate",
        "wipe",
    }
)


def check(query: Query, view: View) -> Iterator[Report]:
    """Executed updates and deletes, also in a common table expression, with no condition on any path."""
    place = (query.function, PurePosixPath(query.root.path).name)
    if not sent(query) or _WHOLE.intersection(word for name in place for word in words(name)):
        return
    for statement in statements(query):
        if statement.operation in _WRITES and not _narrowed(statement) and not _whole_on_purpose(statement, view):
            yield _report(statement, query)


def _narrowed(statement: Query) -> bool:
    conditions = statement.where or statement.limit or statement.top or any(join.on for join in statement.joins)
    return bool(conditions) or hidden(statement, "where", "join", "limit")


def _whole_on_purpose(statement: Query, view: View) -> bool:
    """A table of one row, or a recomputation of every row from its own columns."""
    source = main_source(statement)
    small = source is not None and (is_small(source.table) or is_single(source, view.project))
    computed = any(not isinstance(bare(one.value), Param | Inline) for one in statement.set)
    return statement.operation is Operation.UPDATE and (small or computed)


def _report(statement: Query, query: Query) -> Report:
    return Report(
        message=f"{_WRITES[statement.operation]} every row of {subject(statement)}: there is no where",
        at=statement.root,
        related=(Label(run_span(query), "sent here"),),
        help="add .where(…) with the key of the rows that are meant, and the tenant's column if the table has one",
    )
