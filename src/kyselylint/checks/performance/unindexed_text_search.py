"""Text searches that no index can help."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kyselylint.analysis.access import Access, accesses
from kyselylint.analysis.built import dialect_of
from kyselylint.analysis.expressions import sent, statements
from kyselylint.analysis.growth import grows
from kyselylint.analysis.indexes import is_served
from kyselylint.analysis.lists import tenant_columns
from kyselylint.analysis.remedy import NewIndex, as_migration, created
from kyselylint.analysis.searches import text_searches, unindexed_text
from kyselylint.analysis.sqlnames import quoted
from kyselylint.analysis.view import View
from kyselylint.finding import Label, Report
from kyselylint.query.expression import Binary
from kyselylint.query.statement import Query
from kyselylint.schema.catalog import Column, Table


def check(query: Query, view: View) -> Iterator[Report]:
    """`like '%…'` and ilike on columns of growing tables that have no trigram or full-text index."""
    if not sent(query) or dialect_of(view.catalog(query), view) != "postgres":
        return
    for statement in statements(query):
        searches = tuple(text_searches(statement))
        for access in accesses(statement, view.catalog(query)) if searches else ():
            found = {column.name: (node, column) for node in searches if (column := unindexed_text(node, access))}
            if found and _reads_all(access, query, view):
                yield _report(list(found.values()), access.table, query, view)


def _reads_all(access: Access, query: Query, view: View) -> bool:
    """A growing table of which no other condition leaves a few rows to search."""
    leaves_few = (access.given or access.tied) and is_served(replace(access, order=()), tenant_columns(query, view))
    return grows(access.source, view.project) and not leaves_few


def _report(found: list[tuple[Binary, Column]], table: Table, query: Query, view: View) -> Report:
    """One finding for all searched columns of a table: one index can hold them all."""
    names = tuple(column.stored or column.name for _, column in found)
    parts = tuple(f"{quoted(name)} gin_trgm_ops" for name in names)
    index = NewIndex(table, parts, (*names, "trgm"), method="gin", extension="pg_trgm")
    listed = ", ".join(f"`{column.name}`" for _, column in found)
    return Report(
        message=f"no text index of `{table.name}` holds {listed}: this search reads every row",
        at=found[0][0].operator_span or query.root,
        related=(Label(table.origin, "the table"),) if table.origin is not None else (),
        help=as_migration(created(index, view.catalog(query), "postgres"), table.created, view),
    )
