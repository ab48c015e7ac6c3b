"""Transactions opened inside a transaction."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.view import View
from kyselylint.finding import Label, Report
from kyselylint.query.facts import Module, Transaction, TransactionKind

_DIRECT = frozenset({TransactionKind.CALLBACK, TransactionKind.CONTROLLED})


def check_module(module: Module, _view: View) -> Iterator[Report]:
    """`.transaction()` and `.startTransaction()` on a transaction's handle, or in its callback on another one.

    Wrappers of the project are left alone: most of them join the transaction that is already open.
    """
    by_id = {transaction.id: transaction for transaction in module.transactions}
    for transaction in module.transactions:
        outer = by_id.get(transaction.rooted_at or transaction.parent)
        if outer is not None and transaction.kind in _DIRECT:
            yield _report(transaction, outer)


def _report(inner: Transaction, outer: Transaction) -> Report:
    if inner.rooted_at:
        message = "a transaction is opened on a transaction's handle: Kysely throws here"
    else:
        message = "a second transaction inside a transaction takes another connection and commits on its own"
    return Report(
        message=message,
        at=inner.method,
        related=(Label(outer.method, f"the outer transaction, whose handle is `{outer.handle}`"),),
        help=f"run the statements on `{outer.handle}`; for a part that may fail, a savepoint of startTransaction()",
    )
