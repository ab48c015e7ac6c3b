"""A statement read in its surroundings, ready for proofs."""

from __future__ import annotations

from dataclasses import dataclass

from kyselylint.analysis.predicates import Facts
from kyselylint.analysis.tenancy.world import Frame, World


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """The world of a statement, its own frame, and everything that is stated."""

    world: World
    frame: Frame
    facts: Facts
