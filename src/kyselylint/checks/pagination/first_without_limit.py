"""First rows taken from a result that may be long."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.bounds import Extent, equalities, extent
from kyselylint.analysis.lists import is_plainly_many
from kyselylint.analysis.names import is_small
from kyselylint.analysis.tables import main_source, run_span, subject
from kyselylint.analysis.view import View
from kyselylint.finding import Label, Preset, Report
from kyselylint.query.expression import Ref
from kyselylint.query.statement import Operation, Query
from kyselylint.schema.catalog import fold


def check(query: Query, view: View) -> Iterator[Report]:
    """Selects that end in executeTakeFirst*, have no limit, and provably or plainly match several rows."""
    run = query.run
    if query.operation is not Operation.SELECT or run is None or not run.terminal.startswith("executeTakeFirst"):
        return
    found, ordered = extent(query, view.catalog(query)), _is_ordered(query)
    # Of the rows that a list names, an order says that the first one is wanted.
    several = found is Extent.MANY or (found is Extent.FEW and ordered and not _has_bound(query))
    if not several or _singleton(query):
        return
    plain = ordered or is_plainly_many(query, view)
    if not plain and not _keys_known(query, view):
        return
    yield Report(
        message=f"{run.terminal}() adds no limit: every matching row of {subject(query)} is fetched to use the first",
        at=run_span(query),
        related=_ordered(query),
        help=f"add .limit(1) before .{run.terminal}()",
        preset=None if plain else Preset.STRICT,
    )


def _has_bound(query: Query) -> bool:
    return any(bound is not None for bound in (query.limit, query.fetch, query.top))


def _singleton(query: Query) -> bool:
    """Tables of one row are read without a condition; an order says that there are several."""
    source = main_source(query)
    return not query.order_by and (not query.where or (source is not None and is_small(source.table)))


def _keys_known(query: Query, view: View) -> bool:
    source = main_source(query)
    table = view.catalog(query).table(source.table, source.schema) if source is not None else None
    return table is not None and table.keys_known and not query.joins


def _is_ordered(query: Query) -> bool:
    """By something that differs: an order by a column that is equal to a value says nothing."""
    fixed = {fold(ref.column) for ref, _ in equalities(query.where)}
    first = query.order_by[0].expression if query.order_by else None
    return first is not None and not (isinstance(first, Ref) and fold(first.column) in fixed)


def _ordered(query: Query) -> tuple[Label, ...]:
    first = query.order_by[0].span if query.order_by else None
    return (Label(first, "the order says that several rows are expected"),) if first is not None else ()
