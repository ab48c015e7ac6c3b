"""Conditions of a write that can come down to nothing."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.expressions import hidden, sent, statements
from kyselylint.analysis.predicate import is_true, may_vanish
from kyselylint.analysis.tables import subject
from kyselylint.analysis.view import View
from kyselylint.finding import Report
from kyselylint.query.certainty import Certainty
from kyselylint.query.statement import Filter, Operation, Query

_WRITES = frozenset({Operation.UPDATE, Operation.DELETE})


def check(query: Query, _view: View) -> Iterator[Report]:
    """Executed updates and deletes none of whose conditions is there on every path."""
    if not sent(query):
        return
    for statement in statements(query):
        if statement.operation in _WRITES and _may_be_empty(statement):
            yield _report(statement)


def _may_be_empty(statement: Query) -> bool:
    if not statement.where or hidden(statement, "where", "join", "limit") or _bounded(statement):
        return False
    return all(_may_be_missing(one) for one in statement.where)


def _may_be_missing(condition: Filter) -> bool:
    if condition.certainty is Certainty.SOMETIMES:
        return True
    return (
        condition.certainty is Certainty.ALWAYS and may_vanish(condition.predicate) and not is_true(condition.predicate)
    )


def _bounded(statement: Query) -> bool:
    return bool(statement.limit or statement.top or any(join.on for join in statement.joins))


def _report(statement: Query) -> Report:
    return Report(
        message=f"no condition of this {statement.operation} is there on every path: "
        f"without one it changes every row of {subject(statement)}",
        at=statement.where[0].span or statement.root,
        help="return or throw when there is no condition, or add one that always holds: .where('id', '=', id)",
    )
