"""Text of a user as a pattern."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.expressions import statements
from kyselylint.analysis.predicate import bare
from kyselylint.analysis.view import View
from kyselylint.finding import Report
from kyselylint.query.expression import Binary, Param
from kyselylint.query.statement import Query
from kyselylint.query.value import Origin, Value
from kyselylint.query.walk import walk

_ESCAPES = ("escape", ".replace(", ".replaceall(", "quote")
_LIKE = frozenset({"like", "ilike", "not like", "not ilike"})


def check(query: Query, _view: View) -> Iterator[Report]:
    """`like` with a template literal whose parts are not escaped, going by the names of the functions around them.

    A text that several columns are compared with is reported once.
    """
    told: set[str] = set()
    for statement in statements(query):
        for node in walk(statement):
            pattern = bare(node.right) if isinstance(node, Binary) and node.operator in _LIKE else None
            if isinstance(pattern, Param) and _is_open(pattern.value) and pattern.value.text not in told:
                told.add(pattern.value.text)
                yield _report(pattern, statement)


def _report(pattern: Param, statement: Query) -> Report:
    return Report(
        message="a `%` or `_` in the interpolated text is a wildcard too: a search for _ finds every row",
        at=pattern.span or statement.root,
        help=r"escape it first: text.replace(/[\\%_]/g, '\\$&')",
    )


def _is_open(value: Value) -> bool:
    return value.origin is not Origin.LITERAL and _interpolates(value.text)


def _interpolates(text: str) -> bool:
    return text.startswith("`") and "${" in text and not any(sign in text.lower() for sign in _ESCAPES)
