"""Lists that grow with the table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kyselylint.analysis.bounds import Extent, extent
from kyselylint.analysis.expressions import hidden
from kyselylint.analysis.growth import is_paged, sounds_growing
from kyselylint.analysis.lists import GROWTH, Narrowing, is_list_name, narrowing
from kyselylint.analysis.names import is_small
from kyselylint.analysis.tables import main_source, sent_elsewhere, subject
from kyselylint.analysis.view import View
from kyselylint.finding import Preset, Report, Severity
from kyselylint.query.statement import Operation, Query


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Which tables may be read whole."""

    small_tables: tuple[str, ...] = field(default=(), metadata={"doc": "tables that stay small and may be read whole"})


def check(query: Query, view: View, options: Options) -> Iterator[Report]:
    """Executed selects that return as many rows as there are, unless a key, a limit or a parent bounds them."""
    if not _is_list(query) or hidden(query, "where", "limit", "from", "join"):
        return
    source = main_source(query)
    if source is None or is_small(source.table, options.small_tables):
        return
    if query.offset is not None or extent(query, view.catalog(query)) is not Extent.MANY:
        return
    found = narrowing(query, view)
    if found is Narrowing.PARENT and not (query.order_by or is_list_name(query.function)):
        return
    if found is not Narrowing.STRONG:
        paged = is_paged(source, view.project)
        yield _report(query, found, paged=paged, grows=paged or sounds_growing(source.table))


def _is_list(query: Query) -> bool:
    """Ends in execute(), which returns all rows; a loop over pages or chunks has its bound elsewhere."""
    run = query.run
    all_rows = run is not None and run.sends and run.terminal == "execute" and not (run.loop and run.loop.batch)
    return all_rows and query.operation is Operation.SELECT


def _report(query: Query, found: Narrowing, *, paged: bool, grows: bool) -> Report:
    """For strict where a parent bounds the list, or where nothing says that the table ever gets long."""
    doubtful = found is Narrowing.PARENT or not grows
    elsewhere = "; elsewhere it is read page by page" if paged else ""
    return Report(
        message=f"a list of {subject(query)} without a limit: {GROWTH[found]}{elsewhere}",
        at=query.root,
        related=sent_elsewhere(query),
        help="add .limit(n), with .orderBy() on a unique column if there are further pages, or stream() the rows",
        severity=Severity.INFO if doubtful else None,
        preset=Preset.STRICT if doubtful else None,
    )
