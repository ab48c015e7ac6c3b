"""Conditions, and orders of pages, that no index serves."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.access import Access, accesses
from kyselylint.analysis.built import dialect_of
from kyselylint.analysis.expressions import sent
from kyselylint.analysis.growth import grows, is_single, sounds_growing
from kyselylint.analysis.indexes import (
    advised,
    advised_gin,
    contained,
    is_partly_served,
    is_selective,
    is_served,
    is_sorted_page,
)
from kyselylint.analysis.lists import tenant_columns
from kyselylint.analysis.names import is_small
from kyselylint.analysis.remedy import NewIndex, as_migration, created
from kyselylint.analysis.view import View
from kyselylint.finding import Label, Report
from kyselylint.query.facts import Module
from kyselylint.query.statement import Query
from kyselylint.schema.catalog import fold


def check_module(module: Module, view: View) -> Iterator[Report]:
    """Executed statements that read all of a growing table for the few rows they want; each case once."""
    told: set[NewIndex] = set()
    for query in module.queries:
        for access in accesses(query, view.catalog(query)) if sent(query) else ():
            said, index = _advice(access, query, view)
            if index is not None and index not in told:
                told.add(index)
                yield _report(f"{said}: the database reads the whole table", index, access, query, view)


def _advice(access: Access, query: Query, view: View) -> tuple[str, NewIndex | None]:
    """What is missing, and the index that would help."""
    table, tenants = access.table, tenant_columns(query, view)
    long = grows(access.source, view.project) and not is_single(access.source, view.project)
    if not long or is_small(table.name) or is_served(access, tenants) or _is_reference(access):
        return "", None
    if is_selective(access):
        listed = ", ".join(f"`{part.written}`" for part in access.given)
        rows = " over all its rows" if is_partly_served(access) else ""
        return f"no index of `{table.name}`{rows} begins with {listed}", advised(access, tenants)
    if contained(access) and dialect_of(view.catalog(query), view) == "postgres":
        return f"no index of `{table.name}` knows what `{contained(access)[0].written}` holds", advised_gin(access)
    if sounds_growing(table.name) and is_sorted_page(access):
        order = ", ".join(f"`{sort.part.written}`" for sort in access.order)
        return f"no index of `{table.name}` is in the order of {order}", advised(access, tenants)
    return "", None


def _is_reference(access: Access) -> bool:
    """A foreign key without an index is what another rule says."""
    references = {fold(column) for key in access.table.foreign_keys for column in key.columns[:1]}
    return any(fold(part.name) in references for part in (*access.given, *access.tied))


def _report(said: str, index: NewIndex, access: Access, query: Query, view: View) -> Report:
    table, catalog = access.table, view.catalog(query)
    return Report(
        message=said,
        at=access.source.span or query.root,
        related=(Label(table.origin, "the table"),) if table.origin is not None else (),
        help=as_migration(created(index, catalog, dialect_of(catalog, view)), table.created, view),
    )
