"""What kyselylint lists for the query corpus: the one place that calls the tool."""

import json
import subprocess
import sys
from functools import cache
from pathlib import PurePosixPath
from typing import Any

from . import node

DIALECTS = ("mysql", "sqlite", "mssql")
Entry = dict[str, Any]


def listed_sql(source: str, case: str) -> tuple[str, ...]:
    """Return the SQL of the case's queries that are sent or compiled, in source order."""
    entries = [entry for entry in _sent(_dialect(source)) if _belongs(entry, source, case)]
    return tuple(entry["sql"] for entry in sorted(entries, key=lambda entry: entry["start"]["offset"]))


def _dialect(source: str) -> str:
    folder = source.partition("/")[0]
    return folder if folder in DIALECTS else "postgresql"


def _belongs(entry: Entry, source: str, case: str) -> bool:
    # The queries of an application's case may stand in another file of it, in a repository's method.
    near = PurePosixPath(source).parent if "/modules/" in f"/{source}" else PurePosixPath(source)
    return entry["function"] == case and PurePosixPath(entry["path"]).is_relative_to(near)


@cache
def _sent(dialect: str) -> tuple[Entry, ...]:
    # All files at once, as a user would: one start of the tool for a dialect, and imports are followed.
    command = [sys.executable, "-m", "kyselylint", "queries", ".", "--format", "json", "--dialect", dialect]
    done = subprocess.run(command, cwd=node.QUERIES, capture_output=True, text=True, check=False)
    if not done.stdout:
        message = f"{' '.join(command)} gave nothing ({done.returncode}):\n{done.stderr}"
        raise RuntimeError(message)
    return tuple(entry for entry in json.loads(done.stdout)["queries"] if entry["terminal"])
