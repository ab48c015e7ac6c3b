"""The hooks, run by the real pre-commit in a scratch repository, from a scratch copy of this one."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ("src", "rules", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")
DATABASE = """\
import type { Generated, Kysely } from 'kysely'
export interface Organization { id: Generated<number>; name: string }
export interface Project { id: Generated<number>; organization_id: number; name: string }
export interface Todo { id: Generated<number>; organization_id: number; title: string }
export interface Database { organization: Organization; project: Project; todo: Todo }
export declare const db: Kysely<Database>
"""
# Only the types in the neighbour say that todo belongs to a tenant.
UNSCOPED = """\
import { db } from './database'
export const find = (title: string) =>
  db.selectFrom('todo').select('id').where('title', '=', title).limit(10).execute()
"""
UNFILTERED = """\
import { db } from './database'
export const close = () => db.updateTable('todo').set({ title: 'closed' }).execute()
"""
FILES = {
    "database.ts": DATABASE,
    "todos.mts": UNSCOPED,
    "neighbour.ts": UNFILTERED,
    "notes.md": "# Notes\n",
    "kyselylint.toml": 'preset = "recommended"\n',
}
PASSED = ("todos.mts", "notes.md", "kyselylint.toml")

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")


def commit(folder):
    """Make a folder a git repository with all of its files committed."""
    author = ["-c", "user.name=test", "-c", "user.email=test@example.invalid", "-c", "commit.gpgsign=false"]
    for command in (["init", "-q"], ["add", "--all"], [*author, "commit", "-qm", "All"]):
        subprocess.run(["git", *command], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def tool(tmp_path_factory):
    """The checkout as it is now, as a repository that pre-commit can clone."""
    folder = tmp_path_factory.mktemp("tool")
    for name in PACKAGE:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    commit(folder)
    return folder


@pytest.fixture(scope="module")
def results(tool, tmp_path_factory):
    """What each hook printed when three files of the project were passed to pre-commit."""
    project = tmp_path_factory.mktemp("project")
    for name, text in FILES.items():
        (project / name).write_text(text)
    commit(project)
    command = [sys.executable, "-m", "pre_commit", "try-repo", "--color=never", "--verbose", str(tool)]
    done = subprocess.run(
        [*command, "--files", *PASSED],
        cwd=project,
        env={**os.environ, "PRE_COMMIT_HOME": str(tmp_path_factory.mktemp("home"))},
        capture_output=True,
        text=True,
        check=False,
    )
    printed = re.split(r"^- hook id: (.+)$", done.stdout, flags=re.MULTILINE)
    return dict(zip(printed[1::2], printed[2::2], strict=True)) or pytest.fail(done.stdout + done.stderr)


def rules(printed):
    """Path and rule of each finding in what a hook printed."""
    frames = re.findall(r"^(?:error|warning|info)\[([\w/-]+)\].*\n\s*--> ([\w.]+):", printed, flags=re.MULTILINE)
    return {(path, rule) for rule, path in frames}


def test_passed_files_are_reported(results):
    """The hook reports what it was passed, .mts too, with what only the rest of the project can tell it."""
    assert {("todos.mts", "tenancy/unscoped-query")} == rules(results["kyselylint"])


def test_whole_project(results):
    """The other hook reports the whole project, whichever file was changed."""
    found = rules(results["kyselylint-all"])

    assert {("todos.mts", "tenancy/unscoped-query"), ("neighbour.ts", "writes/missing-where")} <= found


@pytest.mark.parametrize("hook", ["kyselylint", "kyselylint-all"])
def test_findings_stop_the_commit(results, hook):
    """A hook with findings fails with the exit code for findings, not with the one for wrong usage."""
    assert "- exit code: 1\n" in results[hook]


def test_configuration(results):
    """The third hook reads the configuration and has nothing to say about a good one."""
    printed = results["kyselylint-config"]

    assert (True, False) == ("- duration:" in printed, "- exit code:" in printed)
