"""What a TypeScript expression may stand for, as far as Kysely is concerned.

Values are immutable; arrays, objects and instances are identities whose content lives in the store, so that branches
can differ. `Opaque` is everything else: a value of the program that we only know the origin of.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kyselylint.finding import Span
from kyselylint.query.certainty import Certainty
from kyselylint.query.expression import Expression, Hole
from kyselylint.query.statement import Assumption, Cte, Handle
from kyselylint.query.value import Origin, Scalar, Value

if TYPE_CHECKING:
    from kyselylint.evaluate.builder import Builder
    from kyselylint.evaluate.scope import Scope
    from kyselylint.project.modules import SourceModule
    from kyselylint.syntax.tree import Node

Val = Any  # the classes of this module, and the builders; a union of thirty says less


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant: string, number, boolean or null (None); `span` is where a text is written, if it is in one piece."""

    value: Scalar
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Undefined:
    """The value undefined."""


UNDEFINED = Undefined()
NULL = Literal(None)


@dataclass(frozen=True, slots=True)
class TypeRef:
    """A type annotation, read only when something is asked of the value it stands on."""

    node: Node
    module: SourceModule


@dataclass(frozen=True, slots=True)
class Opaque:
    """A runtime value of which only the origin is known.

    `carries` is a builder that went into the unknown call that made it, if any; `hole` says why it is not known when a
    builder or expression was to be expected.
    """

    value: Value
    carries: Builder | None = field(default=None, compare=False)
    hole: Hole | None = field(default=None, compare=False)
    module: str = ""  # the import its first name comes from
    # Importer, specifier and name of an import that is not followed so far.
    imported: tuple[str, str, str] | None = field(default=None, compare=False)
    type: TypeRef | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several values, by a condition that is not known; `held` is what else holds where it is that one."""

    options: tuple[Val, ...]
    held: tuple[tuple[Assumption, ...], ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Item:
    """An element of an array, and whether it is there on every path; `many` for one per element of an unknown list."""

    value: Val
    certainty: Certainty = Certainty.ALWAYS
    many: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """What an array holds; `open` when there may be more elements than seen, `filled` when the code saw that one is."""

    items: tuple[Item, ...] = ()
    open: bool = False
    filled: bool = False


class Array:
    """The identity of an array; its content is in the store, `initial` until it is changed."""

    __slots__ = ("initial", "value")

    def __init__(self, initial: Content, value: Value | None = None) -> None:
        self.initial = initial
        self.value = value


@dataclass(frozen=True, slots=True)
class Properties:
    """What an object holds; `open` when there may be more properties than seen (an unknown spread)."""

    items: dict[str, Item]
    open: bool = False
    spread: tuple[Value, ...] = ()

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)


class Object:
    """The identity of an object; `kind` is the class for an instance, None for a literal."""

    __slots__ = ("initial", "kind", "text")

    def __init__(self, initial: Properties, kind: ClassValue | None = None, text: str = "") -> None:
        self.initial = initial
        self.kind = kind
        self.text = text


class Never:
    """The result of a call that always throws."""


NEVER = Never()


class Func:
    """A function of visible code with the scope it closes over. `depth` is the call depth at which it was made."""

    __slots__ = ("depth", "module", "name", "node", "owner", "scope", "this")

    def __init__(
        self,
        node: Node,
        scope: Scope,
        module: SourceModule,
        *,
        name: str = "",
        this: Val = None,
        depth: int = 0,
        owner: ClassValue | None = None,
    ) -> None:
        self.node = node
        self.scope = scope
        self.module = module
        self.name = name
        self.this = this
        self.depth = depth
        self.owner = owner

    @property
    def key(self) -> str:
        """What tells it from every other function."""
        return f"{self.module.path}:{self.node.start_byte}"


class ClassValue:
    """A class of visible code; members are read on demand."""

    __slots__ = ("members", "module", "name", "node", "parent", "scope", "statics")

    def __init__(self, node: Node, scope: Scope, module: SourceModule, name: str) -> None:
        self.node = node
        self.scope = scope
        self.module = module
        self.name = name
        self.members: dict[str, Node] | None = None
        self.statics: dict[str, Node] = {}
        self.parent: Val = None


@dataclass(frozen=True, slots=True)
class Namespace:
    """`import * as x`: the exports of a module."""

    module: SourceModule = field(compare=False)
    path: str = ""


@dataclass(frozen=True, slots=True)
class Method:
    """A method taken off its receiver: `const { eb, or } = builder`, `q.where.bind(q)`."""

    receiver: Val
    name: str


@dataclass(frozen=True, slots=True)
class Builtin:
    """A name that Kysely or JavaScript provides: `sql`, `expressionBuilder`, `jsonArrayFrom`, `Promise`."""

    name: str


@dataclass(frozen=True, slots=True)
class HandleValue:
    """A database, transaction or connection handle, or a query creator after with().

    `known` are names of common table expressions that its queries may select from without repeating them.
    """

    handle: Handle
    ctes: tuple[Cte, ...] = ()
    known: frozenset[str] = frozenset()
    holes: tuple[Hole, ...] = ()


@dataclass(frozen=True, slots=True)
class ExpressionBuilderValue:
    """`eb`: the argument of expression callbacks; `handle` is what its sub-queries belong to."""

    handle: Handle


@dataclass(frozen=True, slots=True)
class Expr:
    """A finished SQL expression. `wrapper` is "and" or "or" for the result of .and()/.or(), which can be continued."""

    node: Expression
    wrapper: str = ""
    holes: tuple[Hole, ...] = ()


@dataclass(frozen=True, slots=True)
class Tool:
    """A part of Kysely's API in mid-use that is neither query nor finished expression: `fn`, `case()`, a join.

    `kind` names it, `state` is what it has collected so far.
    """

    kind: str
    state: Any = None
    holes: tuple[Hole, ...] = ()


def opaque(text: str, *, origin: Origin = Origin.COMPUTED, path: tuple[str, ...] = ()) -> Opaque:
    """A runtime value with that source text."""
    return Opaque(Value(origin, text, path))


def flatten(options: list[Val]) -> Val:
    """One value for several: the value itself if all are equal, else a choice of at most eight."""
    unique: list[Val] = []
    for option in options:
        for one in option.options if isinstance(option, Choice) else (option,):
            if not any(one is known or one == known for known in unique):
                unique.append(one)
    return unique[0] if len(unique) == 1 else Choice(tuple(unique[:8]))
