"""How a query is sent, by the place where that stands, and what that gives."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kyselylint.evaluate.fate import combinator, fate_of, function_around, in_all
from kyselylint.evaluate.interpreter import Interpreter
from kyselylint.evaluate.promises import is_caught, kept
from kyselylint.evaluate.reads import properties_read
from kyselylint.evaluate.scope import ASSUMPTIONS
from kyselylint.evaluate.values import Opaque
from kyselylint.evaluate.ways import ways_around
from kyselylint.finding import Span
from kyselylint.query.statement import Assumption, AssumptionKind, Fate, Run
from kyselylint.query.value import Origin, RowColumn, Value
from kyselylint.syntax.tree import Node

if TYPE_CHECKING:
    from kyselylint.evaluate.apply import Call
    from kyselylint.evaluate.builder import Builder

_GIVES_ONE = {"execute": False, "executeTakeFirst": True, "executeTakeFirstOrThrow": True}


class Runs:
    """What a place says is found once, however often its function is read."""

    def __init__(self) -> None:
        self._known: dict[Span, Run] = {}
        self._fates: dict[Span, Fate] = {}

    def at(self, it: Interpreter, call: Call, top: Node | None, *, sends: bool, via: str) -> Run:
        """A call that executes a query, or compiles it; `top` is the call that waits for it, if that is another one."""
        span = it.span(call.name_node)
        known = self._known.get(span)
        if known is None:
            known = self._known[span] = _by_place(it, call, span)
        found = self._fate(it, top or call.node)
        return replace(
            known,
            terminal="" if via else known.terminal,
            fate=Fate.ITERATED if call.name == "stream" and found in (Fate.UNKNOWN, Fate.TAKEN) else found,
            sends=sends,
            loop=it.frame.loop,
            in_all=known.in_all or it.frame.in_all,
            via=via,
            reads=known.reads if sends and not via else None,
        )

    def _fate(self, it: Interpreter, node: Node) -> Fate:
        place = it.span(node)
        if place not in self._fates:
            self._fates[place] = kept(it, node, fate_of(it, node))
        return self._fates[place]


def _by_place(it: Interpreter, call: Call, span: Span) -> Run:
    together = combinator(it, call.node)
    one = _GIVES_ONE.get(call.name)
    return Run(
        call.name,
        Fate.UNKNOWN,
        in_all=in_all(it, call.node),
        function=function_around(it, call.node),
        caught=is_caught(it, call.node),
        reads=None if one is None else properties_read(it.frame.module, call.node, one=one),
        ways=ways_around(call.node),
        span=span,
        all_span=None if together is None else it.span(together),
    )


def rows_of(it: Interpreter, call: Call, identity: str) -> Opaque:
    """The result of running a query: its rows, or its first row."""
    first = call.name.startswith("executeTakeFirst")
    text = it.text(call.node)
    value = Value(
        Origin.ROW, " ".join(text.split())[:60], row=RowColumn(identity, ""), many=not first, empty=not first,
        optional=call.name == "executeTakeFirst", span=it.span(call.node),
    )  # fmt: skip
    if call.name == "executeTakeFirstOrThrow":
        made = Assumption(
            AssumptionKind.ROW_EXISTS, query=identity, left=value, text=value.text, span=it.span(call.name_node)
        )
        it.store[ASSUMPTIONS] = (*it.store.assumptions(), made)
    return Opaque(value)


def raw_execution(it: Interpreter, builder: Builder, call: Call) -> Opaque:
    """`sql`…`.execute(db)` resolves to an object whose `rows` are the rows."""
    identity = it.recorder.run(it, builder, call)
    return Opaque(
        Value(Origin.ROW, "result", row=RowColumn(identity, ""), many=True, empty=True, span=it.span(call.node))
    )
