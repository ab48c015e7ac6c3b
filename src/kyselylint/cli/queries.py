"""`kyselylint queries`: what was understood."""

from __future__ import annotations

import sys
from typing import Any

import click

from kyselylint import exits
from kyselylint.cli import options
from kyselylint.cli.console import wants_color, write
from kyselylint.cli.project import open_project


@click.command()
@options.PATHS
@click.option("--format", "format_", default="text", type=click.Choice(("text", "json")), help="How to write them.")
@click.option("--holes", is_flag=True, help="Rank the reasons why queries were only partly understood.")
@options.CONFIG
@options.DIALECT
@options.COLOR
@options.DEBUG
@click.pass_context
def queries(ctx: click.Context, /, paths: tuple[str, ...], **given: Any) -> None:  # noqa: ANN401
    """Print every query of the files with its SQL, as Kysely would send it.

    Where a query could not be read in full, the place and the reason are shown.
    """
    from kyselylint.attempt import Attempts
    from kyselylint.engine import queries_of, read
    from kyselylint.outcome import Outcome
    from kyselylint.report import queries as report
    from kyselylint.report import summary
    from kyselylint.report.document import Document

    project = open_project(paths, given)
    attempt = Attempts(debug=given["debug"])
    found = queries_of(read(project.sources, attempt), project.sources, project.configuration.of)
    problems = (*project.sources.problems, *attempt.problems)
    document = Document(Outcome(problems=problems), project.sources, wants_color(given["color"], sys.stdout))
    dialect = project.configuration.of("").dialect
    if given["holes"]:
        write(report.holes(found, document))
    elif given["format_"] == "json":
        write(report.as_json(found, document, dialect))
    else:
        write(report.as_text(found, document, dialect))
    write(summary.understood([query for query, _ in found], document), to_error=True)
    ctx.exit(exits.INCOMPLETE if problems else exits.CLEAN)
