"""Reading in another place than where the interpreter is, and what such a reading leaves behind."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kyselylint.evaluate.interpreter import Frame, Interpreter
from kyselylint.evaluate.origin import shorten
from kyselylint.evaluate.scope import ASSUMPTIONS, Binding, Store
from kyselylint.evaluate.values import (
    Choice,
    Func,
    HandleValue,
    Object,
    Opaque,
    Val,
)
from kyselylint.query.statement import HandleKind

if TYPE_CHECKING:
    from kyselylint.evaluate.apply import Call


class Elsewhere:
    """Evaluate in another frame, and come back.

    The store is empty, or over `around` where the code there sees what the current function holds.
    """

    def __init__(self, it: Interpreter, frame: Frame, around: Store | None = None) -> None:
        self.it = it
        self.inner = frame
        self.around = around

    def __enter__(self) -> None:
        it = self.it
        self.outer = (it.frame, it.store, it.steps, it.nesting)
        if it.frame is not None:
            self.inner.calls = max(self.inner.calls, it.frame.calls // 2)
        it.frame, it.store, it.steps, it.nesting = self.inner, Store(self.around), 0, it.nesting // 4

    def __exit__(self, *_: object) -> None:
        self.it.frame, self.it.store, self.it.steps, self.it.nesting = self.outer


def commit(store: Store, *, fields: bool = True, around: Store | None = None) -> None:
    """Make what a finished evaluation left behind the initial state of its names and objects.

    What was there before, in the store `around`, is not its doing.

    `fields` False leaves the instance that stands for all of a class as it was: each method is read as if called first.
    """
    left = store.everything() if around is None else store.changed(around)
    for key, value in left.items():
        if key == ASSUMPTIONS or not hasattr(key, "initial") or (isinstance(key, Binding) and key.fixed):
            continue
        if fields or not (isinstance(key, Object) and key.kind is not None and key.text == "this"):
            key.initial = value


def named_handle(value: Val, owner: str, name: str) -> Val:
    """A handle bound to a module's variable or a class's field is known by that name from there on."""
    if isinstance(value, HandleValue) and (
        not value.handle.identity or not value.handle.text or value.handle.text.startswith("new ")
    ):
        text = name if not value.handle.text or value.handle.text.startswith("new ") else value.handle.text
        return replace(value, handle=replace(value.handle, identity=f"{owner}#{name}", text=text))
    if isinstance(value, Opaque) and not value.value.path and value.value.row is None:  # db = new Proxy(…)
        return replace(value, value=replace(value.value, text=name, path=(name,)))
    return value


def called_handle(it: Interpreter, value: Val, func: Func, call: Call) -> Val:
    """A handle without a name is known by the call that gave it, which may give another one the next time.

    A plain function that is asked for nothing in particular always gives the same database.
    """
    if isinstance(value, Choice):
        return replace(value, options=tuple(called_handle(it, option, func, call) for option in value.options))
    if not isinstance(value, HandleValue) or value.handle.identity or value.handle.kind is HandleKind.EITHER:
        return value
    callee = it.text(call.node.child_by_field_name("function") or call.node)
    identity = f"{it.frame.module.path}#{callee}()@{call.node.start_byte}"
    if func.owner is None and not call.args and value.handle.kind is HandleKind.DATABASE:
        identity = f"{func.module.path}#{func.name}()"
    text = value.handle.text if not value.handle.text.startswith("new ") else ""
    return replace(value, handle=replace(value.handle, identity=identity, text=text or shorten(it.text(call.node))))
