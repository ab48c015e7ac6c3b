"""What exists beyond the current function: names, classes, and functions that are run or summed up."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from kyselylint.evaluate.apply import Call, apply
from kyselylint.evaluate.builder import Builder
from kyselylint.evaluate.callers import at_call, handed_out, handed_out_fact, rows_in
from kyselylint.evaluate.classes import Classes
from kyselylint.evaluate.closed import names_around
from kyselylint.evaluate.elsewhere import Elsewhere, called_handle, commit
from kyselylint.evaluate.interpreter import Frame, Interpreter, TooDeep, named
from kyselylint.evaluate.origin import shorten
from kyselylint.evaluate.scope import ASSUMPTIONS, Store, join_stores
from kyselylint.evaluate.values import (
    Array,
    Choice,
    Expr,
    ExpressionBuilderValue,
    Func,
    HandleValue,
    Literal,
    Object,
    Opaque,
    Tool,
    Undefined,
    Val,
)
from kyselylint.project.modules import Modules
from kyselylint.query.statement import Assumption
from kyselylint.query.value import Origin, Value

_THROWING = re.compile(
    r"throw|notFound|not_found|fail|abort|forbid|unauthori[sz]ed|badRequest|panic|unreachable|never|error|assert|invariant|ensure",
    re.IGNORECASE,
)
_DEEP = 4  # calls; further down the arguments of plain helpers are not worth another reading
MOST_APPLIED = 80  # calls per entry point that are run with their own arguments where nothing of a query comes or goes
_NEAR = 3  # calls between the code that is read and a call that is always followed: work grows with the code alone
_MOST_DEEP = 1_000  # calls further in that are followed per entry point: calls in calls multiply
_MOST_GIVEN = 8  # transactions that a function is read in whose queries are known without; the next shows nothing new
_LARGEST_PLAIN = 800  # bytes; a longer function without a word of Kysely does not build or hand on queries
_DEEPEST_HOLD = 2  # lists and objects in which something of a query is looked for


@dataclass(frozen=True, slots=True)
class Summary:
    """What reading a function by itself told: its value, and whether callers may change what its queries are."""

    value: Val
    kysely: bool
    open: bool
    after: tuple[Assumption, ...] = ()  # what holds once it has returned


class Universe(Classes):
    """The functions of a project, over its classes and names."""

    def __init__(self, modules: Modules) -> None:
        super().__init__(modules)
        self._summaries: dict[tuple[str, int], Summary | None] = {}
        self._given: Counter[tuple[str, int]] = Counter()
        self._after: dict[str, tuple[Assumption, ...]] = {}  # what holds after a function that was just read
        self.makers: set[str] = set()  # functions that return a query
        self.factories: set[str] = set()  # functions that make closures whose queries are open
        self.read: set[tuple[str, int]] = set()

    def made(self, it: Interpreter, func: Func) -> None:
        """Note a function that may hold queries, to be read by itself if nobody calls it."""
        if self.interesting(func.module, func.node):
            it.pending.append(func)

    def call(self, it: Interpreter, func: Func, call: Call, this: Val) -> Val:
        """A call of a visible function: run with these arguments where they matter, else taken from its summary."""
        if it.recorder.follows_all:
            return apply(it, func, call.args, call.node, this=this)
        it.recorder.called(it, call, func)
        result = self._result(it, func, call, this)
        if isinstance(result, Choice) and result.held:
            it.answers[it.span(call.node)] = result
        return called_handle(it, result, func, call)

    def _result(self, it: Interpreter, func: Func, call: Call, this: Val) -> Val:
        if self._must_apply(it, func, call.args):
            if self.is_local(func):
                self.mark(func)  # other functions are also read by themselves: not every caller is visible
                return self._applied(it, func, call, this)
            return self._inlined(it, func, call, this)
        summary = self.summary(it, func, this)
        takes_nothing = (
            func.owner is None and not call.args and not named(func.node.child_by_field_name("parameters") or func.node)
        )
        if summary is None or ((summary.kysely or summary.open) and not takes_nothing):
            return self._told(it, self._inlined(it, func, call, this), call)
        it.recorder.followed(it, call, func)
        at = it.span(call.node)
        held = partial(at_call, func=func, call=at)
        it.store[ASSUMPTIONS] = (*it.store.assumptions(), *held(summary.after))
        return self._told(it, handed_out(summary.value, at, held), call)

    def _inlined(self, it: Interpreter, func: Func, call: Call, this: Val) -> Val:
        """A call run with its arguments; the rows that it has fetched itself are told from those that it was given."""
        given, before, at = rows_in(it, call.args), it.store.assumptions(), it.span(call.node)

        def fresh(held: tuple[Assumption, ...]) -> Iterator[Assumption]:
            if held[: len(before)] == before:
                yield from (handed_out_fact(one, at, given) for one in held[len(before) :])

        result = self._applied(it, func, call, this)
        it.store[ASSUMPTIONS] = (*before, *fresh(it.store.assumptions()))
        return handed_out(result, at, fresh, given)

    def _told(self, it: Interpreter, result: Val, call: Call) -> Val:
        """The result of a function in its caller's words: parameters of the callee mean nothing there."""
        if isinstance(result, Opaque) and result.value.row is None:
            text = shorten(it.text(call.node))
            name = it.text(call.node.child_by_field_name("function") or call.node)
            value = Value(
                Origin.COMPUTED,
                text,
                (f"{name}()",),
                many=result.value.many,
                optional=result.value.optional,
                span=it.span(call.node),
            )
            return replace(result, value=value)
        return result

    def imported(self, it: Interpreter, target: Opaque, call: Call) -> Func | None:
        """A function of a module that is not followed otherwise: it is given a query, or may throw.

        It may throw by its name, or because it is given a row.
        """
        if target.imported is None:
            return None
        takes_query = any(self._matters(it, arg) for arg in call.args)
        given_row = any(isinstance(arg, Opaque) and arg.value.row is not None for arg in call.args)
        follows_all = it.recorder.follows_all
        if not (takes_query or given_row or follows_all or _THROWING.search(target.imported[2])):
            return None
        found = self.behind(it, target)
        if not isinstance(found, Func):
            return None
        return (
            found
            if follows_all or takes_query or found.node.end_byte - found.node.start_byte < _LARGEST_PLAIN
            else None
        )

    def behind(self, it: Interpreter, target: Opaque) -> Val | None:
        """What an import stands for that is not followed otherwise; None if it is not visible."""
        if target.imported is None:
            return None
        importer, specifier, name = target.imported
        path = self.modules.resolver.resolve(importer, specifier)
        module = None if path is None else self.modules.load(path)
        return None if module is None else self.export(it, module, name)

    def _matters(self, it: Interpreter, value: Val) -> bool:
        """A query, a part of one, or a callback that makes one."""
        return self.interesting(value.module, value.node) if isinstance(value, Func) else is_kysely(it, value)

    def _applied(self, it: Interpreter, func: Func, call: Call, this: Val) -> Val:
        """The function run with these arguments; the same call again in one reading gives what it gave before."""
        it.applied += 1
        if it.applied > MOST_APPLIED and not self.is_local(func) and not _takes_part(call):
            summary = self.summary(it, func, this)
            if summary is not None and not summary.kysely:
                return _forgetful(summary.value)
        if it.frame.calls > _NEAR:
            it.applied_deep += 1
            if it.applied_deep > _MOST_DEEP:
                return self._gave_up(it, func, call)
        if self.is_local(func):
            return apply(it, func, call.args, call.node, this=this)
        place = (func.module.path, func.node.start_byte)
        closed = self._closed(it, func, call, this)
        plain = all(isinstance(arg, Literal | Undefined | Opaque | HandleValue) for arg in call.args)
        if closed is None and not plain:
            return apply(it, func, call.args, call.node, this=this)
        key = (*place, id(this), () if closed else tuple(call.args), it.frame.transaction)
        if key not in it.memo and closed:
            self._given[place] += 1
            if self._given[place] > _MOST_GIVEN:
                it.recorder.followed(it, call, func)
                return _forgetful(closed.value)
        if key not in it.memo:
            it.memo[key] = apply(it, func, call.args, call.node, this=this)
        return it.memo[key]

    def _gave_up(self, it: Interpreter, func: Func, call: Call) -> Val:
        """What a call gives that is too much work to follow; a query that goes into it goes on with a hole."""
        reason = f"`{func.name or 'a function'}` is one of too many calls in calls to follow"
        hole = it.hole("effort", reason, call.node)
        query = next((arg for arg in call.args if isinstance(arg, Builder)), None)
        return it.opaque(call.node, hole=hole, carries=None if query is None else query.hole(hole))

    def _closed(self, it: Interpreter, func: Func, call: Call, this: Val) -> Summary | None:
        """The summary of a function that is given a transaction but no piece of a query, if that tells all of it.

        It gives nothing of a query back, and its own queries are known whatever it is given.
        """
        if self._depends(it, func, call.args) or any(is_kysely(it, arg, transactions=False) for arg in call.args):
            return None
        summary = self.summary(it, func, this)
        return summary if summary is not None and not (summary.kysely or summary.open) else None

    def _must_apply(self, it: Interpreter, func: Func, args: list[Val]) -> bool:
        return self.is_local(func) or any(is_kysely(it, arg) for arg in args) or self._depends(it, func, args)

    def is_local(self, func: Func) -> bool:
        """A closure over names of a function being read, or a callback; methods and named top-level ones are none."""
        if func.owner is not None and func.scope is func.owner.scope:
            return not func.scope.top  # of a class that stands in a function
        return not (func.scope.top and func.name)

    def _depends(self, it: Interpreter, func: Func, args: list[Val]) -> bool:
        """A small helper is run where it is given a row (it may throw without) or a text (it may make names of it)."""
        small = func.node.end_byte - func.node.start_byte < _LARGEST_PLAIN
        return (
            small
            and it.frame.calls <= _DEEP
            and any((isinstance(arg, Opaque) and arg.value.row is not None) or isinstance(arg, Literal) for arg in args)
        )

    def mark(self, func: Func) -> None:
        """Note that a function was read where it is called."""
        self.read.add((func.module.path, func.node.start_byte))

    def summary(self, it: Interpreter, func: Func, this: Val = None) -> Summary | None:
        """What a function does when nothing is known of its arguments; None while it is being read."""
        key = (func.module.path, func.node.start_byte)
        if key not in self._summaries:
            self._summaries[key] = None
            self._summaries[key] = self._summarise(it, func, this)
        return self._summaries[key]

    def _summarise(self, it: Interpreter, func: Func, this: Val) -> Summary:
        size = func.node.end_byte - func.node.start_byte
        if size > _LARGEST_PLAIN and not (
            self.interesting(func.module, func.node) or self.uses_handles(func.module, func.node)
        ):
            return Summary(Opaque(Value(Origin.COMPUTED, func.name)), kysely=False, open=False)
        before = it.recorder.incomplete
        value = self.standalone(it, func, this)
        if isinstance(value, Builder):
            self.makers.add(func.name)
        parts = (
            isinstance(value, Array | Object) and size < _LARGEST_PLAIN and not self.interesting(func.module, func.node)
        )
        kysely = parts or is_kysely(it, value, handles=True)
        is_open = it.recorder.incomplete > before
        if is_open and self.is_local(func):
            self.factories.update(names_around(func.module, func.node))
        return Summary(value, kysely, is_open, self._after.pop(func.key, ()))

    def left_open(self, func: Func) -> bool:
        """Whether a closure was read by itself, and its queries were open: a call of its maker may say more."""
        summary = self._summaries.get((func.module.path, func.node.start_byte)) if self.is_local(func) else None
        return summary is not None and summary.open

    def standalone(self, it: Interpreter, func: Func, this: Val = None) -> Val:
        """Read a function by itself, its parameters unknown."""
        self.mark(func)
        owner = func.owner
        if isinstance(this, Object) and this.kind is not None:
            this = self.instance(this.kind)  # not the one that this caller made
        elif this is None and owner is not None and func.this is None:
            this = self.instance(owner)
        outer = it.active, it.applied, it.applied_deep
        it.active, it.applied, it.applied_deep = {}, 0, 0  # what it does by itself does not depend on who asks first
        with Elsewhere(it, Frame(func.module, func.scope, this=this or func.this, owner=owner)):
            try:
                value = apply(it, func, None, func.node, this=this, standalone=True)
                self._after[func.key] = it.store.assumptions()
            except TooDeep:
                it.recorder.gave_up(it, func)
                value = it.opaque(func.node)
            commit(it.store, fields=False)
        it.active, it.applied, it.applied_deep = outer
        return value

    def callbacks(self, it: Interpreter, call: Call, callee: str) -> None:
        """Read the callbacks of a call whose callee is not visible, where they stand."""
        for value in call.args:
            if isinstance(value, Func) and (self.interesting(value.module, value.node) or it.frame.transaction):
                if it.recorder.opens(it, call, callee, value):
                    continue
                before = it.store
                it.store = Store(before)
                self.mark(value)
                apply(it, value, None, call.node)
                it.store = join_stores(it.store, before)


def _forgetful(value: Val) -> Val:
    """A value from a summary without what held there: its words are the function's own."""
    return replace(value, held=()) if isinstance(value, Choice) else value


def _takes_part(call: Call) -> bool:
    """Whether an argument is a piece of a query, or a callback that may be given one."""
    return any(isinstance(arg, Builder | Expr | ExpressionBuilderValue | Tool | Func) for arg in call.args)


def is_kysely(it: Interpreter, value: Val, *, handles: bool = False, transactions: bool = True, depth: int = 0) -> bool:
    """Whether a value is, or holds, something that queries are made of.

    Handles by themselves count only if asked, those of a transaction unless asked not to.
    """
    held = partial(is_kysely, it, handles=handles, transactions=transactions, depth=depth + 1)
    if isinstance(value, Builder | Expr | ExpressionBuilderValue | Tool):
        return True
    if isinstance(value, Func):  # of the functions in an object of dependencies most have nothing to do with queries
        return depth == 0 or it.universe.interesting(value.module, value.node)
    if isinstance(value, HandleValue):
        return handles or bool(value.ctes) or (transactions and bool(value.handle.transaction))
    if depth > _DEEPEST_HOLD:
        return False
    if isinstance(value, Choice):
        return any(map(held, value.options))
    if isinstance(value, Array):
        return any(held(item.value) for item in it.store.content(value).items)
    if isinstance(value, Object):
        items = it.store.properties(value).items.values()
        return (handles and value.kind is not None) or any(held(item.value) for item in items)
    return isinstance(value, Opaque) and value.carries is not None
