"""Text of a user as a pattern."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.expressions import statements
from kyselylint.analysis.predicate import bare
from kyselylint.analysis.view import View
from kyselylint.finding import Report
from kyselylint.query.expression import Binary, Param
from kyselylint.query.statement import Query
from kyselylint.query.value import Origin
from kyselylint.query.walk import walk

_ESCAPES = ("escape", ".replace(", ".replaceall(", "quote")
_LIKE = frozenset({"like", "ilike", "not like", "not ilike"})


def check(query: Query, _view: View) -> Iterator[Report]:
    """`like` with a template literal whose parts are not escaped, going by the names of the functions around them."""
    for statement in statements(query):
        for node in walk(statement):
            right = bare(node.right) if isinstance(node, Binary) and node.operator in _LIKE else None
            if (
                isinstance(right, Param)
                and right.value.origin is not Origin.LITERAL
                and _interpolates(right.value.text)
            ):
                yield Report(
                    message="`%` and `_` in the interpolated text are wildcards: who types _ finds everything",
                    at=right.span or node.operator_span or statement.root,
                    help=r"escape them: text.replace(/[\\%_]/g, '\\$&')",
                )


def _interpolates(text: str) -> bool:
    return text.startswith("`") and "${" in text and not any(sign in text.lower() for sign in _ESCAPES)
