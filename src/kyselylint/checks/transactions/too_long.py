"""Transactions that do much one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kyselylint.analysis.transactions import on
from kyselylint.analysis.view import View
from kyselylint.finding import Label, Report
from kyselylint.query.facts import Module
from kyselylint.query.statement import Query


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How long is too long."""

    statements: int = field(default=15, metadata={"doc": "the highest number of statements that is not reported"})


def check_module(module: Module, _view: View, options: Options) -> Iterator[Report]:
    """Transactions with a query per element of a list, or with more statements than the option says."""
    for transaction in module.transactions:
        queries = on(transaction, module)
        looped = next((query for query in queries if _unbounded(query)), None)
        if looped is not None:
            what = "holds its locks for as long as a list is: it runs a query per element"
        elif len(queries) > options.statements:
            what = f"holds its locks over {len(queries)} statements"
        else:
            continue
        yield Report(
            message=f"the transaction {what}",
            at=transaction.method,
            related=(Label(looped.root, "once per element"),) if looped is not None else (),
            help="write all rows with one statement, prepare before the transaction, or commit in batches",
        )


def _unbounded(query: Query) -> bool:
    loop = query.run.loop if query.run is not None else None
    return loop is not None and not loop.bounded and not loop.batch
