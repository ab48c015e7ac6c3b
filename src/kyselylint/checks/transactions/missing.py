"""Writes that belong together and can fail apart."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from kyselylint.analysis.expressions import sent
from kyselylint.analysis.names import words
from kyselylint.analysis.tables import main_source, title
from kyselylint.analysis.view import View
from kyselylint.finding import Label, Report
from kyselylint.query.facts import Module
from kyselylint.query.statement import Fate, HandleKind, Operation, Query

_WRITES = frozenset({Operation.INSERT, Operation.UPDATE, Operation.DELETE, Operation.MERGE, Operation.REPLACE})
# Rows that may be there although the rest is not.
_RECORDS = frozenset({"activity", "audit", "event", "history", "log", "logs", "metric", "notification", "usage"})


def check_module(module: Module, _view: View) -> Iterator[Report]:
    """Two or more awaited writes to different tables in one function, on a handle that is provably no transaction."""
    writes = sorted(
        (query for query in module.queries if _is_write(query)), key=lambda query: (query.function, query.root)
    )
    for function, group in groupby(writes, key=lambda query: query.function):
        queries = tuple(group)
        tables = {table: query for query in reversed(queries) if (table := _table(query))}
        if function and len(tables) > 1:
            yield _report(queries)


def _is_write(query: Query) -> bool:
    alone = query.handle.kind is HandleKind.DATABASE and not query.transaction
    return (
        alone
        and query.operation in _WRITES
        and sent(query)
        and query.run is not None
        and query.run.fate is Fate.AWAITED
    )


def _table(query: Query) -> str:
    source = main_source(query)
    return source.table if source is not None and not _RECORDS.intersection(words(source.table)) else ""


def _report(queries: tuple[Query, ...]) -> Report:
    first = queries[0]
    second = (
        next(query for query in queries if _table(query) not in ("", _table(first))) if _table(first) else queries[1]
    )
    return Report(
        message=f"writes to {title(main_source(first))} and {title(main_source(second))} without a transaction: "
        "if the second fails, the first stays",
        at=second.root,
        related=(Label(first.root, "written first"),),
        help="wrap them: await db.transaction().execute(async (trx) => { … })",
    )
