"""Directories that Atlas will refuse."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.view import View
from kyselylint.finding import Report


def check_project(view: View) -> Iterator[Report]:
    """Every difference between a directory and its atlas.sum."""
    for history in view.schema.histories:
        for problem in history.sum_problems:
            yield Report(
                message=f"{problem.message}: Atlas refuses the directory",
                at=problem.span,
                help=f"unless the file is applied somewhere, run `atlas migrate hash --dir file://{history.path}`",
            )
