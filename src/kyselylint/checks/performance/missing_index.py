"""Conditions that no index begins with."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.access import Access, accesses, advised, is_selective, is_served
from kyselylint.analysis.built import new_index
from kyselylint.analysis.expressions import sent
from kyselylint.analysis.growth import is_paged, is_single, sounds_growing
from kyselylint.analysis.lists import tenant_columns
from kyselylint.analysis.names import is_small
from kyselylint.analysis.view import View
from kyselylint.finding import Label, Report
from kyselylint.query.facts import Module
from kyselylint.query.statement import Query
from kyselylint.schema.catalog import fold


def check_module(module: Module, view: View) -> Iterator[Report]:
    """Executed statements that find rows of a growing table by columns that no index begins with; each table once."""
    told: set[tuple[str, tuple[str, ...]]] = set()
    for query in module.queries:
        if not sent(query):
            continue
        for access in accesses(query, view.catalog(query)):
            case = (access.table.name, access.given)
            if case not in told and _is_slow(access, query, view):
                told.add(case)
                yield _report(access, query, view)


def _is_slow(access: Access, query: Query, view: View) -> bool:
    """A foreign key without an index is what another rule says."""
    table, source = access.table, access.source
    grows = (is_paged(source, view.project) or sounds_growing(table.name)) and not is_single(source, view.project)
    references = {fold(column) for key in table.foreign_keys for column in key.columns[:1]}
    served = is_served(access, tenant_columns(query, view))
    known = served or any(fold(name) in references for name in access.tied) or is_small(table.name)
    return grows and is_selective(access) and not known


def _report(access: Access, query: Query, view: View) -> Report:
    table, columns = access.table, advised(access, tenant_columns(query, view))
    listed = ", ".join(f"`{name}`" for name in access.given)
    return Report(
        message=f"no index of `{table.name}` begins with {listed}: the database reads the whole table",
        at=access.source.span or query.root,
        related=(Label(table.origin, "the table"),) if table.origin is not None else (),
        help=f"-- atlas:txmode none\n{new_index(table, columns, view.settings.dialect)}",
    )
