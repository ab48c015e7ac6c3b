"""Functions called in a transaction that work outside of it."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.view import View
from kyselylint.finding import Label, Report
from kyselylint.query.facts import ForeignCall, Module, Transaction, TransactionKind
from kyselylint.query.statement import Fate


def check_module(module: Module, _view: View) -> Iterator[Report]:
    """Calls in a transaction's code that use another database handle and do not receive the transaction's."""
    for transaction in module.transactions:
        if transaction.handle and transaction.kind is not TransactionKind.AMBIENT:
            for call in transaction.calls:
                if call.outer_handle and not call.handle_passed and call.fate is not Fate.FLOATING:
                    yield _report(call, transaction)


def _report(call: ForeignCall, transaction: Transaction) -> Report:
    return Report(
        message=f"`{call.callee}` works on another handle than the transaction: what it does is not part of it",
        at=call.span,
        related=(Label(transaction.method, f"the transaction, whose handle is `{transaction.handle}`"),),
        help=f"pass `{transaction.handle}` on: give the function a parameter for the handle",
    )
