"""Migrations that other databases have applied in another form or order."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.view import View
from kyselylint.finding import Label, Report, Span


def check_project(view: View) -> Iterator[Report]:
    """Edited files of the base branch, and new files that sort before one of them. Needs git; silent without."""
    for history in view.schema.histories:
        if not history.base_known:
            continue
        applied = [position for position, file in enumerate(history.files) if not file.pending]
        for position, file in enumerate(history.files):
            place = Span(file.path, 0, 0)
            if file.edited and history.kind != "kysely":
                yield Report(
                    message="this migration is on the base branch: databases that applied it do not see the change",
                    at=place,
                    help="undo the change, and write a new migration",
                )
            elif file.pending and applied and position < applied[-1]:
                last = history.files[applied[-1]].path
                yield Report(
                    message="this migration is new, but sorts before one of the base branch: it may never be applied",
                    at=place,
                    related=(Label(Span(last, 0, 0), "applied already"),),
                    help="give it a later time",
                )
