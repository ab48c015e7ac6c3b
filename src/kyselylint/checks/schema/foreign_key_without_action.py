"""References that leave open what a delete of the parent means."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.built import built_tables
from kyselylint.analysis.view import View
from kyselylint.finding import Report


def check_project(view: View) -> Iterator[Report]:
    """Each foreign key without `on delete`."""
    for table, _ in built_tables(view):
        for reference in table.foreign_keys:
            if reference.origin is not None and not reference.on_delete:
                columns = ", ".join(f"`{name}`" for name in reference.columns)
                said = f"does not say what happens when its `{reference.target}` is deleted"
                yield Report(
                    message=f"{columns} of `{table.name}` {said}",
                    at=reference.origin,
                    help="add `on delete cascade`, `set null`, `restrict` or, to say it on purpose, `no action`",
                )
