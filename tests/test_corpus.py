"""The example applications: what their comments announce is what the linter finds, on those lines and nowhere else."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from .oracle import node

PROJECTS = Path(__file__).resolve().parents[1] / "corpus" / "projects"
NAMES = ("express-shop", "link-cli", "nest-crm", "todo-saas")
# `todo-expect: …` is for people: a rule that is still to come. The word boundary keeps it out.
RULE = r"[a-z-]+/[a-z-]+"
EXPECT = re.compile(rf"(?<![\w-])expect(?:\((?P<preset>\w+)\))?: (?P<rules>{RULE}(?:, {RULE})*)")
FOUND_SOMETHING = 1


def announced(project: Path) -> list[str]:
    """What the comments of a project say must be reported: place, rule and preset, sorted."""
    files = (path for path in sorted(project.rglob("*")) if path.suffix in {".ts", ".sql"})
    return sorted(line for path in files for line in _of_file(path, path.relative_to(project).as_posix()))


def _of_file(path: Path, shown: str) -> Iterator[str]:
    for number, text in enumerate(path.read_text("utf-8").splitlines(), start=1):
        for comment in EXPECT.finditer(text):
            preset = comment["preset"] or "recommended"
            yield from (f"{shown}:{number} {rule} ({preset})" for rule in comment["rules"].split(", "))


def check(folder: Path, target: str = ".", preset: str = "strict") -> list[str]:
    """What `kyselylint check` reports in `target`, run in `folder`: written as `announced` does."""
    command = [sys.executable, "-m", "kyselylint", "check", target, "--format", "json", "--preset", preset]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert FOUND_SOMETHING == done.returncode, done.stderr
    return sorted(_place(finding) for finding in json.loads(done.stdout)["findings"] if not finding["suppressed"])


def _place(finding: dict) -> str:
    return f"{finding['path']}:{finding['start']['line']} {finding['rule']} ({finding['preset']})"


@pytest.fixture
def project(request, tmp_path):
    """A copy of an application that is a checkout of its own, as its team would have it."""
    return Path(shutil.copytree(PROJECTS / request.param, tmp_path / request.param))


@pytest.mark.parametrize("project", NAMES, indirect=True)
def test_findings_are_those_that_the_comments_announce(project):
    """Each announced finding is reported, and nothing else is."""
    expected = announced(project)

    assert expected == check(project)


def test_applications_of_one_repository_do_not_disturb_each_other():
    """Four applications with their own database each, linted in one run, give what each gives alone."""
    expected = sorted(f"{name}/{line}" for name in NAMES for line in announced(PROJECTS / name))

    assert expected == check(PROJECTS)


@pytest.mark.parametrize("project", ["link-cli"], indirect=True)
def test_a_project_without_tenants_gets_no_tenancy_finding(project):
    """Not even in the preset that shows everything."""
    tenancy = [line for line in check(project, preset="audit") if " tenancy/" in line]

    assert [] == tenancy


@pytest.mark.node
@pytest.mark.skipif(node.may_skip(), reason=node.SKIP_REASON)
@pytest.mark.parametrize("name", NAMES)
def test_applications_type_check_against_the_real_kysely(name):
    """What is linted is code that TypeScript accepts, strictly."""
    problems = node.run_tsc(PROJECTS / name)

    assert () == problems


def test_an_announcement_is_a_comment_with_rules_and_a_preset(tmp_path):
    """Several rules, a preset, and what is still to come are told apart."""
    (tmp_path / "a.ts").write_text(
        "x // expect: a/b, c/d-e // expect(strict): f/g\ny // todo-expect: a/b\n", encoding="utf-8"
    )
    expected = ["a.ts:1 a/b (recommended)", "a.ts:1 c/d-e (recommended)", "a.ts:1 f/g (strict)"]

    assert expected == announced(tmp_path)
