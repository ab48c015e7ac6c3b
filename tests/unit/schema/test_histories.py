"""Migrations file by file: what they do, what the base branch has, and whether atlas.sum holds."""

import subprocess

import pytest

from kyselylint.query.facts import Project
from kyselylint.schema.read import read_schema
from kyselylint.schema.sql.atlas import sum_problems
from kyselylint.schema.sql.migration import in_transaction
from kyselylint.source.discover import discover

DATABASE = "interface DB { todo: { id: string } }\nnew Kysely<DB>({})"
START = "create table todo (id text primary key, note text);\n"


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A repository with one migration on main, and a branch."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "db.ts").write_text("import { Kysely } from 'kysely'\n" + DATABASE)
    (tmp_path / "migrations").mkdir()
    (tmp_path / "migrations/01_start.sql").write_text(START)
    git("init", "-q", "-b", "main")
    git("add", ".")
    git("-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "-m", "start")
    git("checkout", "-q", "-b", "work")
    return tmp_path


def git(*words):
    """Run git here."""
    subprocess.run(["git", *words], check=True)


def states(root):
    """Name, pending, edited of each file of the only history."""
    (history,) = read_schema(discover((".",), root), Project()).histories
    return [(file.path, file.pending, file.edited) for file in history.files]


def test_git_says_which_migrations_are_new_and_which_are_edited(repository):
    """Compared with the commit at which the branch left main."""
    (repository / "migrations/02_more.sql").write_text("alter table todo add due date;")

    assert [("migrations/01_start.sql", False, False), ("migrations/02_more.sql", True, False)] == states(repository)

    (repository / "migrations/01_start.sql").write_text(START.replace("note", "body"))

    assert [("migrations/01_start.sql", False, True), ("migrations/02_more.sql", True, False)] == states(repository)


def test_other_line_ends_are_no_edit(repository):
    """Git may check files out with CRLF."""
    (repository / "migrations/01_start.sql").write_bytes(START.replace("\n", "\r\n").encode())

    assert [("migrations/01_start.sql", False, False)] == states(repository)


def test_without_git_the_newest_migration_is_taken_for_new(schema_of):
    """An older one has been applied in all likelihood."""
    schema = schema_of(
        {"db.ts": DATABASE, "migrations/01_a.sql": START, "migrations/02_b.sql": "alter table todo add due date;"}
    )

    assert [False, True] == [file.pending for file in schema.histories[0].files]


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("alter table todo add due date;", [("add column", "due", True, True)]),
        ("alter table todo add due date not null;", [("add column", "due", False, True)]),
        ("alter table todo add due date not null default now();", [("add column", "due", True, True)]),
        ("alter table todo drop note;", [("drop column", "note", True, True)]),
        ("drop table todo;", [("drop table", "", True, True)]),
        ("create index on todo (note);", [("create index", "", True, True)]),
        (
            "create table b (id int); create index on b (id);",
            [("create table", "", True, True), ("create index", "", True, False)],
        ),
        (
            "create table n (id text); drop table todo; alter table n rename to todo;",
            [("create table", "", True, True), ("rename table", "", True, False)],
        ),
    ],
)
def test_changes_of_a_file(schema_of, sql, expected):
    """What it does, whether rows get a value, whether the table is older than the file."""
    schema = schema_of({"db.ts": DATABASE, "migrations/01_a.sql": START, "migrations/02_b.sql": sql})
    changes = schema.histories[0].files[1].changes

    assert [one[:3] for one in expected] == [(one.kind, one.column, one.fills) for one in changes]
    assert [one[3] for one in expected if one[0] != "create table"] == [
        one.old for one in changes if one.kind != "create table"
    ]


@pytest.fixture
def real(request):
    """The migrations of an example application, whose atlas.sum was written as Atlas writes it."""
    root = request.config.rootpath / "corpus/projects/todo-saas"
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in (root / "migrations").iterdir()}


def problems(files):
    """What the directory's sum says."""
    return [problem.message for problem in sum_problems("migrations", files, lambda path: files.get(path, b""))]


def test_a_directory_that_was_not_touched_has_no_problem(real):
    """Every hash is recomputed."""
    assert [] == problems(real)


def test_the_edited_file_is_named_not_those_after_it(real):
    """All later hashes differ too, since each covers the files before it."""
    name = sorted(real)[1]
    real[name] += b"\n"

    assert [f"`{name.removeprefix('migrations/')}` was changed after its hash was written"] == problems(real)


def test_missing_and_unlisted_files_are_named(real):
    """A rename is one of each."""
    name = sorted(real)[1]
    real["migrations/29990101000000_renamed.sql"] = real.pop(name)

    assert [
        f"`{name.removeprefix('migrations/')}` is listed, but there is no such file",
        "`29990101000000_renamed.sql` is not listed in atlas.sum",
    ] == problems(real)


def test_files_that_atlas_leaves_out_are_left_out(real):
    """`-- atlas:sum ignore` in the first line."""
    real["migrations/29990101000000_notes.sql"] = b"-- atlas:sum ignore\nselect 1;"

    assert [] == problems(real)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"package.json": '{"scripts": {"gentypes": "kysely-codegen"}}', "bun.lock": ""}, "bun run gentypes"),
        (
            {"package.json": '{"scripts": {"db:migrate": "atlas migrate apply", "types": "kysely-codegen"}}'},
            "npm run db:migrate && npm run types",
        ),
        ({"package.json": "{}"}, ""),
        (
            {
                "package.json": """{"scripts": {
                  "db:migrate": "tsx scripts/migrate.ts", "db:migrate:create": "tsx scripts/migrate.ts create",
                  "db:types": "tsx ./scripts/types.ts"}}""",
                "scripts/migrate.ts": "await migrator.migrateToLatest()",
                "scripts/types.ts": "import { generate } from 'kysely-codegen'",
                "pnpm-lock.yaml": "",
            },
            "pnpm run db:migrate && pnpm run db:types",
        ),
        (
            {
                "package.json": """{"scripts": {
                  "db:apply:a": "atlas migrate apply --env a", "db:apply:b": "atlas migrate apply --env b",
                  "db:types:a": "kysely-codegen --config-file a.config.ts",
                  "db:types:b": "kysely-codegen --config-file b.config.ts"}}""",
                "a.config.ts": "export default { outFile: './other.ts' }",
                "b.config.ts": "export default { outFile: './db.ts' }",
                "yarn.lock": "",
            },
            "yarn run db:apply:b && yarn run db:types:b",
        ),
        (
            {
                "package.json": """{"scripts": {"db:types": "run-s db:types:a db:types:b",
                  "db:types:a": "kysely-codegen --url $A", "db:types:b": "kysely-codegen --url $B"}}"""
            },
            "npm run db:types",
        ),
        (
            {
                "package.json": """{"scripts": {"cli": "tsx cli.ts", "db:seed": "npm run cli db:seed",
                  "db:types": "npm run cli db:types"}}""",
                "cli.ts": "command('db:seed'); command('db:types', () => run('kysely-codegen'))",
            },
            "npm run db:types",
        ),
        (
            {
                "package.json": '{"scripts": {"build": "turbo build"}}',
                "apps/api/package.json": """{"scripts": {"types": "kysely-codegen", "migrate:up": "tsx m.ts --up",
                  "migrate:latest": "tsx m.ts --latest"}}""",
                "apps/api/m.ts": "migrator.migrateToLatest()",
                "apps/web/package.json": '{"scripts": {"build": "vite build"}}',
                "bun.lockb": "",
            },
            "bun run migrate:latest && bun run types (in apps/api)",
        ),
    ],
)
def test_the_command_that_writes_types_is_the_projects_own(schema_of, files, expected):
    """From package.json, with the runner that the lock file shows."""
    banner = "/**\n * This file was generated by kysely-codegen.\n */\n"
    schema = schema_of({"db.ts": banner + DATABASE, **files})

    assert ("kysely-codegen", expected) == (schema.catalogs[0].generator, schema.catalogs[0].regenerate)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (b"-- atlas:txmode none\n\ncreate index concurrently i on t (a);\n", False),
        (b"-- atlas:nolint\r\n-- atlas:txmode none\r\n\r\ncreate index concurrently i on t (a);\r\n", False),
        (b"-- atlas:txmode none\ncreate index concurrently i on t (a);\n", True),
        (b"create table t (a int);\n-- atlas:txmode none\n\n", True),
        (b"-- migrate:up transaction:false\nselect 1;\n", False),
        (b"-- +goose NO TRANSACTION\n-- +goose Up\nselect 1;\n", False),
        (b"select 1;\n", True),
    ],
)
def test_a_directive_keeps_a_file_out_of_a_transaction(source, expected):
    """As each tool reads it: Atlas wants an empty line below its own."""
    assert expected == in_transaction(source)
