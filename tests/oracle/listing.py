"""What kyselylint lists for a file of the query corpus: the one place that calls the tool."""

import json
import subprocess
import sys
from functools import cache
from typing import Any

from . import node

DIALECTS = ("mysql", "sqlite", "mssql")
NOT_SENT = (None, "none", "returned", "dropped", "passed")


def listed_sql(source: str, case: str) -> tuple[str, ...]:
    """Return the SQL of the case's queries that are sent or compiled, in source order."""
    entries = sorted(_listed(source), key=lambda entry: entry["start"]["offset"])
    return tuple(entry["sql"] for entry in entries if entry["function"] == case)


@cache
def _listed(source: str) -> tuple[dict[str, Any], ...]:
    command = [sys.executable, "-m", "kyselylint", "queries", str(node.QUERIES / source), "--format", "json"]
    folder = source.partition("/")[0]
    if folder in DIALECTS:
        command += ["--dialect", folder]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    queries = json.loads(done.stdout)["queries"]
    return tuple(entry for entry in queries if entry["terminal"] not in NOT_SENT)
