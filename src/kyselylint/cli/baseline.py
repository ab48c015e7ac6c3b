"""`kyselylint baseline`: begin with the findings that are there, and let go of those that are gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kyselylint import baseline as kept
from kyselylint.cli import options
from kyselylint.cli.console import Progress, save, write
from kyselylint.cli.project import open_project
from kyselylint.exits import CLEAN, INCOMPLETE
from kyselylint.report.summary import number

if TYPE_CHECKING:
    from kyselylint.cli.project import Project
    from kyselylint.outcome import Outcome

_WITH = options.together(options.PATHS, options.PRESET, options.CONFIG, options.CACHE, options.DEBUG)


@click.group()
def baseline() -> None:
    """Keep the findings of today in a file, so that a run shows those of tomorrow."""


@baseline.command("create")
@_WITH
@click.pass_context
def create(ctx: click.Context, /, paths: tuple[str, ...], **given: Any) -> None:  # noqa: ANN401
    """Write every finding of PATHS to kyselylint-baseline.json at the project's root; `check` shows the others.

    With PATHS, what the file says of the rest of the project stays.
    """
    project = open_project(paths, given)
    outcome = _run(project, {}, debug=given["debug"])
    before = kept.load(project.sources.root)
    others = [entry for entry in before.values() if not project.sources.asks_about(entry.path)]
    _save(project, [*others, *map(kept.entry_of, outcome.findings)])
    write(f"{number(len(outcome.findings), 'finding')} in {_file(project)}\n")
    ctx.exit(INCOMPLETE if outcome.problems else CLEAN)


@baseline.command("prune")
@_WITH
@click.pass_context
def prune(ctx: click.Context, /, paths: tuple[str, ...], **given: Any) -> None:  # noqa: ANN401
    """Take out of kyselylint-baseline.json what is no longer found in PATHS. Nothing is added."""
    project = open_project(paths, given)
    before = kept.load(project.sources.root)
    outcome = _run(project, before, debug=given["debug"])
    if outcome.problems:  # what was not read is not gone
        write("the analysis is incomplete, so nothing was taken out: see `kyselylint check`\n", to_error=True)
        ctx.exit(INCOMPLETE)
    if outcome.stale:
        _save(project, set(before.values()).difference(outcome.stale))
    write(f"{number(len(outcome.stale), 'finding')} taken out of {_file(project)}\n")


def _run(project: Project, known: kept.Baseline, *, debug: bool) -> Outcome:
    from kyselylint.engine import run

    with Progress(f"reading {len(project.sources.files)} files", wanted=True):
        return run(project.sources, project.configuration.of, known, debug=debug)


def _save(project: Project, entries: list[kept.Entry] | set[kept.Entry]) -> None:
    save(str(project.sources.root / kept.FILE), kept.written(entries))


def _file(project: Project) -> str:
    return project.sources.shown(kept.FILE)
