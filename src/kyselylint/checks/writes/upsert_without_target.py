"""Upserts that do not say which conflict they mean."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.expressions import hidden, statements
from kyselylint.analysis.tables import subject
from kyselylint.analysis.view import View
from kyselylint.finding import Report
from kyselylint.query.statement import Conflict, Query


def check(query: Query, view: View) -> Iterator[Report]:
    """Each onConflict with doUpdateSet and neither column, constraint nor expression; PostgreSQL refuses it."""
    if view.settings.dialect != "postgres":
        return
    for statement in statements(query):
        conflict = statement.conflict
        if conflict is not None and _has_no_target(conflict) and not hidden(statement, "conflict"):
            yield Report(
                message=f"the upsert of {subject(statement)} names no conflict target: PostgreSQL refuses it",
                at=conflict.span or statement.root,
                help="name the key: oc.columns(['organization_id', 'slug']).doUpdateSet(…)",
            )


def _has_no_target(conflict: Conflict) -> bool:
    target = conflict.columns or conflict.constraint or conflict.expression
    return conflict.kind == "conflict" and not conflict.do_nothing and not target and bool(conflict.updates)
