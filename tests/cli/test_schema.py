"""What `kyselylint schema` prints."""

import json

import pytest

TYPES = """import { Kysely, Generated } from 'kysely'
interface Todo { id: Generated<number>; title: string; ownerId: string | null }
interface Owner { id: string }
export const db = new Kysely<{ todo: Todo; owner: Owner }>({ dialect })
"""
SQL = """create table owner (id text primary key);
create table todo (
  id serial primary key,
  title text not null unique,
  owner_id text references owner on delete cascade
);
create index todo_owner on todo using hash (owner_id) where title <> '';
"""


def project(shell):
    """Types in camelCase, and the migrations of their database."""
    shell.write("db.ts", TYPES)
    shell.write("migrations/0001_start.sql", SQL)


def test_text_shows_columns_keys_and_origins(shell):
    """Facts of both sources, under the name that code uses."""
    project(shell)

    result = shell("schema")

    assert 0 == result.exit_code
    assert [
        "  todo  db.ts:4:32",
        "    id       integer  not null  default nextval",
        "    title    text  not null",
        "    ownerId  text  null  stored as owner_id",
        "    primary key (id)",
        "    unique (title)",
        "    foreign key (owner_id) references owner (id) on delete cascade",
        "    index todo_owner using hash (owner_id) where title <> ''",
    ] == result.stdout.splitlines()[2:10]
    assert "1 database, 2 tables (2 with keys and indexes from SQL)\n" == result.stderr


def test_json_has_every_fact(shell):
    """Columns with null, default and place; keys by their database names."""
    project(shell)

    todo = json.loads(shell("schema", "--format", "json").stdout)["databases"][0]["tables"][0]

    assert {
        "name": "ownerId",
        "stored": "owner_id",
        "type": "text",
        "nullable": True,
        "has_default": False,
        "default": None,
        "generated": False,
        "origin": {"path": "db.ts", "start": {"line": 2, "column": 56, "offset": 98}},
    } == todo["columns"][2]
    assert "cascade" == todo["foreign_keys"][0]["on_delete"]
    assert ["todo_owner"] == [index["name"] for index in todo["indexes"]]


def test_mermaid_draws_tables_and_references(shell):
    """Keys are marked, a nullable reference is optional."""
    project(shell)

    assert [
        "erDiagram",
        '  "todo" {',
        "    integer id PK",
        "    text title UK",
        '    text ownerId FK "null"',
        "  }",
        '  "owner" {',
        "    text id PK",
        "  }",
        '  "owner" |o--o{ "todo" : "owner_id"',
    ] == shell("schema", "--format", "mermaid").stdout.splitlines()


def test_a_project_without_kysely_has_no_database(shell):
    """Nothing is guessed from SQL that no code uses."""
    shell.write("migrations/0001_start.sql", SQL)

    assert "0 databases, 0 tables (0 with keys and indexes from SQL)\n" == shell("schema").stderr


def test_only_databases_of_the_asked_files_are_shown(shell):
    """A path narrows what is printed, not what is read."""
    shell.write("a/db.ts", "interface A { apple: { id: string } }\nnew Kysely<A>({})")
    shell.write("b/db.ts", "interface B { pear: { id: string } }\nnew Kysely<B>({})")

    assert "A  1 table  a/db.ts" == shell("schema", "a").stdout.splitlines()[0]
    assert "pear" not in shell("schema", "a").stdout


@pytest.mark.parametrize(
    "command", [("schema", "--format", "json"), ("check", "--preset", "strict", "--format", "concise"), ("queries",)]
)
def test_without_the_cache_the_answer_is_the_same(shell, command):
    """The first run, one that remembers it, and one that may not; and all three after a migration was edited."""
    project(shell)
    answers = [printed(shell, *command, *more) for more in ((), (), ("--no-cache",))]
    shell.write("migrations/0001_start.sql", SQL.replace("title text not null unique", "title text"))
    edited = [printed(shell, *command, *more) for more in ((), (), ("--no-cache",))]

    assert [answers[0]] * 3 == answers
    assert [edited[0]] * 3 == edited


def printed(shell, *words):
    """What a run says on standard output."""
    result = shell(*words)
    assert result.exit_code in (0, 1)
    return result.stdout


def test_an_edited_migration_is_seen_behind_the_cache(shell):
    """The test above can fail: what is printed depends on the file."""
    project(shell)
    before = printed(shell, "schema")
    shell.write("migrations/0001_start.sql", SQL.replace("title text not null unique", "title text"))

    assert before != printed(shell, "schema")


def test_mermaid_can_read_whatever_a_database_can_name(shell):
    """Names that Mermaid's grammar has no form for are written as near as it can read; checked with mermaid 11."""
    shell.write("db.ts", "import { Kysely } from 'kysely'\nexport const of = (db: Kysely<any>) => db.schema\n")
    shell.write(
        "migrations/0001_odd.sql",
        """create table "%% ""x" ("1st" int primary key, "PK" numeric(10,2)[], "{}" "My Type", "ünï" text);
        create table "direction TB" ("a b" int references "%% ""x" ("1st"));""",
    )

    lines = shell("schema", "--format", "mermaid").stdout.splitlines()

    assert [
        '  "x" {',
        "    integer _1st PK",
        '    numeric_10_2__array _PK "null"',
        '    My_Type unnamed "null"',
        '    text ünï "null"',
        "  }",
        '  "direction_TB" {',
        '    integer a_b FK "null"',
        "  }",
        '  "x" |o--o{ "direction_TB" : "a b"',
    ] == lines[-10:]
