"""Writes that belong together and can fail apart."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from kyselylint.analysis.names import words
from kyselylint.analysis.tables import main_source, title
from kyselylint.analysis.view import View
from kyselylint.finding import Label, Report, Span
from kyselylint.query.facts import Module
from kyselylint.query.statement import Fate, HandleKind, Operation, Query

_WRITES = frozenset({Operation.INSERT, Operation.UPDATE, Operation.MERGE, Operation.REPLACE})
# Rows that may be there although the rest is not.
_RECORDS = frozenset({"activity", "audit", "event", "history", "log", "logs", "metric", "notification", "usage"})


def check_module(module: Module, _view: View) -> Iterator[Report]:
    """Two or more awaited inserts or updates of different tables in one function, on a handle that is no transaction.

    Deletes beside each other are most often a clean-up, where each is good by itself.
    """
    writes = sorted((query for query in module.queries if _is_write(query)), key=_place)
    for function, group in groupby(writes, key=lambda query: query.function):
        queries = tuple(query for query in group if _table(query))
        second = next((query for query in queries if _table(query) != _table(queries[0])), None)
        if function and second is not None:
            yield _report(queries[0], second)


def _place(query: Query) -> tuple[str, Span]:
    return query.function, query.root


def _is_write(query: Query) -> bool:
    alone = query.handle.kind is HandleKind.DATABASE and not query.transaction
    awaited = query.run is not None and query.run.fate is Fate.AWAITED and query.run.sends
    return alone and awaited and query.operation in _WRITES


def _table(query: Query) -> str:
    source = main_source(query)
    return source.table if source is not None and not _RECORDS.intersection(words(source.table)) else ""


def _report(first: Query, second: Query) -> Report:
    return Report(
        message=f"writes to {title(main_source(first))} and {title(main_source(second))} without a transaction: "
        "if the second fails, the first stays",
        at=second.root,
        related=(Label(first.root, "written first"),),
        help="wrap them: await db.transaction().execute(async (trx) => { … })",
    )
