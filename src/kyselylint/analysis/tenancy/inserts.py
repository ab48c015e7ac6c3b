"""What is known of a row because the code inserted it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kyselylint.analysis.tenancy.nodes import Cases, Equal, Given
from kyselylint.analysis.tenancy.world import Frame, column, derived_facts
from kyselylint.query.expression import Expression
from kyselylint.query.statement import Query
from kyselylint.schema.catalog import fold

if TYPE_CHECKING:
    from kyselylint.analysis.tenancy.operands import InFrame


def written(operands: InFrame, frame: Frame, query: Query) -> Iterator[Given]:
    """The values of the inserted row, or of one of several; after a conflict only those that were the same anyway."""
    rows = query.rows
    if rows is None or not frame.rows:
        return
    kept = None if query.conflict is None or query.conflict.do_nothing else {*map(fold, query.conflict.columns)}
    if rows.query is not None and rows.columns:
        yield from _selected(operands, frame, rows.columns, rows.query, kept)
    arms = [tuple(_values(operands, frame, rows.columns, values, kept)) for values in rows.rows]
    if len(arms) == 1:
        yield from arms[0]
    elif arms:
        yield Given(Cases(tuple(arms)))


def _values(
    operands: InFrame,
    frame: Frame,
    columns: tuple[str, ...],
    values: tuple[Expression | None, ...],
    kept: set[str] | None,
) -> Iterator[Given]:
    target = next(iter(frame.rows.values()))
    for name, value in zip(columns, values, strict=False):
        if value is None or (kept is not None and fold(name) not in kept):
            continue
        node, facts = operands.node(value)
        if node is not None:
            yield from facts
            yield Given(Equal(column(target, name), node, copy=True))


def _selected(
    operands: InFrame, frame: Frame, columns: tuple[str, ...], query: Query, kept: set[str] | None
) -> Iterator[Given]:
    """Of `insert … select`: the row is one of what the query returns."""
    target, reader = next(iter(frame.rows.values())), operands.reader
    row = reader.world.loose()
    reader.arms(row, query, frame.outer, frame.bodies, columns)
    for name in columns if row.arms else ():
        if kept is None or fold(name) in kept:
            yield Given(Equal(column(target, name), reader.export(row, name), copy=True))
    yield from derived_facts(row)
