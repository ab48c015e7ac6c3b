"""What a machine can judge about the code of the repository."""

import ast
import subprocess
import sysconfig
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CODE = ("src", "tests", "scripts", "benchmarks")
LONGEST_FUNCTION = 60  # lines
LONGEST_FILE = 350  # lines that are not blank
PROGRAMS = [("ruff", "check", *CODE), ("ruff", "format", "--check", *CODE), ("mypy",), ("lint-imports", "--no-cache")]


def functions():
    """Every function of the package with its file."""
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield path, node


@pytest.mark.parametrize("program", PROGRAMS, ids=" ".join)
def test_program(program):
    """The program finds nothing to say; its settings are in pyproject.toml."""
    name, *arguments = program
    command = [Path(sysconfig.get_path("scripts"), name), *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert 0 == done.returncode, done.stdout + done.stderr


def test_functions_are_short():
    """A function fits on a screen."""
    long = [
        f"{path.name}: {node.name}" for path, node in functions() if node.end_lineno - node.lineno >= LONGEST_FUNCTION
    ]

    assert [] == long


def test_files_are_short():
    """A file of the package holds one idea, and can be read in one go."""
    files = chain((ROOT / "src").rglob("*.py"), (ROOT / "scripts").rglob("*.py"))
    long = [path.name for path in files if sum(map(bool, path.read_text("utf-8").split("\n"))) > LONGEST_FILE]

    assert [] == long
