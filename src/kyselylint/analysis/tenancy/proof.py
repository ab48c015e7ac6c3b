"""The proof that a row belongs to the caller's tenant, and the reason in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kyselylint.analysis.tenancy.classes import Situation, situation
from kyselylint.analysis.tenancy.nodes import Absent, All, Cases, Column, Equal, Given, Opaque, Weak, Weakness
from kyselylint.analysis.tenancy.reasons import Reason, reason_for
from kyselylint.analysis.tenancy.world import Row, World

_DEEPEST = 3  # alternatives that are decided at the same time
_MOST = 8  # alternatives of one statement that are looked at


@dataclass(frozen=True, slots=True)
class Prover:
    """Proves for the rows of one world, from what its statements state."""

    world: World
    facts: Sequence[Given]

    def prove(self, goal: Row, relaxed: Weakness = Weakness.NONE) -> Reason | None:
        """Why the goal, if it is there, is the tenant's; None if that does not follow.

        With UNKNOWN relaxed, a condition that cannot be read is taken to be the missing one.
        """
        return self._prove(goal, tuple(self.facts), (), relaxed)

    def _there(self, goal: Row) -> set[int]:
        there = {row.id for row in self.world.rows if not row.optional}
        inside: Row | None = goal
        while inside is not None:
            there.add(inside.id)
            inside = inside.inside
        return there

    def _prove(
        self, goal: Row, facts: tuple[Given, ...], decided: tuple[Cases, ...], relaxed: Weakness
    ) -> Reason | None:
        found = situation(facts, self._there(goal), relaxed)
        if found.impossible:
            return Reason("its condition is never true")
        if Weakness.UNKNOWN in relaxed and found.opaque:
            return Reason(found.opaque[0].reason)
        reason = reason_for(goal, self.world, found)
        if reason is not None or len(decided) >= _DEEPEST:
            return reason
        useful = [
            case
            for case in found.open
            if _may_help(case) and not any(case is one for one in decided) and _is_compared(case, found, decided)
        ]
        proofs = (self._either(goal, facts, (*decided, case), relaxed) for case in useful[:_MOST])
        return next(filter(None, proofs), None)

    def _either(
        self, goal: Row, facts: tuple[Given, ...], decided: tuple[Cases, ...], relaxed: Weakness
    ) -> Reason | None:
        """The proof of the first arm of what was decided last, if there is one for every arm."""
        first: Reason | None = None
        for arm in decided[-1].arms:
            reason = self._prove(goal, (*facts, Given(All(arm))), decided, relaxed)
            if reason is None:
                return None
            first = first or reason
        return first


def _is_compared(case: Cases, found: Situation, decided: tuple[Cases, ...]) -> bool:
    """Whether a value of which there are several is that of a column; one such is enough at a time, there are many."""
    if case.about is None:
        return True
    other = any(one.about is not None for one in decided)
    return not other and any(isinstance(node, Column) for node in found.classes.same(case.about))


def _may_help(case: Cases) -> bool:
    """Whether every arm says something that a proof can use."""
    return all(any(_is_useful(given) for given in arm) for arm in case.arms)


def _is_useful(given: Given) -> bool:
    match given.fact:
        case Equal() | Absent() | Opaque():
            return True
        case All(facts) | Weak(_, facts):
            return any(_is_useful(one) for one in facts)
        case Cases() as case:
            return _may_help(case)
    return False
