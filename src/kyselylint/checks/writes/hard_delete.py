"""Rows removed for good from tables that only mark them."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.expressions import sent, statements
from kyselylint.analysis.names import words
from kyselylint.analysis.soft_delete import marker, mentions
from kyselylint.analysis.tables import subject
from kyselylint.analysis.view import View
from kyselylint.finding import Label, Report
from kyselylint.query.statement import Operation, Query
from kyselylint.schema.catalog import Catalog, Column

# A function that says so means it.
_FOR_GOOD = frozenset({"clean", "cleanup", "destroy", "erase", "expire", "force", "forever", "gc", "hard", "permanent"})
_MORE = frozenset({"permanently", "prune", "purge", "rollback", "wipe"})


def check(query: Query, view: View) -> Iterator[Report]:
    """Executed deletes from a table with a soft-delete column, unless they are about rows already marked."""
    if not sent(query) or (_FOR_GOOD | _MORE).intersection(words(query.function)):
        return
    for statement in statements(query):
        column = _marker(statement, view.catalog(query)) if statement.operation is Operation.DELETE else None
        if column is not None and not mentions(statement, column.name):
            yield _report(statement, column)


def _marker(statement: Query, catalog: Catalog) -> Column | None:
    target = statement.targets[0] if statement.targets else None
    table = catalog.table(target.table, target.schema) if target is not None else None
    return marker(table) if table is not None else None


def _report(statement: Query, column: Column) -> Report:
    return Report(
        message=f"rows of {subject(statement)} are removed for good, although the table marks them in `{column.name}`",
        at=statement.root,
        related=(Label(column.origin, "the column that marks deleted rows"),) if column.origin else (),
        help=f"set `{column.name}` instead of deleting, or call the function what it does (purge…)",
    )
