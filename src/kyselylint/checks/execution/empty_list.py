"""Lists with no element where SQL wants at least one."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.assumed import may_be_empty
from kyselylint.analysis.expressions import statements, written_rows
from kyselylint.analysis.predicate import bare
from kyselylint.analysis.view import View
from kyselylint.finding import Report, Span
from kyselylint.query.expression import Binary, Expression, ItemList, Param
from kyselylint.query.statement import Query, Rows
from kyselylint.query.value import Value
from kyselylint.query.walk import walk

_PLUGIN = "HandleEmptyInListsPlugin"


def check(query: Query, view: View) -> Iterator[Report]:
    """`in ()` and `values ()`: always empty, or empty whenever the list is."""
    handled = _PLUGIN in (*view.project.plugins, *query.handle.plugins)
    for statement in statements(query):
        for rows in written_rows(statement):
            yield from _of_rows(rows, statement)
        if not handled:
            yield from _of_lists(statement)


def _of_rows(rows: Rows, statement: Query) -> Iterator[Report]:
    at = rows.span or statement.root
    given = rows.rows or rows.query or rows.expression or rows.default_values
    if not (given or rows.open or rows.many):
        yield _report("values() with no row is a syntax error", None, at)
    elif rows.many and rows.source is not None and may_be_empty(rows.source, statement):
        yield _report("values() with an empty list is a syntax error", rows.source, at)


def _of_lists(statement: Query) -> Iterator[Report]:
    for node in walk(statement):
        if isinstance(node, Binary) and node.operator in ("in", "not in"):
            empty, value = _emptiness(bare(node.right))
            if empty and (value is None or may_be_empty(value, statement)):
                at = node.operator_span or node.span or statement.root
                yield _report(f"`{node.operator}` with an empty list is a syntax error", value, at)


def _emptiness(right: Expression) -> tuple[bool, Value | None]:
    """Whether the list is, or may be, empty; the value that decides it when it is not always so."""
    if isinstance(right, ItemList) and not right.items:
        return True, None
    items = right.items if isinstance(right, ItemList) and right.many else (right,)
    value = next((item.value for item in items if isinstance(item, Param) and item.value.empty), None)
    return value is not None, value


def _report(what: str, value: Value | None, at: Span) -> Report:
    guard = (
        f"return before the query if `{value.text}` has no element"
        if value
        else "do not send the query when there is nothing to look for"
    )
    return Report(message=f"{what}, and `{value.text}` may be empty" if value else what, at=at, help=guard)
