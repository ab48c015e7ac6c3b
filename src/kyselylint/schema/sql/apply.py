"""The files of a folder, applied in order."""

from __future__ import annotations

from collections.abc import Callable

from kyselylint.schema.catalog import Catalog, table_key
from kyselylint.schema.history import MigrationFile
from kyselylint.schema.sql.dialect import dialect_of
from kyselylint.schema.sql.folders import Folder
from kyselylint.schema.sql.migration import applied_parts, in_transaction, is_checkpoint
from kyselylint.schema.sql.replay import Replay
from kyselylint.schema.sql.replayed import Replayed
from kyselylint.schema.sql.state import State
from kyselylint.schema.sql.words import SqlText


def replay(folder: Folder, read: Callable[[str], bytes]) -> Replayed:
    """Apply the files of a folder in order."""
    run = Replay()
    files: list[MigrationFile] = []
    for path in folder.files:
        source = read(path)
        if folder.kind == "atlas" and is_checkpoint(source):
            run.state = State()
        before = run.understood
        parts = [SqlText(path, part, offset) for offset, part in applied_parts(source)]
        changes = run.file(parts)
        files.append(
            MigrationFile(path, changes, transaction=in_transaction(source), statements=run.understood - before)
        )
    catalog = finished(run.state, folder.path, dialect_of(map(read, folder.files)))
    return Replayed(folder, catalog, tuple(run.skipped), run.understood, tuple(files))


def finished(state: State, name: str, dialect: str) -> Catalog:
    """The state as a catalog. It is not complete: a database may hold more than one folder builds."""
    state.resolve_references()
    tables = [draft.table(security_known=state.security_known) for draft in state.tables.values()]
    return Catalog(
        name,
        tables={table_key(table.name, table.schema): table for table in tables},
        enums={".".join(part for part in key if part): values for key, values in state.enums.items()},
        dialect=dialect,
    )
