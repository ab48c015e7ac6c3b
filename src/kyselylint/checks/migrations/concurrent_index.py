"""Indexes that stop writes while they are built, or that a transaction forbids."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.view import View
from kyselylint.finding import Report, Severity
from kyselylint.schema.history import Change, History, MigrationFile

# How each tool is told to run a file outside of a transaction, in which it runs it otherwise.
_DIRECTIVES = {
    "atlas": "-- atlas:txmode none",
    "dbmate": "-- migrate:up transaction:false",
    "goose": "-- +goose NO TRANSACTION",
    "kysely": "disableTransactions: true, in the options of the Migrator",
}


def check_project(view: View) -> Iterator[Report]:
    """`concurrently` inside a transaction, and plain builds on tables that are in use."""
    if view.settings.dialect != "postgres":
        return
    for history in view.schema.histories:
        for file in history.files:
            for change in file.changes:
                if change.kind == "create index":
                    yield from _judged(change, file, history)


def _judged(change: Change, file: MigrationFile, history: History) -> Iterator[Report]:
    directive = _DIRECTIVES.get(history.kind)
    if (
        change.concurrently
        and file.transaction
        and directive is not None
        and (file.pending or history.kind != "kysely")
    ):
        yield Report(
            message="an index cannot be built concurrently in a transaction, in which this file is run",
            at=change.span,
            severity=Severity.ERROR,
            help=f"put the index into a file of its own, with `{directive}`",
        )
    elif not change.concurrently and change.old and file.pending:
        outside = f" in a file with `{directive}`" if directive and history.kind != "kysely" else ""
        yield Report(
            message=f"`{change.table}` takes no writes while this index is built",
            at=change.span,
            help=f"build it with `create index concurrently`{outside}",
        )
