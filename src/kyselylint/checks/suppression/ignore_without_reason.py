"""Comments that do not say why."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.ignored import Use
from kyselylint.analysis.view import View
from kyselylint.finding import Report


def check_ignore(use: Use, view: View) -> Iterator[Report]:  # noqa: ARG001
    """A comment with nothing after ` -- `, said once however many rules it names."""
    if not use.ignore.reason and use.rule == use.ignore.rules[0]:
        yield Report(message="the comment does not say why", at=use.ignore.span, help="add ` -- ` and the reason")
