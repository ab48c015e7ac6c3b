"""Passwords, tokens and secrets that come along with a whole row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kyselylint.analysis.bounds import pins
from kyselylint.analysis.expressions import sent
from kyselylint.analysis.secrets import secret_columns
from kyselylint.analysis.tables import title
from kyselylint.analysis.view import View
from kyselylint.finding import Label, Preset, Report, Span
from kyselylint.query.expression import Star
from kyselylint.query.statement import Fate, Operation, Query, Source
from kyselylint.schema.catalog import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Which columns are sensitive."""

    columns: tuple[str, ...] = field(default=(), metadata={"doc": "further column names that must be named to be read"})
    harmless: tuple[str, ...] = field(
        default=(), metadata={"doc": "columns that are not sensitive although they sound so"}
    )


def check(query: Query, view: View, options: Options) -> Iterator[Report]:
    """selectAll() and returningAll() of tables with sensitive columns, in executed queries."""
    if not sent(query):
        return
    for selection in (*query.selections, *query.returning):
        star = selection.expression
        if isinstance(star, Star) and selection.span is not None:
            for source, _ in query.tables():
                if star.table in ("", source.name) and not source.cte:
                    yield from _judge(source, selection.span, query, view, options)


def _judge(source: Source, at: Span, query: Query, view: View, options: Options) -> Iterator[Report]:
    table = view.catalog(query).table(source.table, source.schema)
    secret = secret_columns(table, options.columns, options.harmless) if table is not None else ()
    asked = {fold(name) for name in pins(query, source)}  # who looks a token up by its value has it already
    columns = [column for column in secret if fold(column.name) not in asked]
    if columns:
        names = ", ".join(f"`{column.name}`" for column in columns)
        origin = columns[0].origin
        yield Report(
            message=f"every column of {title(source)} is read, and with them {names}",
            at=at,
            related=(Label(origin, "declared here"),) if origin is not None else (),
            help="name the columns that are needed; read the sensitive ones only where they are compared",
            preset=None if _travels(query) else Preset.STRICT,
        )


def _travels(query: Query) -> bool:
    """Only a row that visibly leaves the function is certain to travel on; who wrote a secret knows it anyway."""
    leaves = query.run is not None and query.run.fate is Fate.RETURNED
    return leaves and query.operation is Operation.SELECT
