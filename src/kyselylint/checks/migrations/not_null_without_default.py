"""New columns that existing rows cannot have."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.view import View
from kyselylint.finding import Report


def check_project(view: View) -> Iterator[Report]:
    """`add column … not null` without a default, in new migrations, on tables that may have rows."""
    for history in view.schema.histories:
        for file in history.files:
            for change in file.changes if file.pending else ():
                if change.kind == "add column" and change.old and not change.fills:
                    name = f"`{change.table}.{change.column}`"
                    yield Report(
                        message=f"{name} is not null and has no default: this fails if the table has a row",
                        at=change.span,
                        help="add it with a default, or as null, fill it, and set it not null afterwards",
                    )
