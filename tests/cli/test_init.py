from __future__ import annotations

import json
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

CORPUS = Path(__file__).resolve().parents[2] / "corpus" / "projects"
NAMES = ("express-shop", "link-cli", "nest-crm", "todo-saas")
TYPES = """\
import type { Kysely } from 'kysely'
export interface DB {
  organization: { id: string; name: string }
  session: { id: string; token: string; user_id: string }
  todo: { id: string; organization_id: string; title: string; share_token: string }
  note: { id: string; organization_id: string }
  country: { code: string }
}
export declare const db: Kysely<DB>
"""
CODE = """\
import { db } from './db'
export const load = (id: string) => db.selectFrom('todo').select('title').where('id', '=', id).execute()
"""


@pytest.fixture
def project(shell):
    """The program in a project with tenants and one query."""
    shell.write("src/db.ts", TYPES)
    shell.write("src/todos.ts", CODE)
    return shell


def findings(shell, target="."):
    """What a run reports in the preset that shows everything, and how bad each is."""
    found = json.loads(shell("check", target, "--preset", "audit", "--format", "json").stdout)
    return [(one["rule"], one["path"], one["start"], one["severity"], one["preset"]) for one in found["findings"]]


def verdicts(shell):
    """What the audit says of every place."""
    found = json.loads(shell("queries", "--tenancy", "--format", "json").stdout)
    return [(one["path"], one["start"], one["verdict"], one["why"]) for one in found["occurrences"]]


@pytest.mark.parametrize("name", [*NAMES, "."])
def test_the_file_is_right_and_changes_nothing(shell, name):
    """A run with it reports what a run without it reports, in each application and in all of them side by side."""
    shutil.copytree(CORPUS / name, ".", dirs_exist_ok=True)
    for file in Path().rglob("kyselylint.toml"):
        file.unlink()
    before = findings(shell), verdicts(shell)

    wrote = shell("init")

    assert 0 == wrote.exit_code, wrote.stderr
    assert "kyselylint.toml: right\n" == shell("config", "check").stdout
    assert before == (findings(shell), verdicts(shell))


def test_the_file_says_what_was_found_and_why(project):
    """Tenant columns are set; tables, schema, classes of paths and the rest are comments."""
    project.write("src/todos.test.ts", CODE)
    project("init")

    text = (project.directory / "kyselylint.toml").read_text("utf-8")

    assert {
        "preset": "recommended",
        "fail-on": "warning",
        "tenancy": {"columns": ["organization_id"]},
    } == tomllib.loads(text)
    for line in (
        "#   src/db.ts  `DB`, the types of 5 tables",
        "#   tests  1 file, such as src/todos.test.ts",
        "#   todo   it has `organization_id`  0 of 1",
        "# Not among them, since their rows are the tenants: organization.",
        '# global-tables = ["country"]',
    ):
        assert line in text.splitlines()
    assert "# Tables of authentication: session." in text
    assert "share_token" in text


def test_the_first_run_is_shown(project):
    """How much of what, the worst findings, and what to do next."""
    lines = project("init").stdout.splitlines()

    assert "wrote kyselylint.toml" == lines[0]
    assert "     1  tenancy/lookup-by-id  error" in lines
    assert any(line.startswith("src/todos.ts:2:51: error[tenancy/lookup-by-id] ") for line in lines)
    assert "1 error, 0 warnings" in lines
    assert lines[-1].startswith("  kyselylint queries --tenancy --format html=audit.html")


def test_a_file_that_is_there_stays(project):
    """It is a mistake to overwrite what a team has decided, unless that is asked for."""
    project.write("kyselylint.toml", 'preset = "strict"\n')

    refused = project("init")
    kept = (project.directory / "kyselylint.toml").read_text("utf-8")
    forced = project("init", "--force")

    assert (2, 'preset = "strict"\n') == (refused.exit_code, kept)
    assert "--force replaces it" in refused.stderr
    assert 0 == forced.exit_code
    assert (project.directory / "kyselylint.toml").read_text("utf-8").startswith("# Written by `kyselylint init`")


@pytest.mark.parametrize("option", ["--dry-run", "--stdout"])
def test_it_can_be_printed_instead(project, option):
    """Standard output is the file and nothing else; the first run goes to standard error."""
    result = project("init", option)

    assert not (project.directory / "kyselylint.toml").exists()
    assert ["organization_id"] == tomllib.loads(result.stdout)["tenancy"]["columns"]
    assert "The first run reports" in result.stderr


def test_a_configuration_above_still_applies(project):
    """The nearest file counts alone, so the new one extends it and decides nothing that it decides."""
    subprocess.run(["git", "init", "-q"], check=True)
    project.write("kyselylint.toml", 'preset = "strict"\ndialect = "mysql"\n')
    before = findings(project, "src")
    project("init", "src")

    written = tomllib.loads((project.directory / "src/kyselylint.toml").read_text("utf-8"))

    assert {"extends": ["../kyselylint.toml"], "tenancy": {"columns": ["organization_id"]}} == written
    assert before == findings(project, "src")
    assert 'dialect = "mysql"' in project("config", "show", "src/todos.ts").stdout


def test_a_project_without_tenants(shell):
    """Nothing is set, and what looks like a tenant's column is named."""
    shell.write("src/db.ts", TYPES)
    lines = "".join(
        f"export const q{n} = (id: string) => db.selectFrom('note').selectAll().where('id', '=', id).execute()\n"
        for n in range(12)
    )
    shell.write("src/notes.ts", "import { db } from './db'\n" + lines)

    text = shell("init", "--dry-run").stdout

    assert {} == tomllib.loads(text)["tenancy"]
    assert '# columns = ["organization_id"]' in text.splitlines()
    assert "`organization_id` stands in 2 tables, but only 0 of 12" in " ".join(text.replace("\n#", "").split())


def test_several_levels_are_not_set(project):
    """Their order says which is the wider one, which nobody but the team knows."""
    project.write(
        "src/db.ts",
        TYPES.replace("title: ", "tenant_id: string; title: ").replace("note: {", "note: { tenant_id: string;"),
    )

    text = project("init", "--dry-run").stdout

    assert {} == tomllib.loads(text)["tenancy"]
    assert '# columns = ["organization_id", "tenant_id"]' in text.splitlines()


def test_an_empty_project(shell):
    """A file all the same, for what is to come."""
    result = shell("init")

    assert 0 == result.exit_code
    assert "The first run reports nothing" in result.stdout
    assert "kyselylint.toml: right\n" == shell("config", "check").stdout


HOSTILE = 'x"]\n[rules]\n#\x7f'


def test_names_from_the_source_stay_in_their_comment(project):
    """A table or path cannot add a key to the configuration."""
    name = json.dumps(HOSTILE)
    hostile = TYPES.replace("country: ", f"{name}: ").replace("share_token", name)
    project.write("src/db.ts", hostile)
    project.write('src/jobs/a"]#.ts', CODE.replace("./db", "../db").replace("'todo'", f"{name} as any"))

    written = tomllib.loads(project("init", "--dry-run").stdout)

    assert {"preset", "fail-on", "tenancy"} == written.keys()
    assert 0 == project("init").exit_code
    assert 0 == project("config", "check").exit_code


def test_a_part_of_a_project_is_no_place_for_the_file(project):
    """Outside of git it would cut the project in two, since the project begins where a configuration stands."""
    result = project("init", "src")

    assert 2 == result.exit_code
    assert "is a part of the project in" in result.stderr


@pytest.mark.parametrize("path", ["nowhere", "src/db.ts"])
def test_what_is_no_directory_is_a_mistake(project, path):
    """Nothing is written."""
    assert 2 == project("init", path).exit_code


def test_the_dialect_is_the_one_that_the_code_shows(project):
    """By the dialect that the code builds, where no SQL shows it."""
    project.write(
        "src/connect.ts",
        "import { Kysely, SqliteDialect } from 'kysely'\n"
        "export const db = new Kysely({ dialect: new SqliteDialect() })\n",
    )

    text = project("init", "--dry-run").stdout

    assert 'dialect = "sqlite"' in text.splitlines()
    assert "# The database, going by src/connect.ts." in text.splitlines()
