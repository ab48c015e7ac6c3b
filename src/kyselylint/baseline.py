"""Findings that a team has accepted for now: kept in a file of the project, not shown again, and not forgotten."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from kyselylint.exits import Mistake, UsageError
from kyselylint.finding import Finding

FILE = "kyselylint-baseline.json"
VERSION = 1


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One of them. `path` is relative to the project's root; the fingerprint tells it from others, the rest is read."""

    path: str
    rule: str
    function: str
    fingerprint: str


Baseline = Mapping[str, Entry]  # by fingerprint


def load(root: Path) -> Baseline:
    """The baseline of a project; nothing where there is no file, a UsageError where it is none of ours."""
    try:
        entries = _entries((root / FILE).read_bytes())
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise UsageError(Mistake(f"`{FILE}` cannot be read: {error.strerror or error}")) from None
    except (ValueError, TypeError, KeyError):  # what json and the classes say of other content
        help_ = "`kyselylint baseline create` writes it anew"
        raise UsageError(Mistake(f"`{FILE}` is no baseline of version {VERSION}", help=help_)) from None
    return {entry.fingerprint: entry for entry in entries}


def _entries(data: bytes) -> list[Entry]:
    held = json.loads(data)
    if held["version"] != VERSION:
        raise ValueError
    return [Entry(**one) for one in held["findings"]]


def written(entries: Iterable[Entry]) -> str:
    """The file: sorted, and one finding a line, so that branches seldom change the same one."""
    lines = ",\n".join(f"  {json.dumps(asdict(entry), ensure_ascii=False)}" for entry in sorted(entries))
    return f'{{\n "version": {VERSION},\n "findings": [\n{lines}\n ]\n}}\n'


def entry_of(finding: Finding) -> Entry:
    """What is kept of a finding."""
    return Entry(finding.span.path, finding.rule, finding.function, finding.fingerprint)


def stale(
    baseline: Baseline, findings: Iterable[Finding], could_be_found: Callable[[Entry], bool]
) -> tuple[Entry, ...]:
    """Entries that match no finding, shown or not, among those that the run could have found."""
    found = {finding.fingerprint for finding in findings}
    return tuple(entry for key, entry in baseline.items() if key not in found and could_be_found(entry))
