"""The only place that catches a failure of kyselylint itself, so that one broken check does not silence the others."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from kyselylint.finding import Problem, Span

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Attempts:
    """Runs pieces of work and collects what failed. With `debug` the failure goes on instead, with its traceback."""

    debug: bool = False
    problems: list[Problem] = field(default_factory=list)

    def __call__(self, what: str, work: Callable[[], T], otherwise: T, *, rule: str = "", at: Span | None = None) -> T:
        """The result of `work`, or `otherwise` if it fails; `what` is the subject of the sentence that says so."""
        try:
            return work()
        except Exception as error:  # whatever is wrong in a check, the other checks go on
            if self.debug:
                raise
            said = f"{what} failed ({type(error).__name__}: {error}); this is a bug in kyselylint"
            path = at.path if at else ""
            self.problems.append(Problem(said, path=path, rule=rule, at=at, detail=traceback.format_exc()))
            return otherwise

    def failed(self, rule: str, path: str) -> bool:
        """Whether the rule failed somewhere in the file."""
        return any(problem.rule == rule and problem.path == path for problem in self.problems)
