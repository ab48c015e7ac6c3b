"""Walking through everything a query, a clause or an expression holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from itertools import chain
from operator import attrgetter
from typing import Any

from kyselylint.query import expression as nodes
from kyselylint.query import statement as clauses
from kyselylint.query.expression import Hole, Unknown
from kyselylint.query.statement import Query

_LEAVES = frozenset(
    {
        "span",
        "root",
        "operator_span",
        "value",
        "handle",
        "run",
        "assumptions",
        "checks",
        "set_sources",
        "holes",
        "subqueries",
        "source",
        "walked",
    }
)
_STATEMENT_PARTS = {"value", "source"}  # names that hold an expression or a clause in these classes
_HOLDERS = (clauses.Join, clauses.Assignment, clauses.Bound)
_PLAIN = frozenset(
    {"str", "bool", "int", "bool | None", "Certainty", "Operation", "Fate", "tuple[str, ...]", "Scalar"}
)  # annotations that hold no node


@cache
def parts(kind: type) -> tuple[str, ...]:
    """The names of the fields of a node or clause class that may hold other nodes, in SQL order."""
    if kind.__module__ not in (nodes.__name__, clauses.__name__) or not is_dataclass(kind):
        return ()
    names = [item.name for item in fields(kind) if item.type not in _PLAIN]
    holder = issubclass(kind, _HOLDERS)
    return tuple(name for name in names if name not in _LEAVES or (holder and name in _STATEMENT_PARTS))


@cache
def _children(kind: type) -> Callable[[Any], tuple[Any, ...]]:
    """What gives the parts of a node of that class, the last one first."""
    names = parts(kind)[::-1]
    if len(names) < 2:  # noqa: PLR2004 - of one name, attrgetter gives no tuple
        return lambda node: tuple(getattr(node, name) for name in names)
    return attrgetter(*names)


def walk(start: object) -> Iterator[Any]:
    """Every node and clause below `start`, itself first, in SQL order; queries inside are given but not entered."""
    if not isinstance(start, Query):
        return _walk(start)
    if start.walked is None:  # a dozen rules look through each query
        object.__setattr__(start, "walked", tuple(_walk(start))[1:])
    return chain((start,), start.walked or ())


def _walk(start: object) -> Iterator[Any]:
    stack: list[Any] = [start]
    while stack:
        current = stack.pop()
        if isinstance(current, tuple):
            stack.extend(reversed(current))
        elif current is not None and not isinstance(current, str | int | float):
            yield current
            if current is start or not isinstance(current, Query):
                kind: Any = type(current)
                stack.extend(_children(kind)(current))


def weight(start: object, known: dict[int, tuple[object, int]], most: int) -> int:
    """How many nodes are written for an expression; those that stand in it twice count twice.

    `known` holds what was weighed before, by identity. Counting stops soon after `most`.
    """
    total = 0
    stack: list[Any] = [start]
    while stack and total <= most:
        current = stack.pop()
        if isinstance(current, tuple):
            stack.extend(current)
        elif current is not None and not isinstance(current, str | int | float):
            held = known.get(id(current))
            total += 1 if held is None else held[1]
            kind: Any = type(current)
            if held is None and kind is not Query:
                stack.extend(getattr(current, name) for name in parts(kind))
    known[id(start)] = (start, total)
    return total


def inside(query: Query) -> tuple[tuple[Query, ...], tuple[Hole, ...]]:
    """Every query inside, outer ones first, and the holes of the query and of those inside, each once."""
    queries: list[Query] = []
    holes: dict[Hole, None] = dict.fromkeys(query.holes)
    for node in _walk(query):
        if isinstance(node, Unknown):
            holes[node.hole] = None
        elif isinstance(node, Query) and node is not query:
            queries.extend((node, *node.subqueries))
            holes.update(dict.fromkeys(node.holes))
    return tuple(queries), tuple(holes)
