"""A run that has nothing to parse does not pay for the parser: start-up is what a pre-commit hook feels."""

import subprocess
import sys

import pytest

HEAVY = {"tree_sitter", "tree_sitter_typescript", "pydantic", "sqlglot"}
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
    """Neither the version nor a project without Kysely imports the parser, pydantic or sqlglot."""
    (tmp_path / "a.ts").write_text(NO_QUERY)

    assert set() == heavy_modules(tmp_path, *arguments)


def test_something_to_parse(tmp_path):
    """A query brings the parser in, so that the test above can see it."""
    (tmp_path / "a.ts").write_text(QUERY)

    assert {"tree_sitter", "tree_sitter_typescript"} <= heavy_modules(tmp_path, "check", ".")
