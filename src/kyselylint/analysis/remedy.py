"""Statements that a finding suggests, as the migration that a project would write, with the way back."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass

from kyselylint.analysis.sqlnames import quoted, sql_name
from kyselylint.analysis.view import View
from kyselylint.finding import Span
from kyselylint.schema.catalog import Catalog, Index, Table
from kyselylint.schema.history import History

_LONGEST = 63  # bytes of a name in PostgreSQL
_TIME = "YYYYMMDDHHMMSS"
_DATED = re.compile(r"20\d\d([-_.]?)[01]\d\1[0-3]\d[T_]?[\d:.-]*\d?Z?(?=[_-])")
_NUMBERED = re.compile(r"(?P<before>[VU]?)(?P<number>\d+)(?P<after>_+|-|\.)")
_EPOCH = 10  # digits: then a number counts seconds or less


@dataclass(frozen=True, slots=True)
class NewIndex:
    """An index that does not exist yet. `parts` are SQL, `words` what its name is made of; `extension` it needs."""

    table: Table
    parts: tuple[str, ...]
    words: tuple[str, ...]
    method: str = "btree"
    where: str = ""
    unique: bool = False
    extension: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """Statements and those that undo them. `name` says what they do, as the name of a file.

    `concurrently` when they cannot run in a transaction.
    """

    name: str
    up: tuple[str, ...]
    down: tuple[str, ...]
    concurrently: bool = False


def created(index: NewIndex, catalog: Catalog, dialect: str) -> Change:
    """The statement that makes an index; on PostgreSQL, while the table is in use."""
    name = _free_name(index, catalog)
    before = (f"create extension if not exists {index.extension};",) if index.extension else ()
    up = create_index(Index(name, index.parts, (), index.unique, index.method, index.where), index.table, dialect)
    return Change(f"add_{name}", (*before, up), (drop_index(name, index.table, dialect),), dialect == "postgres")


def create_index(index: Index, table: Table, dialect: str) -> str:
    """`create index`; its parts are SQL as they stand."""
    kind = "unique index" if index.unique else "index"
    using = f" using {index.method}" if index.method != "btree" else ""
    where = f" where {index.where}" if index.where and dialect != "mysql" else ""  # MySQL has no partial indexes
    name, on, parts = quoted(index.name, dialect), sql_name(table, dialect), ", ".join(index.parts)
    listed = parts.replace('"', "`") if dialect == "mysql" else parts  # names in parts are quoted as in PostgreSQL
    return f"create {kind} {_while_used(dialect)}{name} on {on}{using} ({listed}){where};"


def drop_index(name: str, table: Table, dialect: str) -> str:
    """`drop index`."""
    on = f" on {sql_name(table, dialect)}" if dialect == "mysql" else ""
    return f"drop index {_while_used(dialect)}{quoted(name, dialect)}{on};"


def _while_used(dialect: str) -> str:
    return "concurrently " if dialect == "postgres" else ""


def as_migration(change: Change, made: Span | None, view: View) -> str:
    """The change as a file for the migrations that made the table, or by itself where there are none.

    The first line names the file as the project names its files; what follows is what it would hold.
    """
    history = _history(made, view.schema.histories)
    if history is None:
        return "\n".join((*change.up, *_back(change)))
    return "\n".join((f"as {_file_name(change.name, history)}:", *_written(change, history)))


def _written(change: Change, history: History) -> Iterable[str]:
    """The text of the file, with the words by which its tool runs it in no transaction."""
    if history.kind == "dbmate":
        said = " transaction:false" if change.concurrently else ""
        return (f"-- migrate:up{said}", *change.up, "", f"-- migrate:down{said}", *change.down)
    if history.kind == "goose":
        said = "-- +goose NO TRANSACTION\n" if change.concurrently else ""
        return (f"{said}-- +goose Up", *change.up, "-- +goose Down", *change.down)
    if history.kind == "kysely":
        note = ("// needs new Migrator({ disableTransactions: true, … })",) if change.concurrently else ()
        return (*note, *_called("up", change.up), *_called("down", change.down))
    # Atlas takes a directive for the file's only if an empty line parts it from the first statement.
    outside = ("-- atlas:txmode none", "") if change.concurrently and history.kind == "atlas" else ()
    return (*outside, *change.up, *_back(change))


def _back(change: Change) -> Iterable[str]:
    return (f"-- back: {statement}" for statement in change.down)


def _called(direction: str, statements: tuple[str, ...]) -> Iterable[str]:
    texts = (statement.removesuffix(";").replace("`", r"\`") for statement in statements)
    return (f"{direction}: await sql`{text}`.execute(db)" for text in texts)


def _history(made: Span | None, histories: tuple[History, ...]) -> History | None:
    """The migrations that made the table; the only ones there are for a table of a schema file."""
    path = made.path if made is not None else ""
    own = next((one for one in histories if any(file.path == path for file in one.files)), None)
    return own or (histories[0] if len(histories) == 1 else None)


def _file_name(name: str, history: History) -> str:
    """A name that sorts behind the last one: its number and one more, or the time of writing."""
    last = history.files[-1].path
    folder = posixpath.basename(last) in ("migration.sql", "up.sql")
    base = posixpath.basename(posixpath.dirname(last) if folder else last)
    start = _next(base)
    end = ".up.sql" if last.endswith(".up.sql") else posixpath.splitext(last)[1]
    return f"{history.path}/{start}{name}{'/' + posixpath.basename(last) if folder else end}"


def _next(name: str) -> str:
    """What the name of the file after this one begins with."""
    dated, number = _DATED.match(name), _NUMBERED.match(name)
    if dated:
        letters = iter(_TIME)
        return re.sub(r"\d", lambda _: next(letters, "0"), dated[0]) + name[dated.end()]
    if number is None:
        return f"{_TIME}_"
    digits = number["number"]
    following = "TIMESTAMP" if len(digits) >= _EPOCH else str(int(digits) + 1).zfill(len(digits))
    return f"{number['before']}{following}{number['after']}"


def _free_name(index: NewIndex, catalog: Catalog) -> str:
    """Table, columns and `idx`, as PostgreSQL would call it; with a number behind it where that name is taken."""
    suffix = "key" if index.unique else "idx"
    stem = "_".join((index.table.stored or index.table.name, *index.words))[: _LONGEST - len(suffix) - 1]
    taken = {path.name for table in catalog.tables.values() for path in table.paths()}
    names = (f"{stem[: _LONGEST - len(suffix) - 3]}_{count}_{suffix}" for count in range(2, 100))
    plain = f"{stem}_{suffix}"
    return plain if plain not in taken else next(name for name in names if name not in taken)
