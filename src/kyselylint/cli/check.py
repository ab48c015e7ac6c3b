"""`kyselylint check`: find and report."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from kyselylint import baseline
from kyselylint.cli import options
from kyselylint.cli.console import Progress, wants_color, write
from kyselylint.cli.formats import Formats, chosen, deliver
from kyselylint.cli.project import Project, open_project, open_text
from kyselylint.exits import FINDINGS, Mistake, UsageError
from kyselylint.report import summary
from kyselylint.report.document import Document
from kyselylint.report.formats import FORMATS, render

if TYPE_CHECKING:
    from kyselylint.outcome import Outcome


@click.command()
@options.PATHS
@click.option(
    "--select", multiple=True, metavar="NAME", help="Only these: rule, group, tag, preset or `all`. Repeatable."
)
@click.option("--ignore", multiple=True, metavar="NAME", help="Not these; the more specific name wins. Repeatable.")
@options.PRESET
@options.choice("--fail-on", ("error", "warning", "info", "never"), "The least severity that gives exit code 1.")
@click.option("--format", "formats", multiple=True, metavar="NAME[=FILE]", help=f"{', '.join(FORMATS)}. Repeatable.")
@options.CONFIG
@options.DIALECT
@click.option("--stdin-filename", default="", metavar="FILE", help="With `-` as PATH: the name of what is read there.")
@click.option("--force-exclude", is_flag=True, help="Leave out excluded files even when they are named.")
@click.option("--require-queries", is_flag=True, help="Exit with 2 when no query is found.")
@click.option("--no-baseline", is_flag=True, help="Show also what kyselylint-baseline.json holds.")
@click.option("--strict-baseline", is_flag=True, help="Exit with 1 when the baseline holds what is no longer found.")
@click.option("--statistics", is_flag=True, help="Count the findings by rule instead of showing them.")
@click.option("--no-progress", is_flag=True, help="Do not say what is being done.")
@options.COLOR
@options.CACHE
@options.DEBUG
@click.pass_context
def check(ctx: click.Context, /, paths: tuple[str, ...], **given: Any) -> None:  # noqa: ANN401
    """Lint files and directories, by default the current one.

    With PATHS the whole project is read, and what is found in them is reported.
    `-` reads one file from standard input.
    """
    formats = _wanted(given["formats"], statistics=given["statistics"])
    project = _project(paths, given)
    outcome = _run(project, given)
    _write(outcome, project, formats, given["color"])
    if given["require_queries"] and not outcome.counts.queries:
        raise UsageError(Mistake("no query was found", "--require-queries", help="is this the right directory?"))
    ctx.exit(FINDINGS if given["strict_baseline"] and outcome.stale and not outcome.problems else outcome.exit_code)


def _project(paths: tuple[str, ...], given: dict[str, Any]) -> Project:
    if "-" not in paths:
        if given["stdin_filename"]:
            raise UsageError(Mistake("this goes with the path `-`", "--stdin-filename"))
        return open_project(paths, given, force_exclude=given["force_exclude"])
    if len(paths) > 1:
        raise UsageError(Mistake("standard input is linted by itself", "-", help="name `-` alone"))
    return open_text(given["stdin_filename"] or "stdin.ts", sys.stdin.buffer.read(), given)


def _run(project: Project, given: dict[str, Any]) -> Outcome:
    from kyselylint.engine import run  # after the arguments were found to be right

    known = {} if given["no_baseline"] else baseline.load(project.sources.root)
    with Progress(f"reading {len(project.sources.files)} files", wanted=not given["no_progress"]):
        return run(project.sources, project.configuration.of, known, debug=given["debug"])


def _write(outcome: Outcome, project: Project, wanted: Formats, color: str) -> None:
    document = Document(outcome, project.sources, color=wants_color(color, sys.stdout))
    deliver(wanted, lambda name, to_file: render(name, replace(document, color=False) if to_file else document))
    write(summary.render(replace(document, color=wants_color(color, sys.stderr))), to_error=True)


def _wanted(said: tuple[str, ...], *, statistics: bool) -> Formats:
    """The formats that are asked for; statistics take the place of what goes to standard output."""
    pairs = chosen(said, FORMATS, "pretty")
    return tuple(("statistics" if statistics and not path else name, path) for name, path in pairs)
