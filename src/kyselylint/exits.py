"""The four exit codes, and the one exception for a mistake of the user's; 2 beats 3 beats 1 beats 0."""

from __future__ import annotations

from dataclasses import dataclass

CLEAN = 0
FINDINGS = 1
USAGE = 2
INCOMPLETE = 3


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something the user wrote that cannot be followed.

    `message` says what, `where` is a place (`path:line:column`) or an option, `frame` the lines there,
    `help` what to do.
    """

    message: str
    where: str = ""
    frame: tuple[str, ...] = ()
    help: str = ""
    line: int = 0


class UsageError(Exception):
    """Wrong usage or configuration; all mistakes that were found, not only the first."""

    def __init__(self, *mistakes: Mistake) -> None:
        super().__init__("; ".join(mistake.message for mistake in mistakes))
        self.mistakes = mistakes
