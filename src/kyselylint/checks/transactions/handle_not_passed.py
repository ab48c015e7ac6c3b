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

_DIRECT = frozenset({TransactionKind.CALLBACK, TransactionKind.CONTROLLED})
_WAITED = frozenset({Fate.AWAITED, Fate.RETURNED, Fate.COLLECTED, Fate.STORED})


def check_module(module: Module, view: View) -> Iterator[Report]:
    """Calls in a transaction's code of functions that write on a handle which is provably not the transaction's."""
    for transaction in module.transactions:
        if transaction.handle and transaction.kind is not TransactionKind.AMBIENT:
            for call in transaction.calls:
                yield from _judged(call, transaction, view)


def _judged(call: ForeignCall, transaction: Transaction, view: View) -> Iterator[Report]:
    if not call.function or reached_from(call, transaction) or call.handle_passed or call.fate not in _WAITED:
        return
    module = next((one for one in view.project.modules if one.path == call.module), None)
    if module is None:
        return
    query = next((one for one in module.queries if _is_of(call, one.function) and _elsewhere(one, transaction)), None)
    inner = next((one for one in module.transactions if _is_of(call, one.function) and _is_own(one, transaction)), None)
    if query is not None:
        did = f"writes to {subject(query)} on `{query.handle.text}`, outside the transaction"
        yield _report(call, did, Label(query.root, "written here"), transaction)
    elif inner is not None:
        did = "opens a transaction of its own: it commits on another connection, whatever becomes of this one"
        yield _report(call, did, Label(inner.method, "opened here"), transaction)


def _is_of(call: ForeignCall, function: str) -> bool:
    return function.rsplit(".", 1)[-1] == call.function.rsplit(".", 1)[-1]


def _elsewhere(query: Query, transaction: Transaction) -> bool:
    """A write on the handle that the transaction was opened on: the same database, and not the transaction.

    Reads may be meant to stay outside.
    """
    if query.operation is Operation.SELECT or not sent(query):
        return False
    same = query.handle.identity == transaction.opener_identity and bool(query.handle.identity)
    return query.handle.kind is HandleKind.DATABASE and not query.transaction and same


def _is_own(inner: Transaction, outer: Transaction) -> bool:
    """A second transaction on the handle that the first was opened on."""
    same = inner.opener_identity == outer.opener_identity and bool(inner.opener_identity)
    return same and inner.id != outer.id and inner.kind in _DIRECT


def _report(call: ForeignCall, did: str, where: Label, transaction: Transaction) -> Report:
    return Report(
        message=f"`{call.callee}` {did}",
        at=call.span,
        related=(where, Label(transaction.method, f"the transaction, whose handle is `{transaction.handle}`")),
        help=f"pass `{transaction.handle}` on: give the function a parameter for the handle",
    )
