"""What the proof reasons about: columns of rows, values from outside, and what is known of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Flag, auto

from kyselylint.finding import Span
from kyselylint.query.value import Value


@dataclass(frozen=True, slots=True)
class Column:
    """Column `name` (folded) of the row that occurrence `row` stands for."""

    row: int
    name: str


@dataclass(frozen=True, slots=True)
class Outside:
    """A value that does not come from the rows of the query. Equal keys are the same value at run time."""

    key: str
    text: str = field(default="", compare=False)
    value: Value | None = field(default=None, compare=False)
    literal: bool = field(default=False, compare=False)


Node = Column | Outside


class Weakness(Flag):
    """Why a condition that is written in a query need not hold for every row it returns."""

    NONE = 0
    UNKNOWN = auto()  # something that cannot be read stands there
    UNDEFINED = auto()  # it vanishes when the compared value is undefined
    CONDITIONAL = auto()  # it is added on some paths only
    ALTERNATIVE = auto()  # it stands under or
    NEGATED = auto()  # it stands under not, or is !=
    OTHERWISE = auto()  # the value that it is about may be another one


@dataclass(frozen=True, slots=True)
class Equal:
    """The two are the same, so neither is null. `copy` for an exported column: the same, or both null."""

    left: Node
    right: Node
    copy: bool = False
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Present:
    """The column is not null."""

    node: Node


@dataclass(frozen=True, slots=True)
class Absent:
    """The column is null."""

    node: Node


@dataclass(frozen=True, slots=True)
class Cases:
    """One of the arms holds, not known which; no arm at all is a contradiction.

    `weakness` is why the other arms are there: an `or`, or a condition in the code. `about` is the value that they tell
    something of, if they are about one.
    """

    arms: tuple[tuple[Given, ...], ...]
    weakness: Weakness = Weakness.ALTERNATIVE
    about: Node | None = None


@dataclass(frozen=True, slots=True)
class Weak:
    """Facts that would hold, were it not for `weakness`."""

    weakness: Weakness
    facts: tuple[Given, ...]


@dataclass(frozen=True, slots=True)
class All:
    """Facts that hold together, each under its own guard as well."""

    facts: tuple[Given, ...]


@dataclass(frozen=True, slots=True)
class Opaque:
    """A condition that cannot be read; `reason` says why."""

    reason: str


Fact = Equal | Present | Absent | Cases | Weak | All | Opaque


@dataclass(frozen=True, slots=True)
class Given:
    """A fact that holds whenever a row in `guard` is there (not null-extended); always if `guard` is empty."""

    fact: Fact
    guard: frozenset[int] = frozenset()


def weaknesses(facts: Iterable[Given]) -> Weakness:
    """Every weakness that stands among the facts, however deep."""
    found = Weakness.NONE
    stack = list(facts)
    while stack:
        match stack.pop().fact:
            case All(inner):
                stack.extend(inner)
            case Weak(weakness, inner):
                found |= weakness
                stack.extend(inner)
            case Cases(arms, weakness):
                found |= weakness
                stack.extend(one for arm in arms for one in arm)
            case Opaque():
                found |= Weakness.UNKNOWN
    return found
