"""Errors that a transaction does not get to see."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.tables import named, run_span
from kyselylint.analysis.transactions import on
from kyselylint.analysis.view import View
from kyselylint.finding import Label, Report
from kyselylint.query.facts import CaughtError, Module, Transaction
from kyselylint.query.statement import Query


def check_module(module: Module, view: View) -> Iterator[Report]:
    """Catch clauses around a transaction's queries that neither always throw again nor go back to a savepoint."""
    if view.settings.dialect != "postgres":  # others go on after a failed statement
        return
    files = {one.path: one for one in view.project.modules}
    for transaction in module.transactions:
        for caught in transaction.catches:
            queries = on(transaction, files.get(caught.covers.path, module))
            inside = next((one for one in queries if _covers(caught, one)), None)
            if inside is not None and not (caught.rethrows or caught.restores):
                yield _report(caught, inside, transaction)


def _covers(caught: CaughtError, query: Query) -> bool:
    covers, root = caught.covers, query.root
    return covers.path == root.path and covers.start <= root.start < covers.end


def _report(caught: CaughtError, query: Query, transaction: Transaction) -> Report:
    return Report(
        message=f"the transaction does not learn that the {named(query)} failed: "
        "PostgreSQL has aborted it, and what follows fails or is lost",
        at=caught.span,
        related=(Label(run_span(query), "an error here is caught"), Label(transaction.method, "the transaction")),
        help="throw again, or put a savepoint before the part that may fail",
    )
