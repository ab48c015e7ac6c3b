"""Functions called in a transaction that work outside of it."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.expressions import sent
from kyselylint.analysis.tables import subject
from kyselylint.analysis.transactions import reached_from
from kyselylint.analysis.view import View
from kyselylint.finding import Label, Report
from kyselylint.query.facts import ForeignCall, Module, Transaction, TransactionKind
from kyselylint.query.statement import Fate, HandleKind, Operation, Query

_WAITED = frozenset({Fate.AWAITED, Fate.RETURNED, Fate.COLLECTED, Fate.STORED})


def check_module(module: Module, view: View) -> Iterator[Report]:
    """Calls in a transaction's code of functions that write on a handle which is provably not the transaction's."""
    for transaction in module.transactions:
        if transaction.handle and transaction.kind is not TransactionKind.AMBIENT:
            for call in transaction.calls:
                query = _outside(call, transaction, view)
                if query is not None:
                    yield _report(call, query, transaction)


def _outside(call: ForeignCall, transaction: Transaction, view: View) -> Query | None:
    """What a function that did not receive the handle writes elsewhere; reads may be meant to stay outside."""
    if not call.function or reached_from(call, transaction) or call.handle_passed or call.fate not in _WAITED:
        return None
    module = next((one for one in view.project.modules if one.path == call.module), None)
    for query in module.queries if module is not None else ():
        own = query.function.rsplit(".", 1)[-1] == call.function.rsplit(".", 1)[-1]
        if own and query.operation is not Operation.SELECT and sent(query) and _elsewhere(query, transaction):
            return query
    return None


def _elsewhere(query: Query, transaction: Transaction) -> bool:
    """On the handle that the transaction was opened on, so that it is the same database and not the transaction."""
    same = query.handle.identity == transaction.opener_identity and bool(query.handle.identity)
    return query.handle.kind is HandleKind.DATABASE and not query.transaction and same


def _report(call: ForeignCall, query: Query, transaction: Transaction) -> Report:
    return Report(
        message=f"`{call.callee}` writes to {subject(query)} on `{query.handle.text}`, outside the transaction",
        at=call.span,
        related=(
            Label(query.root, "written here"),
            Label(transaction.method, f"the transaction, whose handle is `{transaction.handle}`"),
        ),
        help=f"pass `{transaction.handle}` on: give the function a parameter for the handle",
    )
