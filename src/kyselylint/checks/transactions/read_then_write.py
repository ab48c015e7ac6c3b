"""Rows that are read, and written a moment later, without a lock in between."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.bounds import equalities
from kyselylint.analysis.tables import main_source, subject
from kyselylint.analysis.transactions import on
from kyselylint.analysis.view import View
from kyselylint.finding import Label, Report
from kyselylint.query.expression import Expression
from kyselylint.query.facts import Module
from kyselylint.query.statement import Operation, Query
from kyselylint.schema.catalog import fold

_LOCKS = "for "


def check_module(module: Module, _view: View) -> Iterator[Report]:
    """In a transaction: a select without a lock, then an update of the same table with the same conditions on `id`."""
    for transaction in module.transactions:
        queries = on(transaction, module)
        for index, read in enumerate(queries):
            later = (one for one in queries[index + 1 :] if one.operation is Operation.UPDATE)
            write = next((one for one in later if _same_row(read, one)), None)
            if write is not None and read.operation is Operation.SELECT and not _locks(read):
                yield _report(read, write)


def _locks(query: Query) -> bool:
    return any(modifier.kind.startswith(_LOCKS) for modifier in query.modifiers)


def _same_row(read: Query, write: Query) -> bool:
    one, other = main_source(read), main_source(write)
    if one is None or other is None or not one.table or one.table != other.table:
        return False
    first = _keys(read)
    return bool(first) and first == _keys(write)


def _keys(query: Query) -> tuple[Expression, ...]:
    return tuple(value for ref, value in equalities(query.where) if fold(ref.column) == "id")


def _report(read: Query, write: Query) -> Report:
    return Report(
        message=f"the row of {subject(read)} may change between this read and the update, which rests on it",
        at=read.root,
        related=(Label(write.root, "updated here"),),
        help="lock it while reading: .forUpdate()",
    )
