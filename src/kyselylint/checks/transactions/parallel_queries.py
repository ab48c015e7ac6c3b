"""Queries of one transaction that are started at once."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.transactions import on
from kyselylint.analysis.view import View
from kyselylint.finding import Label, Report, Span
from kyselylint.query.facts import Module, Transaction
from kyselylint.query.statement import Query


def check_module(module: Module, _view: View) -> Iterator[Report]:
    """Promise.all (and its like) over two or more queries on one transaction's handle."""
    for transaction in module.transactions:
        together: dict[Span, list[Query]] = {}
        for query in on(transaction, module):
            if query.run is not None and query.run.all_span is not None:
                together.setdefault(query.run.all_span, []).append(query)
        for place, queries in together.items():
            if queries[1:] or _repeated(queries[0]):
                yield _report(place, queries, transaction)


def _repeated(query: Query) -> bool:
    """One query per element of a list."""
    return query.run is not None and query.run.loop is not None and query.run.loop.concurrent


def _report(place: Span, queries: list[Query], transaction: Transaction) -> Report:
    name = queries[0].run.in_all if queries[0].run is not None and queries[0].run.in_all else "Promise.all"
    return Report(
        message=f"{name} on one transaction runs nothing in parallel: it has one connection, "
        "and when one query fails the rollback races with the others",
        at=place,
        related=(Label(queries[0].root, "the first of them"), Label(transaction.method, "the transaction")),
        help="await them one after the other",
    )
