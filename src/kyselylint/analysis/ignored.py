"""What became of one rule named in a suppression comment."""

from __future__ import annotations

from dataclasses import dataclass

from kyselylint.finding import Span
from kyselylint.query.facts import Ignore


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A rule that `ignore` names at `at`.

    `known`: there is such a rule; `ran`: it judged the file; `matched`: it had something to take away. `suggestion` is
    the rule that was meant, where the name is unknown.
    """

    ignore: Ignore
    rule: str
    at: Span
    known: bool
    ran: bool
    matched: bool
    suggestion: str = ""
