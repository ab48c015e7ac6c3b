"""Limits that disappear when a value is not given."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.expressions import statements
from kyselylint.analysis.predicate import options
from kyselylint.analysis.tables import subject
from kyselylint.analysis.view import View
from kyselylint.finding import Report
from kyselylint.query.certainty import Certainty
from kyselylint.query.expression import Inline, Param
from kyselylint.query.statement import Bound, Query
from kyselylint.query.value import Origin, Value


def check(query: Query, _view: View) -> Iterator[Report]:
    """limit(x) where x is provably allowed to be undefined: Kysely binds null, which is no limit at all.

    A limit that is set on some paths only has had its value looked at: `if (limit) query = query.limit(limit)`.
    """
    for statement in statements(query):
        value = _undefined(statement.limit) if statement.limit is not None else None
        if value is not None and statement.limit is not None:
            yield Report(
                message=f"`{value.text}` may be undefined, which is no limit: every row of {subject(statement)} comes",
                at=statement.limit.span or statement.root,
                help=f"give it a default: .limit({value.text} ?? 50)",
            )


def _undefined(limit: Bound) -> Value | None:
    if limit.certainty is not Certainty.ALWAYS:
        return None
    for option in options(limit.value):
        if isinstance(option, Param) and (option.value.optional or option.value.origin is Origin.UNDEFINED):
            return option.value
        if isinstance(option, Inline) and option.value is None:
            return Value(Origin.LITERAL, "null")
    return None
