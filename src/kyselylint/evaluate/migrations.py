"""What migrations send: each `up` is read once more, with every visible call followed, statement by statement."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from kyselylint.evaluate.apply import apply
from kyselylint.evaluate.builder import Builder
from kyselylint.evaluate.elsewhere import Elsewhere, commit
from kyselylint.evaluate.expressions import lookup
from kyselylint.evaluate.facts import finished
from kyselylint.evaluate.held import handles_in
from kyselylint.evaluate.interpreter import Frame, Interpreter, TooDeep, function_of
from kyselylint.evaluate.properties import property_of
from kyselylint.evaluate.recorder import Recorder, Sighting
from kyselylint.evaluate.values import Choice, ClassValue, Func, Val
from kyselylint.finding import Span
from kyselylint.project.modules import SourceModule
from kyselylint.query.facts import Migration, Sent
from kyselylint.query.statement import Operation
from kyselylint.syntax.tree import Node

if TYPE_CHECKING:
    from kyselylint.evaluate.apply import Call

_SAYS_UP = re.compile(rb"\bup\b")
# Of a file without a word of Kysely; the classes of other tools have an `up` as well.
_EXPORTS_UP = re.compile(
    rb"^export\b(?!\s+(?:default\s+|abstract\s+)*class\b)[^;=(]*\bup\b|\bexports\.up\b", re.MULTILINE
)
_UP = b"up"
_CHANGES = (Operation.SCHEMA, Operation.RAW)
_VARIABLES = ("variable_declarator", "object_pattern", "pair_pattern")


class _Log(Recorder):
    """What one `up` sends, in order; nothing of it is a fact about the code besides."""

    follows_all = True

    def __init__(self, whole: Recorder, place: Span) -> None:
        super().__init__()
        self.plugins = whole.plugins
        self.place = place
        self.sent: list[tuple[Sighting, Span]] = []
        self.unseen: dict[Span, str] = {}

    def _add(self, it: Interpreter, builder: Builder, sighting: Sighting) -> None:
        """The statement is the next one; that of a helper stands where the migration calls it."""
        sends = sighting.run is not None and sighting.run.sends
        if sends and not builder.site.given and builder.operation in _CHANGES:
            self.sent.append((sighting, self._own(builder.site.root, it)))

    def foreign(self, it: Interpreter, call: Call, callee: str, target: Val) -> None:  # noqa: ARG002  # as Recorder says
        """A call that is given the handle and cannot be followed may send anything."""
        if any(handles_in(it, value) for value in call.args):
            self.unseen[self._own(it.span(call.node), it)] = it.text(call.node)

    def _own(self, place: Span, it: Interpreter) -> Span:
        """The place in the migration: where something stands, or the call that leads there."""
        known = (place, it.frame.step)
        return next((one for one in known if one is not None and one.path == self.place.path), self.place)


def migrations(
    it: Interpreter, files: Iterable[str], candidates: Collection[str], attempt: Callable[..., Migration | None]
) -> Iterator[Migration]:
    """What the files of migrations send, in the order of the files; `candidates` hold a word of Kysely."""
    for path in files:
        data = it.modules.read(path) or b""
        is_one = _SAYS_UP.search(data) and (path in candidates or _EXPORTS_UP.search(data))
        module = it.modules.load(path) if is_one else None
        if module is not None:
            at = Span(path, 0, len(module.source))
            sent = attempt("reading this migration", partial(_sent_by, it, module), None, at=at)
            yield from () if sent is None else (sent,)


def _sent_by(it: Interpreter, module: SourceModule) -> Migration | None:
    """What the migrations of a file send; None if it has none."""
    sent: dict[Sent, None] = {}
    unseen: dict[Span, str] = {}
    for func, place in _ups(it, module):
        whole, it.recorder = it.recorder, (log := _Log(it.recorder, place))
        try:
            it.begin(Frame(func.module, func.scope))
            apply(it, func, None, func.node, this=func.this, standalone=True)
        except TooDeep:
            unseen[place] = ""
        finally:
            found = [Sent(finished(it, one), where) for one, where in log.sent]
            it.recorder = whole
            it.pending.clear()
        sent.update(dict.fromkeys(found))
        unseen.update(log.unseen)
    return Migration(module.path, tuple(sent), tuple(unseen.items())) if sent or unseen else None


def _ups(it: Interpreter, module: SourceModule) -> Iterator[tuple[Func, Span]]:
    """The functions that are `up` in a file, and where: its own, and those that a function makes for it."""
    seen: set[tuple[str, int]] = set()
    for name in module.spelled(_UP, module.tree.root):
        binder = name.parent
        if binder is None or (binder.parent is not None and function_of(binder.parent) is not None):
            continue  # what a function makes is nobody's migration yet
        place = Span(module.path, name.start_byte, name.end_byte)
        for value in _functions(it, module, name, binder):
            if (value.key, id(value.scope)) in seen:
                continue
            seen.add((value.key, id(value.scope)))
            if value.module is module or not value.scope.top:  # else it is a migration of that other file
                yield value, place


def _functions(it: Interpreter, module: SourceModule, name: Node, binder: Node) -> list[Func]:
    """What a name `up` stands for, where it is declared, assigned or exported."""
    scope = it.universe.scope(it, module)
    with Elsewhere(it, Frame(module, scope)):
        value = _bound(it, module, name, binder)
        commit(it.store)  # what a function that makes migrations was given
    return [one for one in (value.options if isinstance(value, Choice) else (value,)) if isinstance(one, Func)]


def _bound(it: Interpreter, module: SourceModule, name: Node, binder: Node) -> Val:
    key = binder.child_by_field_name("name") or binder.child_by_field_name("key")
    if binder.type in ("method_definition", "public_field_definition", "function_declaration") and key == name:
        return _member(it, module, binder)
    if binder.type == "pair" and key == name:
        value = binder.child_by_field_name("value")
        return None if value is None else it.eval(value)
    if binder.type == "member_expression" and binder.parent is not None:  # exports.up = …
        right = binder.parent.child_by_field_name("right")
        return None if right is None or binder.parent.type != "assignment_expression" else it.eval(right)
    if binder.type == "export_specifier" and module.exports.get("up"):
        return it.universe.export(it, module, "up")
    return lookup(it, "up", name) if binder.type in _VARIABLES else None


def _member(it: Interpreter, module: SourceModule, node: Node) -> Val:
    """A function, or a method of an object or a class."""
    owner = node.parent.parent if node.parent is not None and node.parent.type == "class_body" else None
    named = None if owner is None else owner.child_by_field_name("name")
    held = None if named is None else it.universe.class_at(it, module, module.text(named))
    if isinstance(held, ClassValue):
        return property_of(it, it.universe.instance(held), "up", node)
    return Func(node, it.frame.scope, module, name="up")
