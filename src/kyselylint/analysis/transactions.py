"""Which transaction a query stands in, and what its code does besides queries."""

from __future__ import annotations

from kyselylint.analysis.view import View
from kyselylint.finding import Span
from kyselylint.query.facts import ForeignCall, Module, Transaction, TransactionKind
from kyselylint.query.statement import HandleKind, Query

# A wrapper whose callback takes no handle keeps the transaction elsewhere: any handle may be in it.
_OWN_HANDLE = frozenset({TransactionKind.CALLBACK, TransactionKind.CONTROLLED, TransactionKind.WRAPPER})


def around(query: Query, view: View) -> Transaction | None:
    """The transaction whose code the query stands in, if its handle is known by name."""
    if not query.transaction:
        return None
    found = next((one for one in view.module.transactions if one.id == query.transaction), None)
    return found if found is not None and found.handle and found.kind in _OWN_HANDLE else None


def on(transaction: Transaction, module: Module) -> tuple[Query, ...]:
    """The executed queries of a module that run in a transaction, in source order."""
    queries = (one for one in module.queries if transaction.id in (one.handle.transaction, one.transaction))
    return tuple(sorted((one for one in queries if runs_in(one, transaction)), key=lambda one: one.root))


def runs_in(query: Query, transaction: Transaction) -> bool:
    """Whether a query is sent on the transaction's own handle."""
    own = query.handle.transaction == transaction.id and query.handle.kind is HandleKind.TRANSACTION
    return own and query.run is not None and query.run.sends


def reached_from(call: ForeignCall, transaction: Transaction) -> Span | None:
    """Where the transaction's own code calls the function that makes the call; None where it makes it itself."""
    body = transaction.body
    inside = (span for span in call.via if span.path == body.path and body.start < span.start and span.end < body.end)
    return next(inside, None)
