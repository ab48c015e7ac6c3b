"""Migrations that throw data away."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.view import View
from kyselylint.finding import Label, Report
from kyselylint.schema.history import Change

_SHOWN = 5  # others that a finding points at


def check_project(view: View) -> Iterator[Report]:
    """One finding for each new migration that drops tables or columns: a person looks at all of it, or at none."""
    for history in view.schema.histories:
        for file in history.files:
            drops = [one for one in file.changes if one.old and one.kind in ("drop table", "drop column")]
            if file.pending and drops:
                yield _report(drops[0], drops[1:])


def _report(first: Change, others: list[Change]) -> Report:
    more = f" and {len(others)} more" if others else ""
    return Report(
        message=f"drops {_named(first)}{more}: {'their' if others else 'its'} data is gone, and code that still runs "
        "during the deployment fails",
        at=first.span,
        related=tuple(Label(one.span, f"drops {_named(one)}") for one in others[:_SHOWN]),
        help="first deploy code that does not use it, then drop it in a later migration",
    )


def _named(change: Change) -> str:
    return f"the column `{change.table}.{change.column}`" if change.column else f"the table `{change.table}`"
