"""A run that has nothing to parse does not pay for the parser: start-up is what a pre-commit hook feels."""

import subprocess
import sys

import pytest

HEAVY = {"tree_sitter", "tree_sitter_typescript", "pydantic", "sqlglot", "kyselylint.checks"}
PROBE = """
import sys
from kyselylint.cli.main import main
try:
    main()
except SystemExit:
    pass
sys.stdout.flush()
print("modules:", *sys.modules)
"""
NO_QUERY = "export const total = (prices: number[]) => prices.reduce((a, b) => a + b, 0)\n"
QUERY = "export const drop = (db: Kysely<DB>) => db.deleteFrom('session').execute()\n"


def heavy_modules(folder, *arguments):
    """Which of the heavy packages a run in a folder imports."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *arguments], cwd=folder, capture_output=True, text=True, check=True
    )
    modules = done.stdout.rpartition("modules:")[2].split()
    assert "kyselylint.cli.main" in modules, done.stderr
    return HEAVY & set(modules)


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["check", "."], ["check", "a.ts"]])
def test_nothing_to_parse(tmp_path, arguments):
    """Neither the version nor a project without Kysely imports the parser, pydantic, sqlglot or a rule."""
    (tmp_path / "a.ts").write_text(NO_QUERY)

    assert set() == heavy_modules(tmp_path, *arguments)


def test_something_to_parse(tmp_path):
    """A query brings the parser in, so that the test above can see it."""
    (tmp_path / "a.ts").write_text(QUERY)

    assert {"tree_sitter", "tree_sitter_typescript"} <= heavy_modules(tmp_path, "check", ".")


def test_a_commit_of_other_files_does_not_read_the_project(tmp_path):
    """The hook names what was changed: where that has nothing to do with queries, nothing is parsed."""
    (tmp_path / "queries.ts").write_text(QUERY)
    (tmp_path / "a.ts").write_text(NO_QUERY)
    (tmp_path / "b.ts").write_text("import { drop } from './queries'\nexport const both = () => drop(db)\n")

    assert set() == heavy_modules(tmp_path, "check", "a.ts")
    assert "tree_sitter" in heavy_modules(tmp_path, "check", "a.ts", "b.ts")


def test_migrations_that_did_not_change_need_no_sql_parser(tmp_path):
    """The first run replays them, the second remembers what they build."""
    (tmp_path / "migrations").mkdir()
    (tmp_path / "migrations" / "0001_start.sql").write_text("create table session (id text primary key);\n")
    (tmp_path / "a.ts").write_text(QUERY)

    assert "sqlglot" in heavy_modules(tmp_path, "schema")
    assert "sqlglot" not in heavy_modules(tmp_path, "schema")
