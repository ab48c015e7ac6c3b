"""Transactions that nobody ends."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.view import View
from kyselylint.finding import Report
from kyselylint.query.facts import Module, TransactionKind


def check_module(module: Module, _view: View) -> Iterator[Report]:
    """startTransaction() with a path on which neither commit nor rollback is executed."""
    for transaction in module.transactions:
        if transaction.kind is TransactionKind.CONTROLLED and transaction.finished is False:
            handle = transaction.handle or "trx"
            yield Report(
                message=f"on some path `{handle}` is neither committed nor rolled back: its connection is lost",
                at=transaction.method,
                help=f"try {{ … await {handle}.commit().execute() }} catch (error) {{ "
                f"await {handle}.rollback().execute(); throw error }}",
            )
