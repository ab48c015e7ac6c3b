"""What migrations do, file by file, and whether their directory is in order."""

from __future__ import annotations

from dataclasses import dataclass, field

from kyselylint.finding import Span


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a migration does.

    `kind` is create table, drop table, rename table, add column, drop column or create index. `table` and `column`
    are stored names. `fills` for a new column: rows that exist get a value (null, a default, a generated one).
    `concurrently` and `unique` for an index. `old` when an earlier file made the table.
    """

    kind: str
    span: Span = field(compare=False)
    table: str = ""
    column: str = ""
    fills: bool = True
    concurrently: bool = False
    unique: bool = False
    old: bool = False


@dataclass(frozen=True, slots=True)
class MigrationFile:
    """One migration. `pending` when the base branch does not have it yet; where git cannot tell, for the newest alone.

    `edited` when the base branch has other bytes. `transaction` is False when the file says that it runs in none.
    `down` is what a Kysely migration has to undo it: missing, empty or present; "" for other kinds.
    """

    path: str
    changes: tuple[Change, ...] = ()
    pending: bool = False
    edited: bool = False
    transaction: bool = True
    statements: int = 0
    down: str = ""


@dataclass(frozen=True, slots=True)
class SumProblem:
    """A difference between a directory and its atlas.sum. `file` is the migration it is about, "" for the whole."""

    message: str
    span: Span = field(compare=False)
    file: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """A directory of migrations in the order in which they are applied.

    `kind` is atlas, prisma, dbmate, goose, kysely or plain, `dialect` as of a catalog. `base_known` when git told
    which files the base branch has.
    """

    path: str
    kind: str
    files: tuple[MigrationFile, ...] = ()
    base_known: bool = False
    sum_problems: tuple[SumProblem, ...] = ()
    dialect: str = ""
