"""Whole rows fetched where a list of columns would do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kyselylint.analysis.expressions import sent
from kyselylint.analysis.tables import title
from kyselylint.analysis.view import View
from kyselylint.finding import Report, Severity
from kyselylint.query.expression import Star
from kyselylint.query.statement import Operation, Query, Selection, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What counts as a wide table."""

    wide: int = field(default=20, metadata={"doc": "from this many columns on, the finding is a warning"})


def check(query: Query, view: View, options: Options) -> Iterator[Report]:
    """selectAll() and selectAll('t') of tables, in selects that are executed."""
    if query.operation is not Operation.SELECT or not sent(query):
        return
    for selection in query.selections:
        source = _source(query, selection)
        if source is not None and source.table and not source.cte:
            yield from _judge(selection, source, _width(query, source, view), options)


def _source(query: Query, selection: Selection) -> Source | None:
    """The table whose columns are all selected. An unqualified star over a join has a rule of its own."""
    star = selection.expression
    if not isinstance(star, Star):
        return None
    sources = [source for source, _ in query.tables()]
    if not star.table:
        return sources[0] if len(sources) == 1 else None
    return next((source for source in sources if star.table == source.name), None)


def _width(query: Query, source: Source, view: View) -> int | None:
    table = view.catalog(query).table(source.table, source.schema)
    return len(table.columns) if table is not None and table.columns and not table.open else None


def _judge(selection: Selection, source: Source, width: int | None, options: Options) -> Iterator[Report]:
    if width == 1 or selection.span is None:
        return
    wide = width is not None and width >= options.wide
    columns = f"all {width} columns" if width else "every column"
    yield Report(
        message=f"selectAll() fetches {columns} of {title(source)}, and each column that is added later",
        at=selection.span,
        help="name the columns that the caller needs: .select(['id', …])",
        severity=Severity.WARNING if wide else None,
        rests_on=("select", "join", "from"),
    )
