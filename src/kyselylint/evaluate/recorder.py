"""What the interpreter has seen, kept until all of it can be judged together: queries, transactions, foreign calls."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kyselylint.evaluate.builder import Builder, Site
from kyselylint.evaluate.callers import Callers
from kyselylint.evaluate.choices import common
from kyselylint.evaluate.fate import fate_of, in_all, keys_around
from kyselylint.evaluate.held import handles_held, handles_in
from kyselylint.evaluate.interpreter import Interpreter, function_of
from kyselylint.evaluate.origin import shorten, value_of
from kyselylint.evaluate.promises import kept
from kyselylint.evaluate.runs import Runs
from kyselylint.evaluate.scope import ASSUMPTIONS
from kyselylint.evaluate.values import Choice, Func, HandleValue, Literal, Object, Opaque, Val
from kyselylint.finding import Span
from kyselylint.query.expression import Hole, RawText
from kyselylint.query.facts import (
    Asserted,
    CaughtError,
    Discarded,
    ForeignCall,
    Instance,
    Obtained,
    Transaction,
    TransactionKind,
)
from kyselylint.query.statement import Assumption, AssumptionKind, Fate, Given, HandleKind, Run
from kyselylint.query.value import Origin, RowColumn, Value
from kyselylint.syntax.tree import Node

if TYPE_CHECKING:
    from kyselylint.evaluate.apply import Call

# Names of calls that throw unless something holds: their arguments were checked where they return.
_CHECKS = re.compile(
    r"(?:^|\.)(?:assert|require|ensure|check|verify|validate|authori[sz]e|guard|must|enforce|can|get\w*OrThrow|find\w*OrThrow)\w*$",
    re.IGNORECASE,
)
_WRAPPER = re.compile(r"(?:transaction|(?:^|[a-z.])(?:tx|trx)|^with(?:tx|trx)\w*)$", re.IGNORECASE)
_CHAINED = re.compile(r" ?(\??\.) ?")  # a chain over several lines
_LATER = (AssumptionKind.ROW_EXISTS, AssumptionKind.CALLED)  # what is remembered of rows when a function has returned
_MOST_SIGHTINGS = 40  # distinct forms kept per root call; a helper with more callers than that has no more forms


@dataclass(frozen=True, slots=True)
class Sighting:
    """A builder seen at the end of its road: run, or left behind."""

    builder: Builder
    run: Run | None
    fate: Fate
    transaction: str
    assumptions: tuple[Assumption, ...]
    id: str
    entry: str


@dataclass(slots=True)
class Opened:
    """A transaction while it is read."""

    transaction: Transaction
    calls: dict[tuple[Span, str], ForeignCall] = field(default_factory=dict)
    catches: dict[Span, CaughtError] = field(default_factory=dict)


class Recorder:
    """Collects facts while functions are read. `follows_all` where every visible call is run with its arguments."""

    follows_all = False

    def __init__(self) -> None:
        self.sightings: dict[Site, list[Sighting]] = {}
        self.last: dict[Site, Sighting] = {}
        self.embedded_sites: set[Site] = set()
        self.roots: set[tuple[str, int]] = set()
        self.checks: dict[str, dict[Assumption, None]] = {}  # by the query whose rows were compared, or checked
        self.callers = Callers()
        self.runs = Runs()
        self.around: dict[tuple[str, int], tuple[Given, ...]] = {}  # by function: what it is given
        self.entries: dict[str, set[int]] = {}  # by path: where functions begin whose reading has run a query
        self.openers: set[str] = set()  # functions that open a transaction around a callback of theirs
        self.given: set[str] = set()  # functions that put text into SQL which may be their caller's
        self.discarded: dict[Span, Discarded] = {}
        self.raw_texts: dict[Span, RawText] = {}
        self.transactions: dict[str, Opened] = {}
        self.calls_in: dict[tuple[str, int], dict[Span, ForeignCall]] = {}
        self.holes: list[Hole] = []
        self.plugins: dict[str, tuple[str, ...]] = {}
        self.instances: dict[Span, Instance] = {}
        self.obtained: dict[Span, Obtained] = {}
        self.asserted: dict[Span, Asserted] = {}
        self.made_from: dict[Span, tuple[str, tuple[Val, ...]]] = {}  # what calls that are not visible were given
        self.incomplete = 0  # queries that were left open
        self.restored = 0  # how often a transaction was taken back to a savepoint

    # Queries

    def run(
        self,
        it: Interpreter,
        builder: Builder,
        call: Call,
        *,
        sends: bool = True,
        via: str = "",
        top: Node | None = None,
    ) -> str:
        """A query is executed (or compiled); the id that rows of it carry."""
        frame = it.frame
        run = self.runs.at(it, call, top, sends=sends, via=via)
        root = builder.site.root
        identity = f"{root.path}:{root.start}:{call.name_node.start_byte}"
        held = it.store.assumptions()
        path, _, start = frame.entry.rpartition(":")
        self.entries.setdefault(path, set()).add(int(start or -1))
        self._add(it, builder, Sighting(builder, run, run.fate, frame.transaction, held, identity, frame.entry))
        return identity

    def _add(self, it: Interpreter, builder: Builder, sighting: Sighting) -> None:  # noqa: ARG002  # for _Log
        if builder.site.given:
            return
        self.incomplete += builder.open
        known = self.sightings.setdefault(builder.site, [])
        if len(known) < _MOST_SIGHTINGS:
            known.append(sighting)

    def seen(self, it: Interpreter, builder: Builder, top: Node, links: list[Node]) -> None:
        """A chain has ended with a builder in hand: note what the code does with it."""
        site = builder.site
        found = kept(it, top, fate_of(it, top, builder=True), builder=True)
        if found is Fate.COLLECTED and in_all(it, top):
            found = Fate.AWAITED  # as all that is given to Promise.all
        inside = site.span.path == it.frame.module.path and top.start_byte <= site.root.start < top.end_byte
        if found is Fate.FLOATING:
            if inside:
                found = Fate.DROPPED
            elif not site.given or links:
                self._discard(it, builder, links)
        if not site.given and not self._says_less(found, site):
            identity = f"{site.root.path}:{site.root.start}:"
            held, frame = it.store.assumptions(), it.frame
            self.last[site] = Sighting(builder, None, found, frame.transaction, held, identity, frame.entry)
            self.incomplete += builder.open

    def _says_less(self, found: Fate, site: Site) -> bool:
        """Whether more is known of the builder: what is done with an awaited one is done with what is no row."""
        known = self.last[site].fate if site in self.last else found
        return known is not found and (found is Fate.PASSED or known is Fate.AWAITED)

    def _discard(self, it: Interpreter, builder: Builder, links: list[Node]) -> None:
        last = next((link for link in links if link.type == "member_expression"), None)
        name = None if last is None else last.child_by_field_name("property")
        if name is not None:
            span = it.span(name)
            self.discarded[span] = Discarded(span, it.text(name), builder.query())

    def embedded(self, builder: Builder) -> None:
        """A builder has become part of another query."""
        self.embedded_sites.add(builder.site)

    def passed(self, it: Interpreter, call: Call, callee: str) -> Builder | None:
        """Builders among the arguments of a call that is not visible: they may be changed or run there."""
        builders = [value for value in call.args if isinstance(value, Builder)]
        if not builders:
            return None
        reason = f"`{callee}` is not visible, it may change the query or run it"
        hole = it.hole("passed", reason, call.name_node)
        carried = builders[0].hole(hole)
        if fate_of(it, call.node) in (Fate.AWAITED, Fate.RETURNED, Fate.CHAINED) or call.name.startswith("execute"):
            self.run(it, carried, call, via=callee, top=call.node)
        return carried

    # Transactions

    def open(
        self,
        it: Interpreter,
        method: Span,
        kind: TransactionKind,
        handle: HandleValue,
        body: Span,
        name: str,
        function: str,
        *,
        finished: bool | None = None,
    ) -> str:
        """A transaction is opened at that place; its id."""
        identity = f"{method.path}:{method.start}"
        parent = it.frame.transaction if it.frame.transaction != identity else ""
        opener = handle.handle
        rooted_at = opener.transaction if opener.kind is HandleKind.TRANSACTION else ""
        made = Transaction(
            identity,
            kind,
            method,
            body,
            name,
            function,
            opener.text,
            opener.identity,
            parent,
            rooted_at,
            finished=finished,
        )
        if identity not in self.transactions or (parent and not self.transactions[identity].transaction.parent):
            self.transactions.setdefault(identity, Opened(made)).transaction = made
        return identity

    def opens(self, it: Interpreter, call: Call, callee: str, callback: Func) -> bool:
        """Whether an invisible call is a transaction wrapper by its name; its callback is then read as one."""
        from kyselylint.evaluate.transactions import wrapped

        if not _WRAPPER.search(callee) or "$transaction" in callee:
            return False
        wrapped(it, call, callback)
        return True

    def caught(self, it: Interpreter, error: CaughtError) -> None:
        """A catch clause; it belongs to the transactions whose code it stands in, or calls the function it is in."""
        for opened in self.transactions.values():
            body = opened.transaction.body
            inside = body.path == error.span.path and body.start <= error.span.start and error.span.end <= body.end
            if inside or opened.transaction.id == it.frame.transaction:
                opened.catches[error.span] = error

    # Calls

    def compared(self, assumptions: tuple[Assumption, ...]) -> None:
        """Rows were compared with something after they were loaded; where they differ, the code throws or returns."""
        for one in assumptions:
            for side in (one.left, one.right):
                if one.kind is AssumptionKind.EQUAL and side is not None and side.row is not None:
                    self.checks.setdefault(side.row.query, {})[one] = None

    def ended(self, ways: list[tuple[Assumption, ...]]) -> None:
        """A function has returned in these ways: what holds on each way on which a row was there was checked of it."""
        found = [{row for one in held if (row := _row_of(one)) is not None} for held in ways]
        for row in dict.fromkeys(row for rows in found for row in rows):
            for one in common(held for held, rows in zip(ways, found, strict=True) if row in rows):
                if one.kind in _LATER and one.query != row.query:
                    loaded = Value(Origin.ROW, row=row)
                    self.checks.setdefault(row.query, {})[replace(one, right=loaded)] = None

    def called(self, it: Interpreter, call: Call, func: Func) -> None:
        """A visible function is called: a check that throws counts for what follows."""
        callee = it.text(call.node.child_by_field_name("function") or call.node)
        self.callers.note(it, func, call)
        if func.module.places(b"Kysely", func.node):
            self._obtained(it, call, func)
        self._checked(it, call, callee)
        if it.frame.transaction and not it.universe.interesting(func.module, func.node):
            self.foreign(it, call, callee, func)
        elif it.frame.transaction:
            self._noted(it, call, callee, func)

    def _obtained(self, it: Interpreter, call: Call, func: Func) -> None:
        """The call of a function that speaks of Kysely, once."""
        from kyselylint.evaluate.instances import obtained

        span = it.span(call.name_node)
        if span not in self.obtained:
            self.obtained[span] = obtained(it, call, func)

    def followed(self, it: Interpreter, call: Call, func: Func) -> None:
        """What a function does that was read by itself happens here too: a hop or two for the transaction."""
        opened = self.transactions.get(it.frame.transaction)
        if opened is None:
            return
        for inner in self.calls_in.get((func.module.path, func.node.start_byte), {}).values():
            reached = replace(
                inner,
                via=(it.span(call.name_node),) if it.frame.hop is None else (it.frame.hop, it.span(call.name_node)),
                function=func.name,
                handle_passed=self._passes_handle(it, call)[0],
            )
            opened.calls.setdefault((inner.span, str(call.name_node.start_byte)), reached)

    def foreign(self, it: Interpreter, call: Call, callee: str, target: Val) -> None:
        """A call that is no query: noted for the transaction it stands in and for the function around it."""
        self._checked(it, call, callee)
        if not callee.startswith(("console.", "super")):
            self._by_function(it, call.node, self._noted(it, call, callee, target))

    def _noted(self, it: Interpreter, call: Call, callee: str, target: Val) -> ForeignCall:
        """The call, which is also one of the transaction it stands in."""
        function = (
            call.node.child_by_field_name("function") or call.node.child_by_field_name("constructor") or call.node
        )
        passed, outer = self._passes_handle(it, call)
        module = target.module if isinstance(target, Opaque) else target.module.path if isinstance(target, Func) else ""
        arguments = tuple(value_of(value, it.text(node)) for value, node in zip(call.args, call.nodes, strict=False))
        made = ForeignCall(
            _CHAINED.sub(r"\1", " ".join(callee.split()))[:120],
            it.span(function),
            module,
            fate_of(it, call.node),
            passed,
            outer,
            target.name if isinstance(target, Func) else "",
            () if it.frame.hop is None else (it.frame.hop,),
            arguments,
            it.frame.loop,
            tuple(handles_held(it, target)),
        )
        opened = self.transactions.get(it.frame.transaction)
        if opened is not None:
            opened.calls[(made.span, "")] = made
            if isinstance(target, Opaque) and target.value.origin is Origin.PARAMETER and len(target.value.path) == 1:
                self.openers.add(opened.transaction.function.rpartition(".")[2])
        return made

    def _by_function(self, it: Interpreter, node: Node, made: ForeignCall) -> None:
        function = function_of(node)
        if function is not None:
            self.calls_in.setdefault((it.frame.module.path, function.start_byte), {})[made.span] = made

    def _passes_handle(self, it: Interpreter, call: Call) -> tuple[bool, bool]:
        """Whether the transaction's handle is among the arguments, and whether another one is."""
        handles = [handle for value in call.args for handle in handles_in(it, value)]
        inside = it.frame.transaction
        own = any(handle.handle.transaction == inside and inside for handle in handles)
        outer = any(
            handle.handle.transaction != inside and handle.handle.kind is HandleKind.DATABASE for handle in handles
        )
        return own, outer

    def _checked(self, it: Interpreter, call: Call, callee: str) -> None:
        statement = fate_of(it, call.node) in (Fate.AWAITED, Fate.FLOATING) and call.args
        if not statement or _is_caught(call.node) or not (_CHECKS.search(callee) or _is_statement(call.node)):
            return
        arguments = tuple(value_of(value, it.text(node)) for value, node in zip(call.args, call.nodes, strict=False))
        made = Assumption(AssumptionKind.CALLED, text=callee, arguments=arguments, span=it.span(call.name_node))
        it.store[ASSUMPTIONS] = (*it.store.assumptions(), made)

    def made(self, it: Interpreter, call: Call, callee: str) -> None:
        """Something is made from these arguments: a pool, a dialect. It is known by the place of the call."""
        if any(isinstance(one, Literal | Object | Opaque | Choice) for one in call.args):
            self.made_from[it.span(call.node)] = (callee, tuple(call.args))

    def present(self, it: Interpreter, value: Val, node: Node) -> None:
        """The code says with a `!`, the last of the node, that a value is there; of rows that is remembered."""
        row = value.value.row if isinstance(value, Opaque) else None
        if row is not None and isinstance(value, Opaque) and row.column == "" and value.value.optional:
            span = Span(it.frame.module.path, node.end_byte - 1, node.end_byte)
            self.asserted[span] = Asserted(span, row.query, shorten(it.text(node)[:-1]))

    # Raw text

    def raw(self, text: RawText) -> None:
        """Text goes into SQL verbatim."""
        if text.span is not None and (text.text is None or text.span not in self.raw_texts):
            self.raw_texts[text.span] = text

    def chosen(self, it: Interpreter, value: Val, node: Node, part: str) -> None:
        """A column, table, direction or operator is only known when the code runs; Kysely quotes or checks it."""
        if isinstance(value, Opaque) and value.hole is None and value.carries is None:
            self.raw(
                RawText(None, value_of(value, it.text(node)), part, it.span(node), functions=keys_around(it, node))
            )

    def gave_up(self, it: Interpreter, func: Func) -> None:
        """A function is too much work to read to its end."""
        with it.within(module=func.module):
            self.holes.append(
                it.hole("effort", f"`{func.name or 'a function'}` is too large to read to its end", func.node)
            )


def _row_of(one: Assumption) -> RowColumn | None:
    """The row that is said to be there."""
    return one.left.row if one.kind is AssumptionKind.ROW_EXISTS and one.left is not None else None


def _is_caught(node: Node) -> bool:
    """`check(id).catch(…)`: where it fails the code goes on."""
    parent = node.parent
    name = parent.child_by_field_name("property") if parent is not None else None
    return name is not None and name.text == b"catch"


def _is_statement(node: Node) -> bool:
    parent = node.parent
    while parent is not None and parent.type in ("await_expression", "parenthesized_expression"):
        parent = parent.parent
    return parent is not None and parent.type == "expression_statement"
