"""`kyselylint queries`: what was understood, and with `--tenancy` what is said of tenants."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import click

from kyselylint import exits
from kyselylint.cli import options
from kyselylint.cli.console import Progress, wants_color, write
from kyselylint.cli.formats import chosen, deliver
from kyselylint.cli.project import Project, open_project
from kyselylint.exits import Mistake, UsageError

_FORMATS = ("text", "json")
_AUDIT_FORMATS = (*_FORMATS, "csv", "html")
_Render = Callable[[str, bool], str]


@click.command()
@options.PATHS
@click.option(
    "--tenancy", is_flag=True, help="Audit tenants: each place where a query meets a table, with a verdict and why."
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="NAME[=FILE]",
    help="text or json; with --tenancy also csv and html, a page for the browser. Repeatable.",
)
@click.option("--holes", is_flag=True, help="Rank the reasons why queries were only partly understood.")
@options.CONFIG
@options.DIALECT
@options.COLOR
@options.CACHE
@options.DEBUG
@click.pass_context
def queries(ctx: click.Context, /, paths: tuple[str, ...], **given: Any) -> None:  # noqa: ANN401
    """Print every query of the files with its SQL, as Kysely would send it.

    Where a query could not be read in full, the place and the reason are shown.
    """
    if given["tenancy"] and given["holes"]:
        raise UsageError(Mistake("--tenancy and --holes are two reports", help="ask for one of them"))
    formats = chosen(given["formats"], _AUDIT_FORMATS if given["tenancy"] else _FORMATS, "text")
    project = open_project(paths, given)
    with Progress(f"reading {len(project.sources.files)} files", wanted=True):
        render, last_lines, problems = (_audit if given["tenancy"] else _understood)(project, given)
    deliver(formats, render)
    write(last_lines, to_error=True)
    ctx.exit(exits.INCOMPLETE if problems else exits.CLEAN)


def _understood(project: Project, given: dict[str, Any]) -> tuple[_Render, str, bool]:
    from kyselylint.attempt import Attempts
    from kyselylint.engine import opened
    from kyselylint.outcome import Outcome
    from kyselylint.report import queries as report
    from kyselylint.report import summary
    from kyselylint.report.document import Document

    attempt = Attempts(debug=given["debug"])
    court = opened(project.sources, project.configuration.of, attempt)
    found, dialect = court.queries(), court.settings_for("").dialect
    problems = (*project.sources.problems, *attempt.problems)
    document = Document(Outcome(problems=problems), project.sources, wants_color(given["color"], sys.stdout))

    def render(name: str, to_file: bool) -> str:
        plain = replace(document, color=False) if to_file else document
        if given["holes"]:
            return report.holes(found, plain)
        return report.as_json(found, plain, dialect) if name == "json" else report.as_text(found, plain, dialect)

    return render, summary.understood([query for query, _ in found], document), bool(problems)


def _audit(project: Project, given: dict[str, Any]) -> tuple[_Render, str, bool]:
    from kyselylint.attempt import Attempts
    from kyselylint.audit import audit
    from kyselylint.engine import opened
    from kyselylint.outcome import Outcome
    from kyselylint.report import audit as report
    from kyselylint.report import summary
    from kyselylint.report.document import Document

    attempt = Attempts(debug=given["debug"])
    court = opened(project.sources, project.configuration.of, attempt)
    found, dialect = audit(court), court.settings_for("").dialect
    outcome = Outcome(problems=(*project.sources.problems, *attempt.problems), notes=found.notes)
    document = Document(outcome, project.sources, wants_color(given["color"], sys.stdout))

    def render(name: str, to_file: bool) -> str:
        return report.render(name, found, replace(document, color=False) if to_file else document, dialect)

    return render, summary.audited(found, document), bool(outcome.problems)
