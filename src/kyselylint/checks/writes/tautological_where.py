"""Conditions that are always true."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.expressions import hidden, sent, statements
from kyselylint.analysis.predicate import is_true
from kyselylint.analysis.tables import subject
from kyselylint.analysis.view import View
from kyselylint.finding import Report
from kyselylint.query.statement import Operation, Query

_WRITES = frozenset({Operation.UPDATE, Operation.DELETE})


def check(query: Query, _view: View) -> Iterator[Report]:
    """Executed updates and deletes whose every condition is the same as none."""
    if not sent(query):
        return
    for statement in statements(query):
        if statement.operation in _WRITES and _always_true(statement):
            yield Report(
                message=f"the condition is always true: every row of {subject(statement)} is changed",
                at=statement.where[0].span or statement.root,
                help="name the rows that are meant",
            )


def _always_true(statement: Query) -> bool:
    conditions = statement.where
    return bool(conditions) and all(is_true(one.predicate) for one in conditions) and not hidden(statement, "where")
