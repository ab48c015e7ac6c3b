"""Updates that leave the time of the last change as it was."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.expressions import hidden, sent, statements
from kyselylint.analysis.names import words
from kyselylint.analysis.tables import subject
from kyselylint.analysis.view import View
from kyselylint.finding import Label, Report
from kyselylint.query.expression import Ref
from kyselylint.query.statement import Operation, Query
from kyselylint.schema.catalog import Column, fold

_CHANGED = frozenset({"updatedat", "modifiedat", "lastmodifiedat"})


def check(query: Query, view: View) -> Iterator[Report]:
    """Executed updates of a table with an updated_at column that do not set it."""
    if not sent(query):
        return
    for statement in statements(query):
        if statement.operation is not Operation.UPDATE or statement.set_open or hidden(statement, "set"):
            continue
        column = _changed(statement, view)
        if column is not None and _is_change(statement, column):
            yield Report(
                message=f"this update leaves `{column.name}` of {subject(statement)} as it was",
                at=statement.root,
                related=(Label(column.origin, "declared here"),) if column.origin else (),
                help=f"set it too: {column.name}: new Date(), or let a trigger do it",
            )


def _changed(statement: Query, view: View) -> Column | None:
    target = statement.targets[0] if statement.targets else None
    table = view.catalog(statement).table(target.table, target.schema) if target is not None else None
    columns = table.columns if table is not None else ()
    return next((column for column in columns if fold(column.name) in _CHANGED and not column.generated), None)


def _is_change(statement: Query, column: Column) -> bool:
    """Sets something else than the column itself, and not only when something was last used."""
    names = [one.column.column for one in statement.set if isinstance(one.column, Ref)]
    touched = any(fold(name) == fold(column.name) for name in names)
    return not touched and not all(words(name)[:1] == ("last",) for name in names)
