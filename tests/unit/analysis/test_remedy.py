"""Suggested statements, written as each tool's migrations are."""

import pytest

from kyselylint.analysis.remedy import NewIndex, as_migration, created
from kyselylint.analysis.view import View
from kyselylint.finding import Span
from kyselylint.query.facts import Module, Project
from kyselylint.schema.catalog import Catalog, Index, Schema, Table
from kyselylint.schema.history import History, MigrationFile
from kyselylint.settings import Settings

TODO = Table("todo", created=Span("m/1_todo.sql", 0, 1))
CATALOG = Catalog(tables={"todo": TODO})
INDEX = NewIndex(TODO, ("title",), ("title",))


def written(path, kind, *, dialect="postgres", index=INDEX):
    """What is suggested where the last migration is `path`."""
    history = History("m", kind, (MigrationFile("m/1_todo.sql"), MigrationFile(path)))
    view = View(Module(""), Project(), Schema(histories=(history,)), Settings())
    return as_migration(created(index, CATALOG, dialect), TODO.created, view).splitlines()


@pytest.mark.parametrize(
    ("path", "kind", "expected"),
    [
        ("m/20240101000000_todo.sql", "atlas", "as m/YYYYMMDDHHMMSS_add_todo_title_idx.sql:"),
        ("m/20240101000000_todo/migration.sql", "prisma", "as m/YYYYMMDDHHMMSS_add_todo_title_idx/migration.sql:"),
        ("m/0041_todo.sql", "plain", "as m/0042_add_todo_title_idx.sql:"),
        ("m/000041_todo.up.sql", "plain", "as m/000042_add_todo_title_idx.up.sql:"),
        ("m/V9__todo.sql", "plain", "as m/V10__add_todo_title_idx.sql:"),
        ("m/1712345678901-todo.ts", "kysely", "as m/TIMESTAMP-add_todo_title_idx.ts:"),
        ("m/2024-02-02_todo.ts", "kysely", "as m/YYYY-MM-DD_add_todo_title_idx.ts:"),
        ("m/20240202T123000_todo.ts", "kysely", "as m/YYYYMMDDTHHMMSS_add_todo_title_idx.ts:"),
        ("m/2024-02-02T12:30:00.000Z-todo.ts", "kysely", "as m/YYYY-MM-DDTHH:MM:SS.000Z-add_todo_title_idx.ts:"),
        ("m/todo.sql", "plain", "as m/YYYYMMDDHHMMSS_add_todo_title_idx.sql:"),
    ],
)
def test_the_file_is_named_as_the_project_names_its_migrations(path, kind, expected):
    """A number and one more, or the time of writing, with the marks between as in the last file."""
    assert expected == written(path, kind)[0]


UP = "create index concurrently todo_title_idx on todo (title)"
DOWN = "drop index concurrently todo_title_idx"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("atlas", ["-- atlas:txmode none", "", f"{UP};", f"-- back: {DOWN};"]),
        ("dbmate", ["-- migrate:up transaction:false", f"{UP};", "", "-- migrate:down transaction:false", f"{DOWN};"]),
        ("goose", ["-- +goose NO TRANSACTION", "-- +goose Up", f"{UP};", "-- +goose Down", f"{DOWN};"]),
        (
            "kysely",
            [
                "// needs new Migrator({ disableTransactions: true, … })",
                f"up: await sql`{UP}`.execute(db)",
                f"down: await sql`{DOWN}`.execute(db)",
            ],
        ),
        ("plain", [f"{UP};", f"-- back: {DOWN};"]),
    ],
)
def test_the_text_is_what_the_tool_runs_outside_of_a_transaction(kind, expected):
    """An index cannot be built concurrently in one."""
    assert expected == written("m/2_todo.sql", kind)[1:]


@pytest.mark.parametrize(
    ("dialect", "expected"),
    [
        ("mysql", ["create index todo_title_idx on todo (title);", "-- back: drop index todo_title_idx on todo;"]),
        ("sqlite", ["create index todo_title_idx on todo (title);", "-- back: drop index todo_title_idx;"]),
    ],
)
def test_other_databases_have_no_concurrent_builds(dialect, expected):
    """And no directive is needed."""
    assert expected == written("m/2_todo.sql", "plain", dialect=dialect)[1:]


def test_a_name_that_is_taken_gets_a_number():
    """By any index of the database: their names share one space."""
    taken = Catalog(tables={"a": Table("a", indexes=(Index("todo_title_idx", ("x",), ("x",)),))})

    assert "add_todo_title_2_idx" == created(INDEX, taken, "postgres").name


def test_names_are_quoted_as_the_database_does():
    """MySQL's quotes are those of the template in which Kysely's migrations stand."""
    index = NewIndex(Table("Mail"), ('"mailId"',), ("mailId",))

    lines = written("m/2_todo.ts", "kysely", dialect="mysql", index=index)

    assert r"up: await sql`create index \`Mail_mailId_idx\` on \`Mail\` (\`mailId\`)`.execute(db)" == lines[1]
