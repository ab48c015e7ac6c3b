"""Comments that name a rule which does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.ignored import Use
from kyselylint.analysis.view import View
from kyselylint.finding import Report


def check_ignore(use: Use, view: View) -> Iterator[Report]:  # noqa: ARG001
    """A name in a comment that is no rule's."""
    if not use.known:
        meant = f"did you mean `{use.suggestion}`?" if use.suggestion else "`kyselylint rules` lists all rules"
        yield Report(message=f"there is no rule `{use.rule}`: the comment silences nothing", at=use.at, help=meant)
