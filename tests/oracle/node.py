"""Runs this folder's Node programs: type-checks TypeScript and compiles queries with the real Kysely.

`python tests/oracle/node.py` writes the expected SQL of corpus/queries anew; read the difference before committing it.
"""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from filelock import FileLock

HERE = Path(__file__).resolve().parent
QUERIES = HERE.parents[1] / "corpus" / "queries"
EXPECTED = QUERIES / "expected"
PACKAGES = HERE / "node_modules"
SKIP_REASON = "needs Node.js: install it from nodejs.org, or let CI run this test"
STAMP = PACKAGES / ".installed-lock.json"

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
NO_BROWSER = "needs Node.js and Chromium: install both (apt-get install chromium), or let CI run this test"

Compiled = dict[str, dict[str, list[str]]]
"""File of the corpus (relative path) -> case -> the SQL texts that it sends, in order."""


@dataclass(frozen=True, slots=True)
class TypeProblem:
    """One diagnostic of the TypeScript compiler; the line counts from 1, 0 if it belongs to no file."""

    path: str
    line: int
    code: int
    message: str


def may_skip() -> bool:
    """Say whether tests that need Node may be skipped: it is not installed, and this is not CI."""
    return shutil.which("node") is None and not os.environ.get("CI")


def may_skip_browser() -> bool:
    """Say the same for tests that also need a browser."""
    return may_skip() or (not any(map(shutil.which, BROWSERS)) and not os.environ.get("CI"))


def run_tsc(*paths: Path) -> tuple[TypeProblem, ...]:
    """Type-check files, or one folder with or without a tsconfig.json, strictly against the pinned Kysely.

    Packages that the folder itself does not have are taken from this folder's node_modules.
    """
    found = json.loads(_node("type-check.mjs", *paths))
    return tuple(TypeProblem(**problem) for problem in found)


def compile_corpus(folder: Path = QUERIES) -> Compiled:
    """Run every case below the folder on the real Kysely and return the SQL that it sends."""
    compiled: Compiled = json.loads(_node("compile.mjs", folder))
    return compiled


def sent_by_migrations(folder: Path) -> list[dict[str, str]]:
    """Run the migrations of a folder on the real Kysely and return each statement: `path` and `text`, in order."""
    sent: list[dict[str, str]] = json.loads(_node("migrate.mjs", folder))
    return sent


def browse(page: Path, *steps: list[str], scheme: str = "light") -> list[Any]:
    """Open a page in Chromium, take the steps that page.mjs knows, and return what each gives."""
    found: list[Any] = json.loads(_node("page.mjs", page, Path(scheme), json.dumps(steps)))
    return found


def kysely_methods() -> dict[str, list[str]]:
    """Return the public member names of each builder interface of the pinned Kysely, by interface."""
    methods: dict[str, list[str]] = json.loads(_node("methods.mjs"))
    return methods


def kysely_names() -> dict[str, dict[str, list[str]]]:
    """Return what the pinned Kysely has besides methods: exports, lists of words, types of words, and options."""
    names: dict[str, dict[str, list[str]]] = json.loads(_node("names.mjs"))
    return names


def expected_file(source: str) -> Path:
    """Return where the expected SQL of a corpus file stands: expected/, same path and name, .json added."""
    return EXPECTED / f"{source}.json"


@cache
def install() -> None:
    """Install the locked packages once per checkout and lock file."""
    lock = (HERE / "package-lock.json").read_bytes()
    with FileLock(HERE / ".install.lock"):  # test processes side by side: the others wait for the first
        if STAMP.exists() and STAMP.read_bytes() == lock:
            return
        with TemporaryDirectory(dir=HERE, prefix=".install-") as scratch:
            fresh = _npm_ci(Path(scratch))
            (fresh / STAMP.name).write_bytes(lock)
            shutil.rmtree(PACKAGES, ignore_errors=True)
            fresh.rename(PACKAGES)


def _npm_ci(scratch: Path) -> Path:
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(HERE / name, scratch)
    npm = shutil.which("npm") or "npm"
    _run([npm, "ci", "--no-audit", "--no-fund"], cwd=scratch)
    return scratch / "node_modules"


def _node(program: str, *arguments: Path | str) -> str:
    install()
    node = shutil.which("node") or "node"
    return _run([node, str(HERE / program), *map(str, arguments)], cwd=HERE)


def _run(command: list[str], cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        message = f"{' '.join(command)} failed ({done.returncode}):\n{done.stdout}{done.stderr}"
        raise RuntimeError(message)
    return done.stdout


def write_json(path: Path, value: object) -> None:
    """Write JSON as it is committed: two spaces, a newline at the end."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def write_expected() -> int:
    """Write expected/ anew from the real Kysely and return the number of cases."""
    compiled = compile_corpus()
    shutil.rmtree(EXPECTED, ignore_errors=True)
    for source, cases in compiled.items():
        write_json(expected_file(source), cases)
    write_json(HERE / "kysely-methods.json", kysely_methods())
    write_json(HERE / "kysely-names.json", kysely_names())
    return sum(map(len, compiled.values()))


if __name__ == "__main__":
    sys.stdout.write(f"{write_expected()} cases\n")
