"""Waiting for the outside world with a transaction open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kyselylint.analysis.foreign import Work, work_of
from kyselylint.analysis.transactions import reached_from
from kyselylint.analysis.view import View
from kyselylint.finding import Confidence, Label, Report
from kyselylint.query.facts import ForeignCall, Module, Transaction
from kyselylint.query.statement import Fate


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What else waits, and what does not."""

    modules: tuple[str, ...] = field(default=(), metadata={"doc": "further packages whose calls wait"})
    functions: tuple[str, ...] = field(default=(), metadata={"doc": "further functions, as called: `mailer.send`"})
    allow: tuple[str, ...] = field(default=(), metadata={"doc": "functions that do not wait, as called"})


_WAITED = frozenset({Fate.AWAITED, Fate.RETURNED, Fate.COLLECTED, Fate.ITERATED})


def check_module(module: Module, _view: View, options: Options) -> Iterator[Report]:
    """Awaited calls inside a transaction that leave the process and do not receive its handle."""
    for transaction in module.transactions:
        for call in transaction.calls:
            work = _work(call, options)
            if work is not None:
                yield _report(call, transaction, work)


def _work(call: ForeignCall, options: Options) -> Work | None:
    if call.handle_passed or call.fate not in _WAITED or call.callee in options.allow:
        return None
    if call.loop is not None and call.loop.dropped:
        return None
    if call.callee in options.functions or call.module in options.modules:
        return Work.CALL
    return work_of(call)


def _report(call: ForeignCall, transaction: Transaction, work: Work) -> Report:
    entry = reached_from(call, transaction)
    inner = (Label(call.span, "the call itself"),) if entry is not None else ()
    return Report(
        message=f"`{call.callee}` {work.value} while the transaction holds its connection and locks",
        at=entry or call.span,
        related=(Label(transaction.method, "the transaction"), *inner),
        help="do it before the transaction begins, or after it has committed with what the callback returns",
        confidence=None if call.module and not call.module.startswith((".", "@/", "~")) else Confidence.MEDIUM,
    )
