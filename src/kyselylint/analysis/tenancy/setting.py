"""A statement read in its surroundings, ready for proofs."""

from __future__ import annotations

from dataclasses import dataclass, field

from kyselylint.analysis.predicates import Facts
from kyselylint.analysis.tenancy.nodes import Weakness, weaknesses
from kyselylint.analysis.tenancy.proof import Prover
from kyselylint.analysis.tenancy.reasons import Reason
from kyselylint.analysis.tenancy.world import Frame, Row, World


@dataclass(slots=True, eq=False)
class Setting:
    """The world of a statement, its own frame, and everything that is stated.

    `weak` are the weaknesses of what is stated: to overlook any other changes no proof.
    """

    world: World
    frame: Frame
    facts: Facts
    weak: Weakness = Weakness.NONE
    _proofs: dict[tuple[int, Weakness], Reason | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.weak = weaknesses(self.facts)

    def prove(self, goal: Row, relaxed: Weakness) -> Reason | None:
        """Why the row is the tenant's with some weaknesses overlooked; each question is answered once."""
        key = (goal.id, relaxed & self.weak)
        if key not in self._proofs:
            self._proofs[key] = Prover(self.world, self.facts).prove(goal, relaxed & self.weak)
        return self._proofs[key]
