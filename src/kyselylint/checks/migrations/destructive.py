"""Migrations that throw data away."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.view import View
from kyselylint.finding import Report


def check_project(view: View) -> Iterator[Report]:
    """Dropped tables and columns in new migrations."""
    for history in view.schema.histories:
        for file in history.files:
            for change in file.changes if file.pending else ():
                if change.old and change.kind in ("drop table", "drop column"):
                    what = (
                        f"the column `{change.table}.{change.column}`"
                        if change.column
                        else f"the table `{change.table}`"
                    )
                    yield Report(
                        message=f"drops {what}: its data is gone, and code that still runs during the deployment fails",
                        at=change.span,
                        help="first deploy code that does not use it, then drop it in a later migration",
                    )
