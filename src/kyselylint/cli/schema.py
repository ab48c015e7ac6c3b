"""`kyselylint schema`: what is known of the database."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Any

import click

from kyselylint import exits
from kyselylint.cli import options
from kyselylint.cli.console import wants_color, write
from kyselylint.cli.project import open_project


@click.command()
@options.PATHS
@click.option(
    "--format", "format_", default="text", type=click.Choice(("text", "json", "mermaid")), help="How to write it."
)
@options.CONFIG
@options.COLOR
@options.CACHE
@options.DEBUG
@click.pass_context
def schema(ctx: click.Context, /, paths: tuple[str, ...], **given: Any) -> None:  # noqa: ANN401
    """Print the tables of the project's databases, with their columns, keys and indexes, and where each was read.

    Nothing but files is read: TypeScript types, SQL, migrations. No database is touched.
    """
    from kyselylint.attempt import Attempts
    from kyselylint.engine import read
    from kyselylint.outcome import Outcome
    from kyselylint.report import mermaid
    from kyselylint.report import schema as report
    from kyselylint.report.document import Document

    project = open_project(paths, given)
    attempt = Attempts(given["debug"])
    everything = read(project.sources, attempt).schema
    found = replace(everything, catalogs=everything.named_in(project.sources.asks_about))
    problems = (*project.sources.problems, *attempt.problems)
    document = Document(Outcome(problems=problems), project.sources, wants_color(given["color"], sys.stdout))
    if given["format_"] == "mermaid":
        write(mermaid.as_mermaid(found))
    elif given["format_"] == "json":
        write(report.as_json(found, document))
    else:
        write(report.as_text(found, document))
    write(_summary(found.catalogs), to_error=True)
    ctx.exit(exits.INCOMPLETE if problems else exits.CLEAN)


def _summary(catalogs: tuple[Any, ...]) -> str:
    tables = [table for catalog in catalogs for table in catalog.tables.values()]
    known = sum(table.keys_known for table in tables)
    databases = f"{len(catalogs)} database{'' if len(catalogs) == 1 else 's'}"
    return f"{databases}, {len(tables)} tables ({known} with keys and indexes from SQL)\n"
