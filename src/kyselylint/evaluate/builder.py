"""A query under construction: immutable like Kysely's own builders, and joinable where branches meet."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from kyselylint.finding import Span
from kyselylint.query.certainty import Certainty
from kyselylint.query.expression import And, Choice, Expression, Hole, Unknown
from kyselylint.query.scope import with_ctes_marked
from kyselylint.query.statement import Filter, Given, Handle, Join, Operation, Query
from kyselylint.query.walk import inside, walk


@dataclass(frozen=True, slots=True)
class Site:
    """The root call of a query: the fluent expression it stands in, its method's name, the function around it.

    `depth` is the call depth at which the root was read. `given` marks a builder that a caller gives: its root is not
    visible. `around` is what the functions around are given.
    """

    span: Span
    root: Span
    function: str = ""
    depth: int = field(default=0, compare=False)
    given: bool = False
    around: tuple[Given, ...] = field(default=(), compare=False)


class Builder:
    """A query builder. `clauses` has Query's field names; `phase` is the step of a merge (`using`, `matched` …)."""

    __slots__ = ("_whole", "clauses", "handle", "holes", "operation", "phase", "site")

    def __init__(
        self,
        operation: Operation,
        handle: Handle,
        site: Site,
        clauses: dict[str, Any],
        holes: tuple[Hole, ...] = (),
        phase: Any = "",
        *,
        whole: bool | None = None,
    ) -> None:
        self.operation = operation
        self.handle = handle
        self.site = site
        self.clauses = clauses
        self.holes = holes
        self.phase = phase
        self._whole = whole  # what `complete` has found, once asked

    def put(self, clause: str, value: object) -> Builder:
        """The builder with that clause replaced."""
        return self._with({**self.clauses, clause: value}, (value,))

    def add(self, clause: str, *values: object) -> Builder:
        """The builder with those items appended to a list clause."""
        return self._with({**self.clauses, clause: (*self.clauses.get(clause, ()), *values)}, values)

    def _with(self, clauses: dict[str, Any], new: tuple[object, ...]) -> Builder:
        whole = _is_whole(new) if self.complete else None  # what is there is not looked through again for each link
        return Builder(self.operation, self.handle, self.site, clauses, self.holes, self.phase, whole=whole)

    def drop(self, clause: str) -> Builder:
        """The builder without that clause."""
        return self._with({name: value for name, value in self.clauses.items() if name != clause}, ())

    def hole(self, *holes: Hole) -> Builder:
        """The builder with holes added."""
        fresh = tuple(hole for hole in holes if hole not in self.holes)
        return (
            Builder(self.operation, self.handle, self.site, self.clauses, self.holes + fresh, self.phase)
            if fresh
            else self
        )

    def at(self, phase: Any) -> Builder:
        """The builder in another phase."""
        return Builder(self.operation, self.handle, self.site, self.clauses, self.holes, phase, whole=self._whole)

    def rooted(self, handle: Handle) -> Builder:
        """The builder on another handle."""
        return Builder(self.operation, handle, self.site, self.clauses, self.holes, self.phase, whole=self._whole)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Builder):
            return NotImplemented
        same = self.site == other.site and self.operation == other.operation and self.phase == other.phase
        return same and self.clauses == other.clauses and self.holes == other.holes

    def __hash__(self) -> int:
        return hash(self.site)

    @property
    def complete(self) -> bool:
        """Whether nothing of the statement is hidden, in sub-queries neither."""
        if self._whole is None:
            self._whole = not self.holes and _is_whole(tuple(self.clauses.values()))
        return self._whole

    @property
    def open(self) -> bool:
        """Whether a caller may say more of it: what is hidden, or which of several tables it is about."""
        lists = (self.clauses.get(name, ()) for name in ("targets", "sources", "joins"))
        sources = (getattr(one, "source", one) for one in chain.from_iterable(lists))
        return not self.complete or any(source.dynamic for source in sources)

    def query(self, **facts: Any) -> Query:
        """The finished statement; `facts` are further fields of Query (run, fate, id …)."""
        site, clauses = self.site, self.clauses
        if "DeduplicateJoinsPlugin" in self.handle.plugins and "joins" in clauses:
            clauses = {**clauses, "joins": _deduplicated(clauses["joins"])}
        empty = tuple(name for name, value in clauses.items() if value == ())
        query = Query(
            operation=self.operation, handle=self.handle, span=site.span, root=site.root, function=site.function,
            given=site.around, holes=self.holes, empty=empty, **{**clauses, **facts},
        )  # fmt: skip
        queries, holes = inside(query)
        if not queries and len(holes) == len(self.holes):
            return query
        made = replace(query, subqueries=queries, holes=holes)
        return with_ctes_marked(made) if any(one.ctes for one in (query, *queries)) else made


def _is_whole(items: tuple[object, ...]) -> bool:
    return not any(isinstance(node, Unknown) or (isinstance(node, Query) and not node.complete) for node in walk(items))


def _deduplicated(joins: tuple[Join, ...]) -> tuple[Join, ...]:
    """Joins without those that are there already; of two alike, the one that is there on more paths is kept."""
    kept: dict[Join, Join] = {}
    for join in joins:
        same = replace(join, certainty=Certainty.ALWAYS)
        if same not in kept or join.certainty is Certainty.ALWAYS:
            kept[same] = join
    return tuple(kept.values())


def join_builders(one: Builder, other: Builder) -> Builder:
    """The builder after either of two paths from the same root."""
    if one == other:
        return one.rooted(_either_handle(one.handle, other.handle))
    clauses: dict[str, Any] = {}
    for name in [*one.clauses, *(key for key in other.clauses if key not in one.clauses)]:
        joined = _join_clause(name, one.clauses.get(name), other.clauses.get(name))
        if joined is not None:
            clauses[name] = joined
    holes = one.holes + tuple(hole for hole in other.holes if hole not in one.holes)
    handle = _either_handle(one.handle, other.handle)
    whole = (one.complete and other.complete) or None
    return Builder(one.operation, handle, one.site, clauses, holes, one.phase, whole=whole)


def _either_handle(one: Handle, other: Handle) -> Handle:
    """The handle of a root call on one handle or another: what is said of it holds for both."""
    if one.text == other.text or not one.text or not other.text:
        return one
    texts = dict.fromkeys((*one.text.split(" | "), *other.text.split(" | ")))
    return replace(one, text=" | ".join(texts))


def _join_clause(name: str, one: Any, other: Any) -> Any:
    if one == other:
        return one
    if isinstance(one, tuple) or isinstance(other, tuple):
        join = _join_filters if name in ("where", "having") else join_items
        return join(one or (), other or ())
    if one is None or other is None:
        return _sometimes(one if other is None else other)
    return _either(one, other)


def _sometimes(clause: Any) -> Any:
    if getattr(clause, "certainty", None) is Certainty.ALWAYS:
        return replace(clause, certainty=Certainty.SOMETIMES)
    return clause if clause is not False else True


def _either(one: Any, other: Any) -> Any:
    """A clause that both paths set, to different things: limit 10 or limit 20."""
    if hasattr(one, "value") and hasattr(other, "value"):
        certainty = one.certainty if one.certainty is not Certainty.ALWAYS else other.certainty
        return replace(one, value=Choice((one.value, other.value)), certainty=certainty)
    return _sometimes(one)


def _split(one: tuple[Any, ...], other: tuple[Any, ...]) -> tuple[list[tuple[Any, bool]], list[Any]]:
    """Items of `one`, each with whether `other` has it too, and what only `other` has."""
    left = list(other)
    marked: list[tuple[Any, bool]] = []
    for item in one:
        shared = item in left
        if shared:
            left.remove(item)
        marked.append((item, shared))
    return marked, left


def join_items(one: tuple[Any, ...], other: tuple[Any, ...]) -> tuple[Any, ...]:
    """A list clause after either of two paths: what one of them has alone is there sometimes."""
    marked, left = _split(one, other)
    exclusive = any(not shared for _, shared in marked)
    items = [item if shared else _sometimes(item) for item, shared in marked]
    for item in left:
        weaker = _sometimes(item)
        items.append(
            replace(weaker, certainty=Certainty.OTHERWISE) if exclusive and hasattr(weaker, "certainty") else weaker
        )
    return tuple(items)


def _join_filters(one: tuple[Filter, ...], other: tuple[Filter, ...]) -> tuple[Filter, ...]:
    """Filters of both paths; where each has its own, one of the two sets applies: a choice that always holds."""
    marked, left = _split(one, other)
    own = [item for item, shared in marked if not shared]
    if not own or not left or any(item.certainty is not Certainty.ALWAYS for item in (*own, *left)):
        return join_items(one, other)
    choice = Filter(Choice((_all(own), _all(left))), span=own[0].span)
    items: list[Filter] = []
    for item, shared in marked:
        if shared:
            items.append(item)
        elif choice not in items:
            items.append(choice)
    return tuple(items)


def _all(filters: list[Filter]) -> Expression:
    predicates = tuple(item.predicate for item in filters)
    return predicates[0] if len(predicates) == 1 else And(predicates)
