"""Text searches that no index can help."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.access import Access, accesses, is_served
from kyselylint.analysis.bounds import belongs
from kyselylint.analysis.built import quoted, sql_name
from kyselylint.analysis.expressions import sent, statements
from kyselylint.analysis.growth import is_paged, sounds_growing
from kyselylint.analysis.predicate import bare
from kyselylint.analysis.view import View
from kyselylint.finding import Label, Report
from kyselylint.query.expression import Binary, Param, Ref
from kyselylint.query.statement import Query
from kyselylint.query.walk import walk
from kyselylint.schema.catalog import Column, Table, fold

_SEARCH = frozenset({"ilike", "~*", "like"})
_TEXT = frozenset({"gin", "gist"})


def check(query: Query, view: View) -> Iterator[Report]:
    """`like '%…'` and ilike on columns of growing tables that have no trigram or full-text index."""
    if not sent(query):
        return
    for statement in statements(query):
        searched = [node for node in walk(statement.where) if isinstance(node, Binary) and _is_search(node)]
        for access in accesses(statement, view.catalog(query)) if searched else ():
            grows = is_paged(access.source, view.project) or sounds_growing(access.table.name)
            for node in searched if grows else ():
                column = bare(node.left)
                if (
                    isinstance(column, Ref)
                    and _is_unindexed(column, access.table)
                    and belongs(column, access.source, only=False)
                ):
                    yield _report(node, column, access.table, query)


def _is_search(node: Binary) -> bool:
    """`like 'abc%'` can use an ordinary index; what begins with a wildcard, or minds no case, cannot."""
    right = bare(node.right)
    text = right.value.text.strip("`'\"") if isinstance(right, Param) else ""
    return node.operator in _SEARCH and (node.operator != "like" or text.startswith("%"))


def _is_unindexed(column: Ref, table: Table) -> bool:
    known = table.column(column.column) is not None
    return known and not any(
        index.method in _TEXT and any(fold(column.column) in fold(part) for part in index.parts)
        for index in table.indexes
    )


def _report(node: Binary, column: Ref, table: Table, query: Query) -> Report:
    name = quoted(table.column(column.column).name if table.column(column.column) else column.column)
    return Report(
        message=f"`{column.column}` of `{table.name}` has no text index: {node.operator} reads every row",
        at=node.operator_span or query.root,
        related=(Label(table.origin, "the table"),) if table.origin is not None else (),
        help=f"create index concurrently on {sql_name(table)} using gin ({name} gin_trgm_ops);  -- extension pg_trgm",
    )
