"""Comparisons with null that are never true."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.expressions import statements
from kyselylint.analysis.predicate import bare
from kyselylint.analysis.view import View
from kyselylint.finding import Edit, Fix, Report
from kyselylint.query.expression import Binary, Expression, Inline, Param, Ref
from kyselylint.query.statement import Query
from kyselylint.query.value import Origin
from kyselylint.query.walk import walk

_INSTEAD = {"=": "is", "==": "is", "!=": "is not", "<>": "is not"}
_PLUGIN = "SafeNullComparisonPlugin"


def check(query: Query, view: View) -> Iterator[Report]:
    """`=`, `!=` and `<>` with a literal null, wherever a comparison may stand."""
    if _PLUGIN in (*view.project.plugins, *query.handle.plugins):
        return
    for statement in statements(query):
        for node in walk(statement):
            if isinstance(node, Binary) and node.operator in _INSTEAD and _is_null(bare(node.right)):
                yield _report(node, query)


def _is_null(value: Expression) -> bool:
    if isinstance(value, Param):
        return value.value.origin is Origin.LITERAL and value.value.literal is None and not value.value.many
    return isinstance(value, Inline) and value.value is None


def _report(node: Binary, query: Query) -> Report:
    instead = _INSTEAD[node.operator]
    left = bare(node.left)
    column = f"`{left.column}`" if isinstance(left, Ref) else "the left side"
    at = node.operator_span
    return Report(
        message=f"{column} {node.operator} null is never true, not even where it is null",
        at=at or node.span or query.root,
        help=f"compare with '{instead}': null is not a value that anything equals",
        fix=Fix(f"use '{instead}'", (Edit(at, f"'{instead}'"),)) if at is not None else None,
    )
