from __future__ import annotations

import json
import textwrap

import pytest

from kyselylint import __version__, registry

CODE = """\
export async function load(db, id) {
  return await db.selectFrom('todo as t').innerJoin('user', 'user.id', 't.user_id').select('t.id').execute()
}
export async function purge(db, more) {
  await db.transaction().execute(async (trx) => {
    await trx.deleteFrom('session').where(more(1)).execute()
  })
}
"""


def test_version(shell):
    """The version, and nothing that takes time."""
    assert f"kyselylint, version {__version__}\n" == shell("--version").stdout


@pytest.mark.parametrize(
    "words", [("--help",), ("-h",), ("check", "--help"), ("queries", "-h"), ("config", "show", "-h")]
)
def test_help(shell, words):
    """Every command explains itself."""
    result = shell(*words)

    assert 0 == result.exit_code
    assert result.stdout.startswith("Usage: kyselylint")


def test_help_names_every_command_in_the_order_of_use(shell):
    """The list of commands begins with the one that everybody needs."""
    lines = shell("--help").stdout.split("Commands:\n")[1].splitlines()

    assert ["check", "queries"] == [line.split()[0] for line in lines][:2]


def test_queries_prints_sql_and_what_was_not_understood(shell):
    """A line for each query, its SQL, and the place and reason of every hole."""
    shell.write("a.ts", CODE)

    result = shell("queries")

    lines = result.stdout.splitlines()
    assert 0 == result.exit_code
    assert "a.ts:2:16  select  todo, user" == lines[0]
    assert '    select "t"."id" from "todo" as "t" inner join "user" on "user"."id" = "t"."user_id"' == lines[1]
    assert "a.ts:6:11  delete  session" == lines[2]
    assert lines[4].startswith("    partly understood: ")
    assert lines[4].endswith("(a.ts:6:43)")
    assert "1 file, 2 queries, 1 only partly understood\n" == result.stderr


def test_queries_as_json_has_what_the_interface_promises(shell):
    """The keys that programs rely on; the span encloses the whole fluent expression, receiver included."""
    shell.write("a.ts", CODE)

    found = json.loads(shell("queries", "--format", "json").stdout)

    assert 1 == found["version"]
    load, purge = found["queries"]
    assert ("a.ts", "load", "select", "execute", True, None) == tuple(
        load[key] for key in ("path", "function", "operation", "terminal", "complete", "transaction")
    )
    assert [
        {"name": "todo", "alias": "t", "role": "from"},
        {"name": "user", "alias": None, "role": "join"},
    ] == load["tables"]
    assert CODE.encode()[load["start"]["offset"] : load["end"]["offset"]].startswith(b"db.selectFrom('todo as t')")
    assert CODE.encode()[load["start"]["offset"] : load["end"]["offset"]].endswith(b".execute()")
    assert {"line": 2, "column": 16, "offset": 52} == load["start"]
    assert {"kind", "reason", "path", "start"} == purge["holes"][0].keys()
    assert purge["complete"] is False
    assert purge["transaction"]
    assert {"verdict", "why"} == load["tenant"].keys()


def test_queries_name_the_tables_of_schema_statements_and_of_raw_sql(shell):
    """A statement's tables are listed however it is written."""
    shell.write(
        "a.ts",
        """import { sql } from 'kysely'
        await db.schema.alterTable('app.todo').addColumn('x', 'text').execute()
        await db.schema.createIndex('todo_x').on('todo').column('x').execute()
        await sql`delete from note where id = ${1}`.execute(db)""",
    )
    listed = json.loads(shell("queries", "--format", "json").stdout)["queries"]

    tables = [{"name": name, "alias": None, "role": "target"} for name in ("app.todo", "todo", "note")]
    assert [[table] for table in tables] == [query["tables"] for query in listed]


@pytest.mark.parametrize(
    ("dialect", "sql"), [("postgres", '"todo"'), ("mysql", "`todo`"), ("sqlite", '"todo"'), ("mssql", '"todo"')]
)
def test_queries_in_a_dialect(shell, dialect, sql):
    """Names are quoted as Kysely's compiler for the database quotes them."""
    shell.write("a.ts", CODE)

    assert sql in shell("queries", "--dialect", dialect).stdout


def test_queries_ranks_the_reasons_of_holes(shell):
    """What to improve next, with places to look at."""
    shell.write("a.ts", CODE)

    line = shell("queries", "--holes").stdout.splitlines()[0]

    assert line.startswith("     1  ")
    assert line.endswith("(a.ts:6:43)")


def test_queries_of_a_project_without_kysely(shell):
    """Nothing found is an empty list, not a failure."""
    shell.write("a.ts", "export const one = 1\n")

    result = shell("queries", "--format", "json")

    assert (0, {"version": 1, "queries": []}) == (result.exit_code, json.loads(result.stdout))


def test_queries_says_what_could_not_be_read(shell):
    """The same exit code as check."""
    shell.write("a.ts", b"\0\1\2")

    result = shell("queries")

    assert 3 == result.exit_code
    assert "error: a.ts is binary, not TypeScript" in result.stderr


def test_rules_lists_every_page(shell):
    """A line for each rule."""
    lines = shell("rules").stdout.splitlines()

    assert list(registry.pages()) == [line.split()[0] for line in lines]


def test_rules_as_json_has_all_metadata(shell):
    """For editors and sites."""
    found = json.loads(shell("rules", "--format", "json").stdout)
    rule = next(rule for rule in found["rules"] if rule["id"] == "selection/select-all")

    assert 1 == found["version"]
    assert ("selection", "info", "high", "strict", "0.1.0") == tuple(
        rule[key] for key in ("group", "severity", "confidence", "preset", "since")
    )
    assert [("wide", 20)] == [(option["name"], option["default"]) for option in rule["options"]]


@pytest.mark.parametrize("rule", registry.pages())
def test_explain_shows_a_page_without_what_is_meant_for_tests(shell, rule):
    """Offline, from the page itself: title, prose, examples."""
    text = shell("explain", rule).stdout

    assert text.startswith(f"{rule}: {registry.pages()[rule].summary}\n")
    assert "## Bad" in text
    assert "```" not in text
    assert "// expect" not in text


def test_explain_shows_options_as_a_configuration_writes_them(shell):
    """What is copied from the terminal is a right configuration."""
    text = shell("explain", "writes/missing-soft-delete-filter").stdout
    _, _, options = text.partition("Its options in kyselylint.toml, with their defaults:\n")
    shell.write("kyselylint.toml", textwrap.dedent(options.partition("\n\nSilent in")[0]))

    assert "share = 0.8\n" in (shell.directory / "kyselylint.toml").read_text()
    assert "kyselylint.toml: right\n" == shell("config", "check").stdout


def test_explain_as_markdown_is_the_page(shell):
    """For people who read it elsewhere."""
    assert (
        registry.text("writes/missing-where") == shell("explain", "--format", "markdown", "writes/missing-where").stdout
    )


@pytest.mark.parametrize("written", ["writes/missing-were", "missing-where", "write/missing-where"])
def test_explain_suggests_what_was_meant(shell, written):
    """A wrong id is a mistake with a suggestion."""
    result = shell("explain", written)

    assert 2 == result.exit_code
    assert "did you mean `writes/missing-where`?" in result.stderr


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_completion_prints_a_script(shell, name):
    """A script for the shell that asks the program."""
    result = shell("completion", name)

    assert 0 == result.exit_code
    assert "_KYSELYLINT_COMPLETE" in result.stdout
