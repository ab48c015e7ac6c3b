"""Who calls a function, with what, and what it hands out: names mean nothing outside the function that has them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kyselylint.evaluate.fate import fate_of
from kyselylint.evaluate.interpreter import Interpreter, named
from kyselylint.evaluate.origin import extend, value_of
from kyselylint.evaluate.promises import is_async, kept
from kyselylint.evaluate.values import Array, Choice, Func, HandleValue, Literal, Object, Opaque, Undefined, Val
from kyselylint.finding import Span
from kyselylint.query.certainty import Certainty
from kyselylint.query.facts import Caller
from kyselylint.query.statement import Assumption, Fate
from kyselylint.query.value import RowColumn, Value
from kyselylint.syntax.tree import Node

if TYPE_CHECKING:
    from kyselylint.evaluate.apply import Call

_MOST_CALLERS = 40  # of one function; the callers of one with more are not told apart
_LONGEST_WAY = 5  # calls that a row is handed through
_MOST_AFTER = 12  # facts that a call leaves behind
_WRAPPERS = frozenset(
    {"await_expression", "parenthesized_expression", "non_null_expression", "instantiation_expression"}
)
Held = Callable[[tuple[Assumption, ...]], Iterable[Assumption]]


@dataclass(slots=True)
class Callers:
    """The calls of functions that may hold queries, while code is read. `names` are where those calls name them."""

    functions: dict[str, Func] = field(default_factory=dict)
    calls: dict[str, dict[Caller, None]] = field(default_factory=dict)
    names: dict[str, set[tuple[str, int]]] = field(default_factory=dict)

    def note(self, it: Interpreter, func: Func, call: Call) -> None:
        """A function is called in code that is read for its own sake."""
        if it.frame.depth or it.universe.is_local(func):
            return
        key, name = func.key, called_name(call.node)
        self.functions.setdefault(key, func)
        if name is not None:
            self.names.setdefault(key, set()).add((it.frame.module.path, name.start_byte))
        bound = tuple(_bound(it, func, call.args))
        place, loop = fate_of(it, call.node), it.frame.loop
        if loop is not None and place is not Fate.AWAITED and not (loop.concurrent and place is Fate.RETURNED):
            loop = None
        fate = kept(it, call.node, place) if is_async(func.node) else Fate.UNKNOWN
        made = Caller(it.frame.entry, it.span(call.node), bound, it.store.assumptions(), loop, fate)
        known = self.calls.setdefault(key, {})
        if len(known) <= _MOST_CALLERS:
            known[made] = None

    def found(self) -> Mapping[str, tuple[Caller, ...]]:
        """The calls of each function that has few enough to look at each."""
        return {key: tuple(calls) for key, calls in self.calls.items() if len(calls) <= _MOST_CALLERS}


def called_name(node: Node) -> Node | None:
    """The name in a call: of a function, or of a method."""
    current = node.child_by_field_name("function")
    while current is not None and current.type in _WRAPPERS:
        current = named(current)[0] if named(current) else None
    if current is not None and current.type == "member_expression":
        return current.child_by_field_name("property")
    return current


def _bound(it: Interpreter, func: Func, args: list[Val]) -> Iterator[tuple[tuple[str, ...], Value]]:
    for pattern, value in zip(_patterns(func), args, strict=False):
        if pattern is None or isinstance(value, HandleValue | Func):
            continue
        if pattern.type == "identifier":
            yield from _parts(it, (func.module.text(pattern),), value)
        elif pattern.type == "object_pattern":
            yield from _members(it, func, pattern, value)


def _patterns(func: Func) -> list[Node | None]:
    single = func.node.child_by_field_name("parameter")
    if single is not None:
        return [single]
    listed = func.node.child_by_field_name("parameters")
    parameters = [] if listed is None else [one for one in named(listed) if one.type.endswith("_parameter")]
    return [one.child_by_field_name("pattern") for one in parameters]


def _parts(it: Interpreter, path: tuple[str, ...], value: Val) -> Iterator[tuple[tuple[str, ...], Value]]:
    if isinstance(value, Object):
        for name, item in it.store.properties(value).items.items():
            if item.certainty is Certainty.ALWAYS and isinstance(item.value, _PLAIN):
                yield (*path, name), value_of(item.value, name)
    elif isinstance(value, _PLAIN):
        yield path, value_of(value, path[-1])


_PLAIN = Opaque | Literal | Undefined | Choice | Array


def _members(it: Interpreter, func: Func, pattern: Node, value: Val) -> Iterator[tuple[tuple[str, ...], Value]]:
    if isinstance(value, Object):
        yield from _parts(it, (), value)
    elif isinstance(value, Opaque):
        for child in named(pattern):
            name = func.module.text(child.child_by_field_name("key") or child.child_by_field_name("left") or child)
            yield (name,), extend(value.value, name)


def handed_out(value: Val, call: Span, held: Held, given: frozenset[RowColumn] = frozenset()) -> Val:
    """A function's result where it is called: rows in it are those that this call has fetched, but for those given.

    `held` says what that which held in the function is for its caller.
    """
    if isinstance(value, Choice):
        options = tuple(handed_out(option, call, held, given) for option in value.options)
        return Choice(options, tuple(tuple(held(facts)) for facts in value.held))
    return replace(value, value=_from(value.value, call, given)) if isinstance(value, Opaque) else value


def handed_out_fact(one: Assumption, call: Span, given: frozenset[RowColumn]) -> Assumption:
    """What a call that was run with its arguments has made sure of, for its caller."""
    left = None if one.left is None else _from(one.left, call, given)
    right = None if one.right is None else _from(one.right, call, given)
    return one if one.via else replace(one, left=left, right=right)


def _from(value: Value, call: Span, given: frozenset[RowColumn]) -> Value:
    row = value.row
    if row is None or replace(row, column="") in given:
        return value
    via = (*row.via, call)
    return replace(value, row=None if len(via) > _LONGEST_WAY else replace(row, via=via))


def rows_in(it: Interpreter, args: Iterable[Val]) -> frozenset[RowColumn]:
    """The rows that a call is given."""
    parts = [value for arg in args for _, value in _parts(it, ("",), arg)]
    return frozenset(replace(one.row, column="") for one in parts if one.row is not None)


def at_call(after: Iterable[Assumption], func: Func, call: Span) -> Iterator[Assumption]:
    """What holds once a function has returned, for its caller."""
    for one in tuple(after)[-_MOST_AFTER:]:
        if len(one.via) < _LONGEST_WAY:
            yield replace(one, entry=one.entry or func.key, via=(*one.via, call))
