"""Which columns and values are the same, given what holds: classes of equal nodes, and the rows that must be there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kyselylint.analysis.tenancy.nodes import (
    Absent,
    All,
    Cases,
    Column,
    Equal,
    Given,
    Node,
    Opaque,
    Outside,
    Present,
    Weak,
    Weakness,
)


@dataclass(slots=True)
class Classes:
    """A union of equal nodes."""

    leader: dict[Node, Node] = field(default_factory=dict)
    members: dict[Node, list[Node]] = field(default_factory=dict)

    def find(self, node: Node) -> Node:
        """The node that stands for all that equal this one."""
        while node in self.leader:
            node = self.leader[node]
        return node

    def unite(self, one: Node, other: Node) -> None:
        """From now on the two are the same."""
        first, second = self.find(one), self.find(other)
        if first != second:
            self.leader[second] = first
            self.members[first] = [*self.members.get(first, [first]), *self.members.pop(second, [second])]

    def same(self, node: Node) -> list[Node]:
        """Everything that equals the node, itself included."""
        leader = self.find(node)
        return self.members.get(leader, [leader])

    def equal(self, one: Node, other: Node) -> bool:
        """Whether the two are known to be the same."""
        return self.find(one) == self.find(other)


@dataclass(slots=True)
class Situation:
    """What holds for the rows of a world where some of them are there. `open` are the alternatives not decided yet."""

    present: set[int]
    classes: Classes = field(default_factory=Classes)
    absent: list[Node] = field(default_factory=list)
    open: list[Cases] = field(default_factory=list)
    opaque: list[Opaque] = field(default_factory=list)
    impossible: bool = False


def situation(facts: Iterable[Given], present: Iterable[int], relaxed: Weakness = Weakness.NONE) -> Situation:
    """The situation once every fact that applies is taken in; `relaxed` are weaknesses that are overlooked."""
    facts = tuple(facts)
    there = set(present)
    while True:
        found = Situation(set(there))
        rejecting: list[Node] = []
        for fact in _applying(facts, there, relaxed):
            _take(fact, found, rejecting)
        grown = there | {row for node in rejecting for row in _rows(found.classes, node)}
        if grown == there:
            return found
        there = grown


def _rows(classes: Classes, node: Node) -> Iterator[int]:
    yield from (same.row for same in classes.same(node) if isinstance(same, Column))


def _applying(facts: Iterable[Given], there: set[int], relaxed: Weakness) -> Iterator[object]:
    for given in facts:
        if given.guard and not given.guard & there:
            continue
        fact = given.fact
        if isinstance(fact, All):
            yield from _applying(fact.facts, there, relaxed)
        elif isinstance(fact, Weak):
            if fact.weakness in relaxed:
                yield from _applying(fact.facts, there, relaxed)
            elif fact.weakness is Weakness.UNKNOWN:
                yield Opaque("a condition that is added where it cannot be seen")
        elif isinstance(fact, Cases) and fact.weakness in relaxed:
            for arm in fact.arms:
                yield from _applying(arm, there, relaxed)
        else:
            yield fact


def _take(fact: object, found: Situation, rejecting: list[Node]) -> None:
    match fact:
        case Equal(left, right, copy):
            found.classes.unite(left, right)
            if not copy:
                rejecting.extend((left, right))
        case Present(node):
            rejecting.append(node)
        case Absent(node):
            found.absent.append(node)
        case Cases(arms):
            found.impossible = found.impossible or not arms
            if all(arms):  # an arm without facts makes the others worthless
                found.open.append(fact)
        case Opaque():
            found.opaque.append(fact)


def values(classes: Classes) -> dict[int, dict[str, list[Outside]]]:
    """By row and column: the values from outside that it equals; rows and columns without one are not in it."""
    found: dict[int, dict[str, list[Outside]]] = {}
    for group in classes.members.values():
        outside = [node for node in group if isinstance(node, Outside)]
        for node in group if outside else ():
            if isinstance(node, Column):
                found.setdefault(node.row, {})[node.name] = outside
    return found


def nulls(found: Situation) -> set[Node]:
    """The columns that are null."""
    return {same for node in found.absent for same in found.classes.same(node)}


def fixed(classes: Classes) -> dict[int, list[tuple[Column, Outside]]]:
    """By row: its columns that equal a value from outside which is not written in the code, with that value."""
    found: dict[int, list[tuple[Column, Outside]]] = {}
    for group in classes.members.values():
        values = [node for node in group if isinstance(node, Outside) and not node.literal]
        for node in group if values else ():
            if isinstance(node, Column):
                found.setdefault(node.row, []).extend((node, value) for value in values)
    return found


def neighbours(classes: Classes) -> dict[int, set[int]]:
    """By row: the rows with a column that equals one of its own."""
    found: dict[int, set[int]] = {}
    for group in classes.members.values():
        rows = {node.row for node in group if isinstance(node, Column)}
        for row in rows:
            found.setdefault(row, set()).update(rows)
    return found
