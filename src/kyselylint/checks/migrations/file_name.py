"""Migrations whose names say nothing, or sort wrongly."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from kyselylint.analysis.view import View
from kyselylint.finding import Report, Span
from kyselylint.schema.history import History

_TIMED = re.compile(r"\d{14}[_-]?")
_NUMBER = re.compile(r"^[VU]?[\d.]+T?[\d.:-]*Z?[_-]*")
_EMPTY = frozenset(
    {"change", "changes", "fix", "migration", "misc", "new", "schema", "stuff", "temp", "test", "tmp", "update", "wip"}
)


def check_project(view: View) -> Iterator[Report]:
    """New migrations; the names of applied ones cannot be changed any more."""
    for history in view.schema.histories:
        timed = sum(_TIMED.match(_name(file.path)) is not None for file in history.files)
        mostly = timed * 2 >= len(history.files) and timed > 0
        for file in history.files:
            said = _wrong(_name(file.path), history, timed=mostly)
            if file.pending and said:
                yield Report(
                    message=said, at=Span(file.path, 0, 0), help="such as 20250131093000_add_due_date_to_todo.sql"
                )


def _wrong(name: str, history: History, *, timed: bool) -> str:
    words = _NUMBER.sub("", name).replace("-", "_").strip("_")
    if not words or words.lower() in _EMPTY:
        return f"the name of the migration `{name}` does not say what it does"
    if (timed or history.kind == "atlas") and not _TIMED.match(name):
        return f"the migration `{name}` does not begin with the time it was made (YYYYMMDDHHMMSS), as the others do"
    return ""


def _name(path: str) -> str:
    """The part that says what it does: of the directory, where each migration has one."""
    name = posixpath.basename(path)
    return (
        posixpath.basename(posixpath.dirname(path))
        if name in ("migration.sql", "up.sql")
        else posixpath.splitext(name)[0]
    )
