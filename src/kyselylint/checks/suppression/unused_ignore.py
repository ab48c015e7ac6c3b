"""Comments that take nothing away."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.ignored import Use
from kyselylint.analysis.view import View
from kyselylint.finding import Report


def check_ignore(use: Use, view: View) -> Iterator[Report]:  # noqa: ARG001
    """A rule that a comment names, that judged the file and that found nothing where the comment stands."""
    if use.known and use.ran and not use.matched:
        where = "this file" if use.ignore.covers is None else "what follows"
        yield Report(
            message=f"`{use.rule}` finds nothing in {where}: the comment silences nothing",
            at=use.at,
            help="remove the name, or the whole comment if it is the only one",
        )
