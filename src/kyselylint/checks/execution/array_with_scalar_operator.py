"""Lists compared with operators for one value, and one value with operators for lists."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.expressions import statements
from kyselylint.analysis.predicate import bare
from kyselylint.analysis.view import View
from kyselylint.finding import Report
from kyselylint.query.expression import Binary, Expression, ItemList, Param, Ref
from kyselylint.query.statement import Query
from kyselylint.query.value import Origin
from kyselylint.query.walk import walk

_LIST = {"in": "=", "not in": "!="}
_SCALAR = {"=": "in", "==": "in", "!=": "not in", "<>": "not in"}


def check(query: Query, _view: View) -> Iterator[Report]:
    """`=` and `!=` with an array, `in` and `not in` with a literal that is none."""
    for statement in statements(query):
        for node in walk(statement):
            if isinstance(node, Binary):
                yield from _judge(node, query)


def _judge(node: Binary, query: Query) -> Iterator[Report]:
    right = bare(node.right)
    if node.operator in _SCALAR and isinstance(right, ItemList) and isinstance(bare(node.left), Ref):
        why = f"compares one value with a list: Kysely writes {node.operator} ($1, $2, …), which the database refuses"
        yield _report(node, query, why, _SCALAR[node.operator])
    elif node.operator in _LIST and _is_scalar(right):
        why = f"wants a list: Kysely writes {node.operator} $1 for a single value, which the database refuses"
        yield _report(node, query, why, _LIST[node.operator])


def _is_scalar(right: Expression) -> bool:
    if not isinstance(right, Param):
        return False
    value = right.value
    return value.origin is Origin.LITERAL and not value.many and value.literal is not None


def _report(node: Binary, query: Query, why: str, instead: str) -> Report:
    return Report(
        message=f"`{node.operator}` {why}",
        at=node.operator_span or node.span or query.root,
        help=f"use '{instead}'" + ("; for an array column, sql`${…}` with '&&' or '@>'" if instead in _LIST else ""),
    )
