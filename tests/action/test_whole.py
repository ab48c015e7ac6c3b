"""The action as a step really runs it: installed from its own checkout, on a project with findings."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
QUERIES = """\
import { db } from './database'
export const signOut = () => db.deleteFrom('session').execute()
"""
INPUTS = {
    "INPUT_PATHS": "src",
    "INPUT_WORKING_DIRECTORY": "app",
    "INPUT_CONFIG": "",
    "INPUT_PRESET": "",
    "INPUT_FAIL_ON": "",
    "INPUT_REQUIRE_QUERIES": "true",
    "INPUT_ANNOTATIONS": "true",
    "INPUT_SUMMARY": "true",
    "INPUT_ARGS": "",
}

pytestmark = pytest.mark.skipif(not (shutil.which("bash") and shutil.which("git")), reason="needs bash and git")


@pytest.fixture(scope="module")
def temp(tmp_path_factory):
    """The runner's folder for temporary files; steps of one job share it."""
    return tmp_path_factory.mktemp("temp")


@pytest.fixture
def step(temp, tmp_path):
    """Runs the action on a checkout with the given source; returns the finished process."""

    def run(source, **inputs):
        folder = tmp_path / "checkout" / "app" / "src"
        folder.mkdir(parents=True)
        (folder / "session.ts").write_text(source)
        subprocess.run(["git", "init", "-q"], cwd=tmp_path / "checkout", check=True)
        # What Python would import if it looked in the current folder first.
        for name in ("venv", "pip", "kyselylint", "click"):
            (tmp_path / "checkout" / f"{name}.py").write_text("open('ran', 'w')\nraise SystemExit(9)\n")
        runner = {
            "RUNNER_TEMP": temp,
            "GITHUB_ACTION_PATH": ROOT,
            "GITHUB_WORKSPACE": tmp_path / "checkout",
            "GITHUB_OUTPUT": tmp_path / "output",
            "GITHUB_STEP_SUMMARY": tmp_path / "summary.md",
        }
        return subprocess.run(
            ["bash", ROOT / "action" / "run.sh"],
            cwd=tmp_path / "checkout",
            env={**os.environ, **{name: str(path) for name, path in runner.items()}, **INPUTS, **inputs},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_findings(step, tmp_path):
    """A finding is printed, marked on its line from the root of the repository, summarised, and fails the step."""
    done = step(QUERIES)

    outputs = dict(line.split("=", 1) for line in (tmp_path / "output").read_text().splitlines())
    (annotation,) = [line for line in done.stdout.splitlines() if line.startswith("::error file=")]
    (run,) = json.loads(Path(outputs["sarif-file"]).read_text())["runs"]

    assert (1, "1") == (done.returncode, outputs["exit-code"]), done.stdout + done.stderr
    assert annotation.startswith("::error file=app/src/session.ts,line=2,")
    assert ["writes/missing-where"] == [result["ruleId"] for result in run["results"]]
    assert "writes/missing-where" in (tmp_path / "summary.md").read_text()
    assert not (tmp_path / "checkout" / "ran").exists()


def test_no_query(step, tmp_path):
    """A checkout without any query does not pass as clean."""
    done = step("export const answer = 42\n")

    assert 2 == done.returncode, done.stdout + done.stderr
    assert "exit-code=2\n" in (tmp_path / "output").read_text()


def test_no_query_is_fine(step):
    """Unless the workflow says that it may have none."""
    done = step("export const answer = 42\n", INPUT_REQUIRE_QUERIES="false")

    assert 0 == done.returncode, done.stdout + done.stderr
