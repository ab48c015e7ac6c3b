"""What replaying SQL gives."""

from __future__ import annotations

from dataclasses import dataclass

from kyselylint.finding import Span
from kyselylint.schema.catalog import Catalog
from kyselylint.schema.history import MigrationFile
from kyselylint.schema.sql.folders import Folder


@dataclass(frozen=True, slots=True)
class Skipped:
    """A statement that may change tables and was not understood, and why."""

    span: Span
    reason: str


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a folder builds, and what each of its files does.

    `understood` counts statements, `skipped` holds those that may matter and were not read.
    """

    folder: Folder
    catalog: Catalog
    skipped: tuple[Skipped, ...]
    understood: int
    files: tuple[MigrationFile, ...] = ()
