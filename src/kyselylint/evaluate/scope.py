"""Names and what they hold: bindings, scopes, and the store that branches copy and join."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from kyselylint.evaluate.builder import Builder, join_builders
from kyselylint.evaluate.origin import shorten
from kyselylint.evaluate.values import (
    UNDEFINED,
    Array,
    Choice,
    Content,
    HandleValue,
    Item,
    Object,
    Properties,
    Undefined,
    Val,
    flatten,
)
from kyselylint.query.certainty import Certainty
from kyselylint.query.statement import Assumption, Handle, HandleKind

_DEEPEST = 24  # branches over branches; look-ups walk through them
UNDECLARED = Undefined()  # a name's on a path that has not come to its declaration: code there cannot see it
ASSUMPTIONS = "assumptions"  # the store's key for what holds on the path so far


class Binding:
    """A declared name. `initial` is its value before any assignment, `lazy` computes that on first use.

    A `fixed` one keeps that value for all functions, whatever one of them leaves in it.
    """

    __slots__ = ("fixed", "initial", "lazy", "name")

    def __init__(self, name: str, initial: Val = None, lazy: Callable[[], Val] | None = None) -> None:
        self.name = name
        self.initial = initial if initial is not None else UNDECLARED if lazy is None else UNDEFINED
        self.lazy = lazy
        self.fixed = False


class Scope:
    """Names declared in a block, function or module, inside those of `parent`.

    `top` where no function is around, `hoists` where a `var` in it is declared.
    """

    __slots__ = ("hoists", "names", "parent", "top")

    def __init__(self, parent: Scope | None = None, *, top: bool = False, hoists: bool = False) -> None:
        self.parent = parent
        self.names: dict[str, Binding] = {}
        self.top = top
        self.hoists = hoists or top

    def find(self, name: str) -> Binding | None:
        """The innermost binding of that name."""
        scope: Scope | None = self
        while scope is not None:
            found = scope.names.get(name)
            if found is not None:
                return found
            scope = scope.parent
        return None

    def hoisted(self) -> Scope:
        """Where a `var` that stands here is declared: the function's own names."""
        scope = self
        while not scope.hoists and scope.parent is not None:
            scope = scope.parent
        return scope


class Store:
    """What changeable things hold at a point of the program: bindings, arrays, objects, assumptions.

    A branch is a store over the one it starts from, which must not change while the branch lives.
    """

    __slots__ = ("depth", "own", "parent")

    def __init__(self, parent: Store | None = None) -> None:
        if parent is not None and parent.depth >= _DEEPEST:
            parent.own, parent.parent, parent.depth = parent.everything(), None, 0
        self.own: dict[Hashable, Val] = {}  # set on this branch
        self.parent: Store | None = parent
        self.depth: int = 0 if parent is None else parent.depth + 1

    def get(self, key: Hashable, default: Val = None) -> Val:
        """What a thing holds now."""
        store: Store | None = self
        while store is not None:
            if key in store.own:
                return store.own[key]
            store = store.parent
        return default

    def __setitem__(self, key: Hashable, value: Val) -> None:
        self.own[key] = value

    def everything(self) -> dict[Hashable, Val]:
        """All that was set on the way to here."""
        merged = {} if self.parent is None else self.parent.everything()
        merged.update(self.own)
        return merged

    def changed(self, since: Store) -> dict[Hashable, Val]:
        """What was set after that store, on the way to here."""
        merged: dict[Hashable, Val] = {}
        store: Store | None = self
        while store is not None and store is not since:
            merged = {**store.own, **merged}
            store = store.parent
        return merged

    def ancestor(self, other: Store) -> Store | None:
        """The last store that both have come through."""
        chain: set[int] = set()
        store: Store | None = self
        while store is not None:
            chain.add(id(store))
            store = store.parent
        found: Store | None = other
        while found is not None and id(found) not in chain:
            found = found.parent
        return found

    def content(self, array: Array) -> Content:
        """The elements of an array now."""
        found: Content = self.get(array, array.initial)
        return found

    def properties(self, thing: Object) -> Properties:
        """The properties of an object now."""
        found: Properties = self.get(thing, thing.initial)
        return found

    def assumptions(self) -> tuple[Assumption, ...]:
        """What holds on every path to here."""
        found: tuple[Assumption, ...] = self.get(ASSUMPTIONS, ())
        return found


def join_stores(first: Store, second: Store) -> Store:
    """What holds after either of two paths; where they differ, the first one is the one shown.

    A name that only one of them declares is seen by that one's code alone, closures that are read later among it.
    """
    if first is second:
        return first
    base = first.ancestor(second)
    joined = Store(base)
    since = base if base is not None else Store()
    for key in first.changed(since).keys() | second.changed(since).keys():
        one, other = _held(first, key), _held(second, key)
        if one is UNDECLARED or other is UNDECLARED:
            joined[key] = other if one is UNDECLARED else one
        else:
            joined[key] = one if one is other else join_values(one, other)
    return joined


def _held(store: Store, key: Hashable) -> Val:
    if key == ASSUMPTIONS:
        return store.assumptions()
    initial = getattr(key, "initial", UNDEFINED)
    return store.get(key, UNDEFINED if initial is None else initial)


def join_values(one: Val, other: Val) -> Val:
    """One value for what either of two paths left behind."""
    if one is other:
        return one
    if isinstance(one, tuple) and isinstance(other, tuple):  # assumptions
        kept = set(map(id, other))
        return tuple(item for item in one if id(item) in kept)
    if isinstance(one, Content) and isinstance(other, Content):
        return join_contents(one, other)
    if isinstance(one, Properties) and isinstance(other, Properties):
        return _join_properties(one, other)
    if isinstance(one, Builder) and isinstance(other, Builder) and one.site == other.site:
        return join_builders(one, other)
    if isinstance(one, HandleValue) and isinstance(other, HandleValue):
        return either_handle(one, other, one.handle.text or other.handle.text)
    return _join_options(one, other)


def _join_options(one: Val, other: Val) -> Val:
    """Builders of one root inside choices are joined, so that choices do not multiply."""
    options = [
        *(one.options if isinstance(one, Choice) else (one,)),
        *(other.options if isinstance(other, Choice) else (other,)),
    ]
    merged: list[Val] = []
    for option in options:
        index = next((i for i, known in enumerate(merged) if _same_root(known, option)), None)
        if index is None:
            merged.append(option)
        else:
            merged[index] = join_builders(merged[index], option)
    return flatten(merged)


def _same_root(one: Val, other: Val) -> bool:
    return isinstance(one, Builder) and isinstance(other, Builder) and one.site == other.site


def join_contents(one: Content, other: Content) -> Content:
    """Elements of both paths; those of one only are there sometimes."""
    if one.items == other.items:
        return Content(one.items, one.open or other.open, one.filled and other.filled)
    left = list(other.items)
    items: list[Item] = []
    for item in one.items:
        if item in left:
            left.remove(item)
            items.append(item)
        else:
            items.append(Item(item.value, _weaker(item.certainty), item.many))
    other_arm = Certainty.OTHERWISE if len(items) > len(other.items) - len(left) else Certainty.SOMETIMES
    items.extend(Item(item.value, other_arm, item.many) for item in left)
    return Content(tuple(items), one.open or other.open, one.filled and other.filled)


def _weaker(certainty: Certainty) -> Certainty:
    return Certainty.SOMETIMES if certainty is Certainty.ALWAYS else certainty


def _join_properties(one: Properties, other: Properties) -> Properties:
    items: dict[str, Item] = {}
    for name in [*one.items, *(key for key in other.items if key not in one.items)]:
        mine, theirs = one.items.get(name), other.items.get(name)
        if mine is not None and theirs is not None:
            items[name] = mine if mine == theirs else Item(join_values(mine.value, theirs.value), mine.certainty)
            continue
        for present in (mine, theirs):
            if present is not None:
                items[name] = Item(present.value, _weaker(present.certainty))
    return Properties(
        items, one.open or other.open, (*one.spread, *(value for value in other.spread if value not in one.spread))
    )


def either_handle(first: HandleValue, second: HandleValue, text: str) -> HandleValue:
    """One handle for two that a condition decides between."""
    if first == second:
        return first
    one, other = first.handle, second.handle
    same = one.transaction if one.transaction == other.transaction else ""
    kind = (
        one.kind if one.kind is other.kind and (one.kind is not HandleKind.TRANSACTION or same) else HandleKind.EITHER
    )
    database = one if one.database else other
    merged = Handle(
        kind,
        shorten(text),
        one.identity if one.identity == other.identity else "",
        same,
        database.database,
        database.declared_in,
        one.schema or other.schema,
        one.plugins or other.plugins,
        one.span,
    )
    return HandleValue(merged, first.ctes or second.ctes, first.known | second.known, first.holes + second.holes)
