"""Text searches that no index can help."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.access import Access, accesses, is_served, is_text_search, unindexed_text
from kyselylint.analysis.built import quoted, sql_name
from kyselylint.analysis.expressions import sent, statements
from kyselylint.analysis.growth import is_paged, sounds_growing
from kyselylint.analysis.lists import tenant_columns
from kyselylint.analysis.view import View
from kyselylint.finding import Label, Report
from kyselylint.query.expression import Binary
from kyselylint.query.statement import Query
from kyselylint.query.walk import walk
from kyselylint.schema.catalog import Column, Table


def check(query: Query, view: View) -> Iterator[Report]:
    """`like '%…'` and ilike on columns of growing tables that have no trigram or full-text index."""
    if not sent(query) or view.settings.dialect != "postgres":
        return
    for statement in statements(query):
        searches = [node for node in walk(statement.where) if isinstance(node, Binary) and is_text_search(node)]
        for access in accesses(statement, view.catalog(query)) if searches else ():
            found = {column.name: (node, column) for node in searches if (column := unindexed_text(node, access))}
            if found and _reads_all(access, query, view):
                yield _report(list(found.values()), access.table, query)


def _reads_all(access: Access, query: Query, view: View) -> bool:
    """A growing table of which no other condition leaves a few rows to search."""
    grows = is_paged(access.source, view.project) or sounds_growing(access.table.name)
    return grows and not (access.tied and is_served(access, tenant_columns(query, view)))


def _report(found: list[tuple[Binary, Column]], table: Table, query: Query) -> Report:
    """One finding for all searched columns of a table: one index can hold them all."""
    names = ", ".join(f"`{column.name}`" for _, column in found)
    parts = ", ".join(f"{quoted(column.stored or column.name)} gin_trgm_ops" for _, column in found)
    return Report(
        message=f"no text index of `{table.name}` holds {names}: this search reads every row",
        at=found[0][0].operator_span or query.root,
        related=(Label(table.origin, "the table"),) if table.origin is not None else (),
        help=f"create index concurrently on {sql_name(table)} using gin ({parts});  -- extension pg_trgm",
    )
