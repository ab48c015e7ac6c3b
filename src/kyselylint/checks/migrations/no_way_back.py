"""Kysely migrations that cannot be undone."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.view import View
from kyselylint.finding import Report, Span


def check_project(view: View) -> Iterator[Report]:
    """Migrations in TypeScript without a `down`, or with one that does nothing."""
    for history in view.schema.histories:
        if not any(file.down == "present" for file in history.files):
            continue  # a project that never goes back has decided so
        for file in history.files:
            if file.changes and file.down in ("missing", "empty"):
                yield Report(
                    message=f"the `down` of this migration is {file.down}: `migrateDown` goes back and undoes nothing",
                    at=Span(file.path, 0, 0),
                    help="undo what `up` does, or throw an error that says why it cannot be undone",
                )
