from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kyselylint.cli.main import main

# Whatever in the environment changes what is printed.
SCRUBBED = ("NO_COLOR", "FORCE_COLOR", "CI", "KYSELYLINT_CONFIG", "COLUMNS", "GITHUB_WORKSPACE")
DELETE = "await db.deleteFrom('session').execute()\n"
SELECT = "await db.selectFrom('session').select('id').where('id', '=', id).limit(1).execute()\n"


@dataclass
class Shell:
    """A directory and the program in it."""

    directory: Path

    def __call__(self, *words: str, input: str | bytes = "") -> Result:  # noqa: A002 - as click calls it
        """Run the program, with what comes on standard input."""
        return CliRunner().invoke(main, words, input=input, prog_name="kyselylint")

    def write(self, path: str, text: str | bytes) -> Path:
        """Write a file, making its directory."""
        target = self.directory / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode() if isinstance(text, str) else text)
        return target


@pytest.fixture
def shell(tmp_path, monkeypatch) -> Callable[..., Result]:
    """The program in an empty project."""
    monkeypatch.chdir(tmp_path)
    for name in SCRUBBED:
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "package.json").write_text("{}")
    return Shell(tmp_path)
