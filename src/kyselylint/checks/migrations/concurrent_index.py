"""Indexes that stop writes while they are built, or that a transaction forbids."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.view import View
from kyselylint.finding import Preset, Report, Severity
from kyselylint.schema.history import Change, History, MigrationFile

# How each tool is told to run a file outside of a transaction, in which it runs it otherwise.
_DIRECTIVES = {
    "atlas": "a file of its own with `-- atlas:txmode none`",
    "dbmate": "a file of its own with `-- migrate:up transaction:false`",
    "goose": "a file of its own with `-- +goose NO TRANSACTION`",
    "kysely": "a migration of its own, by a Migrator with `disableTransactions: true`",
}


def check_project(view: View) -> Iterator[Report]:
    """`concurrently` inside a transaction, and plain builds on tables that are in use. PostgreSQL only."""
    for history in view.schema.histories:
        if (history.dialect or view.settings.dialect) != "postgres":
            continue
        for file in history.files:
            indexes = [change for change in file.changes if change.kind == "create index"]
            yield from _forbidden(indexes, file, history)
            yield from _blocking(indexes, file, history)


def _forbidden(indexes: list[Change], file: MigrationFile, history: History) -> Iterator[Report]:
    # A Kysely migration that is applied has shown that its Migrator is set up for it.
    judged = file.pending or history.kind != "kysely"
    place = _DIRECTIVES.get(history.kind)
    for change in indexes:
        if change.concurrently and file.transaction and place is not None and judged:
            yield Report(
                message="an index cannot be built concurrently in a transaction, in which this file is run",
                at=change.span,
                severity=Severity.ERROR,
                help=f"put it into {place}",
            )


def _blocking(indexes: list[Change], file: MigrationFile, history: History) -> Iterator[Report]:
    """One finding for a file, however many indexes it builds."""
    plain = [change for change in indexes if change.old and not change.concurrently] if file.pending else []
    if plain:
        tables = ", ".join(dict.fromkeys(f"`{change.table}`" for change in plain))
        place = _DIRECTIVES.get(history.kind, "a file that runs in no transaction")
        yield Report(
            message=f"no row of {tables} can be written while this index is built",
            at=plain[0].span,
            preset=Preset.STRICT,
            help=f"on a table that is large: `create index concurrently`, in {place}",
        )
