"""How many places in queries read or write tenant tables, and how they do it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kyselylint.analysis.tenancy.verdict import Kind, Verdict


@dataclass(frozen=True, slots=True)
class Count:
    """Of `total` places in queries `scoped` are; of `able` that could compare the tenant column themselves `named` do.

    A place that a check before it covers could, but tells nothing of how queries are scoped.
    """

    scoped: int = 0
    total: int = 0
    named: int = 0
    able: int = 0

    def plus(self, verdict: Verdict) -> Count:
        """The count with one more place."""
        scoped = self.scoped + (verdict.kind is Kind.SCOPED)
        return Count(scoped, self.total + (not verdict.guarded), self.named + verdict.named, self.able + 1)


Counts = Mapping[str, Count]


@dataclass(frozen=True, slots=True)
class Counted:
    """The places by table, by folder, and by file and table."""

    tables: dict[str, Count] = field(default_factory=dict)
    folders: dict[str, Count] = field(default_factory=dict)
    files: dict[tuple[str, str], Count] = field(default_factory=dict)
