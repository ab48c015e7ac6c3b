"""Queries in a transaction's code that are not part of it."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.expressions import sent
from kyselylint.analysis.tables import named
from kyselylint.analysis.transactions import around
from kyselylint.analysis.view import View
from kyselylint.finding import Label, Report
from kyselylint.query.facts import Transaction
from kyselylint.query.statement import HandleKind, Operation, Query


def check(query: Query, view: View) -> Iterator[Report]:
    """Executed queries inside a transaction callback whose root is provably another handle."""
    transaction = around(query, view)
    if transaction is None or not sent(query) or not _is_other(query, transaction):
        return
    yield Report(
        message=f"this {named(query)} is not part of the transaction: {_effect(query)}",
        at=query.handle.span or query.root,
        related=(Label(transaction.method, f"the transaction, whose handle is `{transaction.handle}`"),),
        help=f"use `{transaction.handle}` instead of `{query.handle.text}`{_pass_on(query, transaction)}",
        rests_on=(),
    )


def _is_other(query: Query, transaction: Transaction) -> bool:
    """A database handle, or the very handle that the transaction was opened on."""
    opener = bool(query.handle.identity) and query.handle.identity == transaction.opener_identity
    return query.handle.kind is HandleKind.DATABASE or opener


def _effect(query: Query) -> str:
    if query.operation is Operation.SELECT:
        return "it does not see what the transaction has written, and takes a second connection"
    return "it stays when the transaction rolls back, and can wait for the transaction's own locks"


def _pass_on(query: Query, transaction: Transaction) -> str:
    body, root = transaction.body, query.root
    inside = root.path == body.path and body.start <= root.start < body.end
    return "" if inside else ", passed to the function as an argument"
