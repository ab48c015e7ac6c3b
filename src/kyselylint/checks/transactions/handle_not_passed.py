"""Functions called in a transaction that work outside of it."""

from __future__ import annotations

import re
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
_HANDLE = re.compile(r"\b(?:tx|trx|db|conn|client|kysely)\b|transaction|executor", re.IGNORECASE)
_TELLS = re.compile(r"\.(?:set|use|with|bind|attach|enlist|join)\w*$")  # an object is told which handle to use


def check_module(module: Module, view: View) -> Iterator[Report]:
    """Calls in a transaction's code of functions that write on a handle which is provably not the transaction's."""
    for transaction in module.transactions:
        if transaction.handle and transaction.kind is not TransactionKind.AMBIENT:
            for call in transaction.calls:
                yield from _judged(call, transaction, view)


def _judged(call: ForeignCall, transaction: Transaction, view: View) -> Iterator[Report]:
    if not call.function or call.handle_passed or call.fate not in _WAITED or _is_given(call, transaction):
        return
    module = next((one for one in view.project.modules if one.path == call.module), None)
    if module is None:
        return
    own = (one for one in module.queries if _is_of(call, one.function))
    query = next((one for one in own if _elsewhere(one, call, transaction)), None)
    inner = next((one for one in module.transactions if _is_of(call, one.function) and _is_own(one, transaction)), None)
    if query is not None:
        did = f"writes to {subject(query)} on `{query.handle.text}`, outside the transaction"
        yield _report(call, did, Label(query.root, "written here"), transaction)
    elif inner is not None:
        did = "opens a transaction of its own: it commits on another connection, whatever becomes of this one"
        yield _report(call, did, Label(inner.method, "opened here"), transaction)


def _is_of(call: ForeignCall, function: str) -> bool:
    return function.rsplit(".", 1)[-1] == call.function.rsplit(".", 1)[-1]


def _elsewhere(query: Query, call: ForeignCall, transaction: Transaction) -> bool:
    """A write on the handle that the transaction was opened on: the same database, and not the transaction.

    Reads may be meant to stay outside.
    """
    if query.operation is Operation.SELECT or not sent(query) or query.transaction not in ("", transaction.id):
        return False
    handle = next((one for one in call.held if one.text == query.handle.text), query.handle)
    if handle.identity and handle.identity == transaction.opener_identity:
        return True
    return _is_older(query, call, transaction)


def _is_older(query: Query, call: ForeignCall, transaction: Transaction) -> bool:
    """Whether the handle was there before the transaction: a field, `this.todos.add(…)`, or what stands for none."""
    if query.handle.kind not in (HandleKind.EITHER, HandleKind.DATABASE) or call.held:
        return False
    name, _, fallback = query.handle.text.replace(" || ", " ?? ").partition(" ?? ")
    if fallback and any(_HANDLE.search(one.text) for one in call.arguments):  # perhaps not left out
        return False
    if fallback and fallback == transaction.opener:
        return True
    return (fallback or name).startswith("this.") and call.callee.startswith("this.")


def _is_given(call: ForeignCall, transaction: Transaction) -> bool:
    """Whether the object whose method is called was given the handle: by another call, or by a field of its own."""
    receiver = call.callee.rpartition(".")[0]
    told = (one for one in transaction.calls if one.handle_passed and _TELLS.search(one.callee))
    holds = any(one.kind is HandleKind.TRANSACTION for one in call.held)
    return holds or (bool(receiver) and any(one.callee.startswith(f"{receiver}.") for one in told))


def _is_own(inner: Transaction, outer: Transaction) -> bool:
    """A second transaction on the handle that the first was opened on."""
    same = inner.opener_identity == outer.opener_identity and bool(inner.opener_identity)
    return same and inner.id != outer.id and inner.kind in _DIRECT


def _report(call: ForeignCall, did: str, where: Label, transaction: Transaction) -> Report:
    return Report(
        message=f"`{call.callee}` {did}",
        at=reached_from(call, transaction) or call.span,
        related=(where, Label(transaction.method, f"the transaction, whose handle is `{transaction.handle}`")),
        help=f"pass `{transaction.handle}` on: give the function a parameter for the handle",
    )
