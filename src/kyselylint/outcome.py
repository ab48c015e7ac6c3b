"""What a run has found, counted and assumed: all that a report may show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kyselylint import exits
from kyselylint.baseline import Entry
from kyselylint.finding import Finding, Preset, Problem, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much was looked at. `partial` queries have a hole; `rules` are those that could report.

    `quiet` files have queries but are tests, migrations and so on, of which most rules say nothing.
    """

    files: int = 0
    kysely_files: int = 0
    queries: int = 0
    partial: int = 0
    quiet: int = 0
    rules: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The end of a run. `findings` are shown; the others were taken away, and are counted by what took them.

    `suppressed` are those that a comment speaks for, `baselined` those that the baseline holds; `stale` is what it
    holds and is no longer found. `failing` are the findings at or above `--fail-on`; `notes` say what was assumed and
    what could not be judged.
    """

    findings: tuple[Finding, ...] = ()
    suppressed: tuple[Finding, ...] = ()
    baselined: tuple[Finding, ...] = ()
    stale: tuple[Entry, ...] = ()
    hidden: Mapping[Preset, int] = field(default_factory=dict)
    failing: int = 0
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    counts: Counts = Counts()
    skipped: Mapping[str, int] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def exit_code(self) -> int:
        """Incomplete analysis says more than findings, findings more than none."""
        if self.problems:
            return exits.INCOMPLETE
        return exits.FINDINGS if self.failing else exits.CLEAN

    def number(self, severity: Severity) -> int:
        """How many findings of a severity are shown."""
        return sum(finding.severity is severity for finding in self.findings)
