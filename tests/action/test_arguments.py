"""How action/run.sh turns inputs into arguments and exit codes, with a stand-in for Python and for the linter."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "action" / "run.sh"
DEFAULTS = {
    "INPUT_PATHS": ".",
    "INPUT_WORKING_DIRECTORY": ".",
    "INPUT_CONFIG": "",
    "INPUT_PRESET": "",
    "INPUT_FAIL_ON": "",
    "INPUT_REQUIRE_QUERIES": "true",
    "INPUT_ANNOTATIONS": "true",
    "INPUT_SUMMARY": "true",
    "INPUT_ARGS": "",
}
# `python3 -I -m venv FOLDER` makes an environment with this program as python and the stand-in linter beside it.
PYTHON = """\
#!/bin/bash
if [[ $3 == venv ]]; then
  mkdir -p "$4/bin"
  cp "$FAKES/python3" "$4/bin/python"
  cp "$FAKES/kyselylint" "$4/bin/kyselylint"
fi
[[ $2 != -c || -z ${OLD_PYTHON:-} ]]
"""
LINTER = r"""\
#!/bin/bash
printf '%s\0' "$@" > "$FAKES/arguments"
pwd -P > "$FAKES/folder"
for argument in "$@"; do
  case $argument in
    --format=*=*) printf '::error::made by the linter\n  ::error::a path\n' > "${argument#--format=*=}" ;;
  esac
done
echo "::error::from a code frame"
exit "${LINTER_EXIT:-0}"
"""

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")


@dataclass(frozen=True)
class Runner:
    """A folder that looks to a step like a GitHub runner."""

    root: Path

    def run(self, **environment):
        """Run the script with these variables over the defaults; returns the finished process."""
        return subprocess.run(
            ["bash", SCRIPT],
            cwd=self.root / "checkout",
            env={**self.variables(), **DEFAULTS, **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    def variables(self):
        """What a runner sets for every step."""
        fakes = self.root / "fakes"
        return {
            "PATH": f"{fakes}{os.pathsep}{os.environ['PATH']}",
            "FAKES": str(fakes),
            "HOME": str(self.root),
            "RUNNER_TEMP": str(self.root / "temp"),
            "GITHUB_ACTION_PATH": str(self.root / "action"),
            "GITHUB_OUTPUT": str(self.root / "output"),
            "GITHUB_STEP_SUMMARY": str(self.root / "summary"),
        }

    def arguments(self):
        """What the linter was given; None if it was not started."""
        file = self.root / "fakes" / "arguments"
        return file.read_text().split("\0")[:-1] if file.exists() else None

    def made(self, name):
        """Where the script has a report written."""
        return str(self.root / "temp" / "kyselylint" / name)


@pytest.fixture
def runner(tmp_path):
    """A runner whose Python and linter are the stand-ins."""
    for folder in ("fakes", "temp", "checkout/apps/api"):
        (tmp_path / folder).mkdir(parents=True)
    for name, text in (("python3", PYTHON), ("kyselylint", LINTER)):
        (tmp_path / "fakes" / name).write_text(text)
        (tmp_path / "fakes" / name).chmod(0o755)
    return Runner(tmp_path)


def test_defaults(runner):
    """Without inputs the whole checkout is linted, must hold queries, and every report is written."""
    done = runner.run()

    expected = [
        "check",
        "--no-progress",
        "--format=pretty",
        f"--format=sarif={runner.made('kyselylint.sarif')}",
        "--require-queries",
        f"--format=github={runner.made('annotations')}",
        f"--format=markdown={runner.root / 'summary'}",
        "--",
        ".",
    ]

    assert (0, expected) == (done.returncode, runner.arguments())


def test_switched_off(runner):
    """An input that says false leaves its option out."""
    runner.run(INPUT_REQUIRE_QUERIES="false", INPUT_ANNOTATIONS="false", INPUT_SUMMARY="false")

    expected = ["check", "--no-progress", "--format=pretty", f"--format=sarif={runner.made('kyselylint.sarif')}"]

    assert [*expected, "--", "."] == runner.arguments()


def test_values(runner):
    """Inputs with a value become options, lines of args and paths one argument each."""
    runner.run(
        INPUT_CONFIG="ci.toml",
        INPUT_PRESET="strict",
        INPUT_FAIL_ON="error",
        INPUT_ARGS="--ignore\nselection/select-all\n",
        INPUT_PATHS="apps/api\npackages/my db\n",
    )

    arguments = runner.arguments()

    assert ["--config=ci.toml", "--preset=strict", "--fail-on=error"] == arguments[4:7]
    assert ["--ignore", "selection/select-all", "--", "apps/api", "packages/my db"] == arguments[-5:]


@pytest.mark.parametrize(
    "hostile",
    [
        "$(touch pwned)",
        "`touch pwned`",
        "; touch pwned",
        '"; touch pwned; "',
        "'; touch pwned; '",
        "--preset=audit",
        "-rf",
        "*",
        "~",
        "$HOME ${IFS} \\ %0A",
        "::error::pwned",
    ],
)
def test_hostile_value(runner, hostile):
    """Whatever an input holds, it stays one argument, and a path stays a path."""
    runner.run(INPUT_PATHS=hostile, INPUT_CONFIG=hostile, INPUT_ARGS=hostile)

    arguments = runner.arguments()

    assert (f"--config={hostile}", [hostile, "--", hostile]) == (arguments[4], arguments[-3:])
    assert [] == list(runner.root.rglob("pwned"))


@pytest.mark.parametrize("name", ["CONFIG", "PRESET", "FAIL_ON"])
def test_newline_in_value(runner, name):
    """A value of several lines is refused without being printed: it could hold a workflow command."""
    done = runner.run(**{f"INPUT_{name}": "x\n::error::pwned"})

    said = f"::error title=kyselylint::the input {name.lower().replace('_', '-')} must be one line\n"

    assert (2, said, None) == (done.returncode, done.stdout, runner.arguments())


@pytest.mark.parametrize("name", ["REQUIRE_QUERIES", "ANNOTATIONS", "SUMMARY"])
def test_not_a_boolean(runner, name):
    """A switch is true or false; anything else is a mistake, not a no."""
    done = runner.run(**{f"INPUT_{name}": "yes\n::error::pwned"})

    said = f"::error title=kyselylint::the input {name.lower().replace('_', '-')} must be true or false\n"

    assert (2, said, None) == (done.returncode, done.stdout, runner.arguments())


def test_no_path(runner):
    """An empty list of paths is refused: it would otherwise pass as a clean project."""
    done = runner.run(INPUT_PATHS="\n\n")

    assert (2, None) == (done.returncode, runner.arguments())


@pytest.mark.parametrize("code", ["1", "2", "3"])
def test_exit_code(runner, code):
    """The linter's exit code is an output and the step's own, after annotations and outputs are written."""
    done = runner.run(LINTER_EXIT=code)

    outputs = (runner.root / "output").read_text()

    assert (int(code), f"exit-code={code}\nsarif-file={runner.made('kyselylint.sarif')}\n") == (
        done.returncode,
        outputs,
    )
    assert "::error::made by the linter" in done.stdout.splitlines()


def test_workflow_commands_in_code(runner):
    """The linted code cannot give workflow commands: while findings are printed they are off, then only ours follow."""
    printed = runner.run().stdout.splitlines()

    stop = next(index for index, line in enumerate(printed) if line.startswith("::stop-commands::"))
    token = printed[stop].removeprefix("::stop-commands::")

    assert ["::error::from a code frame", f"::{token}::", "::error::made by the linter"] == printed[stop + 1 :]


def test_working_directory(runner):
    """The linter runs in the folder that was asked for."""
    runner.run(INPUT_WORKING_DIRECTORY="apps/api")

    expected = (runner.root / "checkout" / "apps" / "api").resolve()

    assert expected == Path((runner.root / "fakes" / "folder").read_text().strip())


@pytest.mark.parametrize("folder", ["missing", "-P", "$(touch pwned)"])
def test_missing_working_directory(runner, folder):
    """A folder that is not there ends the step before anything is linted."""
    done = runner.run(INPUT_WORKING_DIRECTORY=folder)

    assert (2, None) == (done.returncode, runner.arguments())
    assert [] == list(runner.root.rglob("pwned"))


def test_old_python(runner):
    """A Python that is too old is named as the reason, with what to add to the workflow."""
    done = runner.run(OLD_PYTHON="1")

    assert (2, None) == (done.returncode, runner.arguments())
    assert "add actions/setup-python before this step" in done.stdout
