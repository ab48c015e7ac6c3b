"""The interpreter's state, and its dispatch from syntax to meaning."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from kyselylint.evaluate.origin import shorten
from kyselylint.evaluate.scope import Scope, Store
from kyselylint.evaluate.values import Opaque, Val
from kyselylint.finding import Span
from kyselylint.project.modules import Modules, SourceModule
from kyselylint.query.expression import Hole
from kyselylint.query.statement import Assumption, Loop
from kyselylint.query.value import Origin, Value
from kyselylint.syntax.tree import Node

if TYPE_CHECKING:
    from kyselylint.evaluate.recorder import Recorder
    from kyselylint.evaluate.universe import Universe

FUNCTIONS = frozenset(
    {
        "arrow_function",
        "function_expression",
        "function_declaration",
        "method_definition",
        "generator_function",
        "generator_function_declaration",
    }
)
DEEPEST = 220  # nested expressions; generated code nests deeper, people do not
MOST_STEPS = (
    60_000  # evaluated nodes per entry point, and more for long files; one of the largest functions seen needs 20,000
)


class TooDeep(Exception):  # noqa: N818  # it ends the reading of an entry point; nothing has failed
    """The entry point needs more work than one may need; what was found so far counts."""


@dataclass(frozen=True, slots=True)
class Wrapper:
    """A call that gives a callback to a visible function, as `executeTx(db, async trx => …)` does.

    `span` is the callee's name, `names` the parameters that the callbacks are bound to, `depth` the call depth inside.
    """

    span: Span
    function: str
    callbacks: tuple[Any, ...]
    names: tuple[str, ...]
    depth: int


@dataclass(slots=True)
class Frame:
    """Where the interpreter is: the function whose body it reads, and what surrounds it."""

    module: SourceModule
    scope: Scope
    this: Val = None
    owner: Any = None  # the class whose method it is
    depth: int = 0  # 0 in code that is read for its own sake, more in functions called from there
    calls: int = 0  # calls between the entry point and here
    loop: Loop | None = None
    in_all: str = ""
    transaction: str = ""
    wrapper: Wrapper | None = None
    entry: str = ""  # the function that is read by itself, whose names values have; "" at a module's top level
    step: Span | None = None  # in a migration: the call of its file that leads here
    hop: Span | None = None  # in a function called from a transaction's code: the name of that call
    returned: list[tuple[Val, tuple[Assumption, ...]]] = field(default_factory=list)  # and what holds there


class Interpreter:
    """Evaluates one entry point after the other over a project's modules."""

    def __init__(self, modules: Modules, universe: Universe, recorder: Recorder) -> None:
        self.modules = modules
        self.universe = universe
        self.recorder = recorder
        self.store = Store()
        self.frame: Frame = None  # type: ignore[assignment]  # set by every entry point
        self.steps = 0
        self.applied = 0
        self.applied_deep = 0
        self.nesting = 0
        self.active: dict[tuple[str, int], int] = {}
        self.pending: list[Any] = []
        self.memo: dict[Any, Val] = {}
        self.answers: dict[Span, Val] = {}  # what calls gave last, where more is known of each thing that it may be
        self.weights: dict[int, tuple[object, int]] = {}  # of expressions, by identity
        self.resolving: set[tuple[str, int]] = set()  # types and fields that are being followed, by place

    def begin(self, frame: Frame) -> None:
        """What follows is read for its own sake, whatever was read before."""
        self.frame, self.store, self.steps, self.nesting = frame, Store(), 0, 0
        self.active.clear()
        self.memo.clear()
        self.answers.clear()
        self.applied, self.applied_deep = 0, 0

    def eval(self, node: Node) -> Val:
        """The value of an expression."""
        self.steps += 1
        if self.steps > MOST_STEPS and self.steps > len(self.frame.module.source):
            raise TooDeep
        handler = EXPRESSIONS.get(node.type)
        if handler is None:
            return self.opaque(node)
        if self.nesting > DEEPEST:
            return self.opaque(node, hole=self.hole("nesting", "nested too deeply to read", node))
        self.nesting += 1
        try:
            return handler(self, node)
        finally:
            self.nesting -= 1

    def exec(self, node: Node) -> bool:
        """Run a statement; true when control does not go on after it (return, throw, break, continue)."""
        self.steps += 1
        if self.steps > MOST_STEPS and self.steps > len(self.frame.module.source):
            raise TooDeep
        handler = STATEMENTS.get(node.type)
        if handler is None or self.nesting > DEEPEST:
            return False
        self.nesting += 1
        try:
            return handler(self, node)
        finally:
            self.nesting -= 1

    def text(self, node: Node) -> str:
        """The node's source text."""
        return self.frame.module.source[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def span(self, node: Node) -> Span:
        """Where the node stands."""
        return Span(self.frame.module.path, node.start_byte, node.end_byte)

    def hole(self, kind: str, reason: str, node: Node, clause: str = "") -> Hole:
        """A place where reading stopped."""
        return Hole(kind, reason, self.span(node), clause)

    def opaque(self, node: Node, *, hole: Hole | None = None, carries: Any = None) -> Opaque:
        """A runtime value that is only known by its source text."""
        return Opaque(
            Value(Origin.COMPUTED, shorten(self.text(node)), span=self.span(node)), carries=carries, hole=hole
        )

    @contextmanager
    def within(self, **changes: Any) -> Iterator[None]:
        """Evaluate with a changed frame: another loop, transaction or scope."""
        outer = self.frame
        self.frame = replace(outer, **changes)
        try:
            yield
        finally:
            self.frame = outer


EXPRESSIONS: dict[str, Callable[[Interpreter, Node], Val]] = {}
STATEMENTS: dict[str, Callable[[Interpreter, Node], bool]] = {}


def expression(*types: str) -> Callable[[Callable[[Interpreter, Node], Val]], Callable[[Interpreter, Node], Val]]:
    """Register the reader of these expression node types."""

    def register(handler: Callable[[Interpreter, Node], Val]) -> Callable[[Interpreter, Node], Val]:
        EXPRESSIONS.update(dict.fromkeys(types, handler))
        return handler

    return register


def statement(*types: str) -> Callable[[Callable[[Interpreter, Node], bool]], Callable[[Interpreter, Node], bool]]:
    """Register the reader of these statement node types."""

    def register(handler: Callable[[Interpreter, Node], bool]) -> Callable[[Interpreter, Node], bool]:
        STATEMENTS.update(dict.fromkeys(types, handler))
        return handler

    return register


def function_of(node: Node) -> Node | None:
    """The innermost function around a node, or the node itself."""
    current: Node | None = node
    while current is not None and current.type not in FUNCTIONS:
        current = current.parent
    return current


def named(node: Node) -> list[Node]:
    """The node's named children without comments."""
    return [child for child in node.named_children if child.type != "comment"]
