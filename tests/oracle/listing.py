"""What kyselylint lists for the query corpus: the one place that calls the tool."""

import json
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import PurePosixPath
from typing import Any

from . import node

DIALECTS = ("mysql", "sqlite", "mssql")
CLEAN = 0
Entry = dict[str, Any]


def listed_by(source: str, case: str) -> Counter[str]:
    """Return the SQL of the queries that stand in the case's own function and are sent or compiled."""
    return Counter(entry["sql"] for entry in _sent(source) if entry["function"] == case)


def listed_elsewhere(source: str, cases: frozenset[str]) -> frozenset[str]:
    """Return the SQL of the queries that stand in no case but in what cases call: helpers, methods, closures."""
    return frozenset(entry["sql"] for entry in _sent(source) if entry["function"] not in cases)


@cache
def _sent(source: str) -> tuple[Entry, ...]:
    # An application's helpers stand in other files of it.
    near = PurePosixPath(*PurePosixPath(source).parts[:2]) if source.startswith("modules/") else PurePosixPath(source)
    entries = _listed(_dialect(source))
    return tuple(entry for entry in entries if entry["terminal"] and PurePosixPath(entry["path"]).is_relative_to(near))


def _dialect(source: str) -> str:
    folder = source.partition("/")[0]
    return folder if folder in DIALECTS else "postgres"


@cache
def _listed(dialect: str) -> tuple[Entry, ...]:
    done = _run(dialect)
    assert CLEAN == done.returncode, done.stderr
    return tuple(json.loads(done.stdout)["queries"])


@cache  # by itself, so that a failure is not repeated for each case
def _run(dialect: str) -> subprocess.CompletedProcess[str]:
    # All files at once, as a user would: one start of the tool for a dialect, and imports are followed.
    command = [sys.executable, "-m", "kyselylint", "queries", ".", "--format", "json", "--dialect", dialect]
    return subprocess.run(command, cwd=node.QUERIES, capture_output=True, text=True, check=False)
