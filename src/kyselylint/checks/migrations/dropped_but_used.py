"""Tables and columns that code names and the migrations have dropped."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.expressions import statements
from kyselylint.analysis.tables import title
from kyselylint.analysis.view import View
from kyselylint.finding import Label, Report, Span
from kyselylint.query.expression import Ref
from kyselylint.query.statement import Query, Source
from kyselylint.query.walk import walk
from kyselylint.schema.catalog import Catalog, Table, fold
from kyselylint.schema.history import Change


def check(query: Query, view: View) -> Iterator[Report]:
    """Sources of a statement that are dropped, and columns that its only table, or the named one, has lost."""
    dropped = _dropped(view)
    if not dropped:
        return
    catalog = view.catalog(query)
    for statement in statements(query):
        sources = [source for source, _ in statement.tables()]
        for source in sources:
            change = dropped.get((fold(source.table), "")) if source.table and not source.cte else None
            if change is not None and source.span is not None and _is_gone(source, catalog, view):
                yield _report(f"{title(source)} is dropped by a migration", source.span, change)
        yield from _columns(statement, sources, catalog, dropped)


def _columns(
    statement: Query, sources: list[Source], catalog: Catalog, dropped: dict[tuple[str, str], Change]
) -> Iterator[Report]:
    for ref in walk((statement.selections, statement.where, statement.set, statement.order_by)):
        if not isinstance(ref, Ref) or ref.dynamic or ref.span is None:
            continue
        owners = [source for source in sources if (source.name == ref.table if ref.table else len(sources) == 1)]
        owner = owners[0] if len(owners) == 1 and owners[0].table and not owners[0].cte else None
        table = catalog.table(owner.table, owner.schema) if owner is not None else None
        change = dropped.get((fold(table.stored), fold(ref.column))) if table is not None else None
        if change is not None and table is not None and _lacks(table, ref.column):
            yield _report(f"`{table.name}.{ref.column}` is dropped by a migration", ref.span, change)


def _dropped(view: View) -> dict[tuple[str, str], Change]:
    """The last drop of each table and column, by folded names; "" as the column of a table."""
    return {
        (fold(change.table.rpartition(".")[2]), fold(change.column)): change
        for history in view.schema.histories
        for file in history.files
        for change in file.changes
        if change.kind in ("drop table", "drop column")
    }


def _is_gone(source: Source, catalog: Catalog, view: View) -> bool:
    """No migration has made it again, here or in another database to which it may have moved."""
    tables = [one.table(source.table, source.schema) for one in (catalog, *view.schema.catalogs)]
    built = any(one.created is not None for one in catalog.tables.values())
    return built and all(table is None or table.created is None for table in tables)


def _lacks(table: Table, name: str) -> bool:
    column = table.column(name)
    return table.created is not None and not table.open and (column is None or column.created is None)


def _report(message: str, place: Span, change: Change) -> Report:
    return Report(message=message, at=place, related=(Label(change.span, "dropped here"),))
