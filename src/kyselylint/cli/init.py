"""`kyselylint init`: a first configuration, and what the first run reports."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import click

from kyselylint.cli import options
from kyselylint.cli.console import Progress, save, wants_color, write
from kyselylint.cli.project import open_project
from kyselylint.exits import CLEAN, INCOMPLETE, Mistake, UsageError
from kyselylint.source.discover import CONFIGURATION

if TYPE_CHECKING:
    from kyselylint.cli.project import Project
    from kyselylint.source.sources import Sources


@click.command()
@click.argument("directory", default=".", type=click.Path(), metavar="[PATH]")
@click.option("--force", is_flag=True, help="Replace a kyselylint.toml that is there.")
@click.option("--dry-run", "--stdout", "dry_run", is_flag=True, help="Print the file, and write nothing.")
@options.COLOR
@options.DEBUG
@click.pass_context
def init(ctx: click.Context, /, directory: str, **given: Any) -> None:  # noqa: ANN401
    """Look at the project in PATH, write a kyselylint.toml with what was found and why, and show the first run.

    The file changes nothing of what a run reports. It is a start: read it, and correct what is wrong.
    """
    from kyselylint.attempt import Attempts
    from kyselylint.engine import judged, opened
    from kyselylint.report import first_run, starter
    from kyselylint.report.document import Document
    from kyselylint.survey import survey

    started = perf_counter()
    target = _target(directory, **given)
    project = _project(directory, target)
    with Progress(f"reading {len(project.sources.files)} files", wanted=True):
        court = opened(project.sources, project.configuration.of, Attempts(given["debug"]))
        found = survey(court)
        outcome = judged(court, started)
    text = starter.render(found, project.sources.home, _above(project))
    if given["dry_run"]:
        write(text)
    else:
        save(str(target), text)
        write(f"wrote {target}\n\n")
    stream = sys.stderr if given["dry_run"] else sys.stdout
    document = Document(outcome, project.sources, wants_color(given["color"], stream))
    write(first_run.render(document), to_error=given["dry_run"])
    ctx.exit(INCOMPLETE if outcome.problems else CLEAN)


def _target(directory: str, *, force: bool, dry_run: bool, **_: object) -> Path:
    """The file to write; a mistake if that may not be."""
    target = Path(directory, CONFIGURATION)
    if Path(directory).is_file():
        raise UsageError(Mistake(f"`{directory}` is a file", help="name the directory that the configuration is for"))
    if target.exists() and not (force or dry_run):
        raise UsageError(Mistake(f"there is a `{target}` already", help="--force replaces it, --dry-run prints"))
    return target


def _project(directory: str, target: Path) -> Project:
    """The project as it is without the file."""
    sources = open_project((directory,), {}).sources
    own = Path(os.path.realpath(target)).relative_to(sources.root).as_posix()
    if sources.home and not _is_checkout(sources) and (sources.root / "package.json").exists():
        said = f"`{directory}` is a part of the project in `{sources.shown('')}`"
        raise UsageError(Mistake(said, help="write the file there: where it stands, a project begins"))
    return open_project((directory,), {"passing_over": own})


def _is_checkout(sources: Sources) -> bool:
    """Whether git says where the project begins; elsewhere a configuration does."""
    return (sources.repository / ".git").exists()


def _above(project: Project) -> str:
    """A configuration above the directory, which the new file would hide; as seen from the directory."""
    file = project.configuration.file("")
    return os.path.relpath(file, project.sources.home or ".").replace(os.sep, "/") if file else ""
