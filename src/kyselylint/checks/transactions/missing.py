"""Writes that belong together and can fail apart."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, groupby

from kyselylint.analysis.names import words
from kyselylint.analysis.tables import main_source, title
from kyselylint.analysis.together import hangs_on, may_follow, refills
from kyselylint.analysis.view import View
from kyselylint.finding import Label, Preset, Report, Span
from kyselylint.query.facts import Module
from kyselylint.query.statement import Fate, HandleKind, Operation, Query

_WRITES = frozenset({Operation.INSERT, Operation.UPDATE, Operation.DELETE, Operation.MERGE, Operation.REPLACE})
# Rows that may be there although the rest is not.
_RECORDS = frozenset({"activity", "audit", "event", "history", "log", "logs", "metric", "notification", "usage"})


def check_module(module: Module, _view: View) -> Iterator[Report]:
    """Two awaited writes of one function on a handle that is no transaction, of which the second needs the first.

    Deletes beside each other are most often a clean-up, where each is good by itself.
    """
    writes = sorted((query for query in module.queries if _is_write(query)), key=_place)
    for (function, _), group in groupby(writes, key=_function):
        found = [report for first, second in combinations(group, 2) if (report := _judge(first, second)) is not None]
        if function and found:
            yield next((one for one in found if one.preset is None), found[0])


def _function(query: Query) -> tuple[str, str]:
    return query.function, query.entry  # handlers in one function have its name


def _place(query: Query) -> tuple[str, str, Span]:
    return *_function(query), query.root


def _is_write(query: Query) -> bool:
    alone = query.handle.kind is HandleKind.DATABASE and not query.transaction
    run = query.run
    waited = run is not None and run.sends and (run.fate is Fate.AWAITED or run.in_all == "Promise.all")
    return alone and waited and query.operation in _WRITES and bool(_table(query))


def _table(query: Query) -> str:
    source = main_source(query)
    return source.table if source is not None and not _RECORDS.intersection(words(source.table)) else ""


def _judge(first: Query, second: Query) -> Report | None:
    here, there = title(main_source(first)), title(main_source(second))
    if first.root == second.root or not may_follow(first, second):
        return None
    if here == there and refills(second, first):
        return _report(first, second, f"deletes rows of {here} and writes them anew", "they are gone")
    if here == there or Operation.DELETE in (first.operation, second.operation):
        return None
    preset = None if hangs_on(second, first) else Preset.STRICT
    return _report(first, second, f"writes to {here} and {there}", "the first stays", preset)


def _report(first: Query, second: Query, what: str, outcome: str, preset: Preset | None = None) -> Report:
    return Report(
        message=f"{what} without a transaction: if the second write fails, {outcome}",
        at=second.root,
        related=(Label(first.root, "written first"),),
        help="wrap them: await db.transaction().execute(async (trx) => { … })",
        preset=preset,
    )
