"""How regularly a project scopes its queries: some put the tenant into each of them, others check first and then work by id."""

from __future__ import annotations

from dataclasses import dataclass

from kyselylint.analysis.tenancy.known import Known
from kyselylint.analysis.tenancy.model import Tenancy, TenantTable
from kyselylint.analysis.tenancy.verdict import Gap, Kind
from kyselylint.analysis.view import View

FEWEST = 5  # queries of a table that make a habit; below, the whole project is looked at
_STRONG = 0.8
_WEAK = 0.6


@dataclass(frozen=True, slots=True)
class Habit:
    """Of `total` queries of a table (or of all tenant tables), `scoped` are."""

    scoped: int
    total: int
    whole_project: bool = False

    @property
    def share(self) -> float:
        """0 to 1; 1 where there is too little to tell."""
        return self.scoped / self.total if self.total >= FEWEST else 1.0

    @property
    def weak(self) -> bool:
        """Whether a missing scope is nothing special here."""
        return self.share < _WEAK

    @property
    def mixed(self) -> bool:
        """Whether it is neither the rule nor the exception."""
        return _WEAK <= self.share < _STRONG

    @property
    def remark(self) -> str:
        """What a finding says of it."""
        if self.total < FEWEST:
            return ""
        subject = "tenant tables" if self.whole_project else "this table"
        return f" ({self.scoped} of {self.total} queries of {subject} are scoped)"


def habit(table: TenantTable, here: Known, tenancy: Tenancy, view: View) -> Habit:
    """The project's habit for a table."""
    counts = _counts(here, tenancy, view)
    scoped, total = counts.get(table.folded, (0, 0))
    if total >= FEWEST:
        return Habit(scoped, total)
    return Habit(sum(one for one, _ in counts.values()), sum(other for _, other in counts.values()), whole_project=True)


def _counts(here: Known, tenancy: Tenancy, view: View) -> dict[str, tuple[int, int]]:
    """By table: how many of its queries are scoped, and how many there are, in application code."""
    if id(tenancy) not in here.habits:
        here.habits[id(tenancy)] = dict(_count(here, tenancy, view))
    return here.habits[id(tenancy)]


def _count(here: Known, tenancy: Tenancy, view: View) -> dict[str, tuple[int, int]]:
    counts: dict[str, tuple[int, int]] = {}
    for module in here.project.modules:
        if view.settings.classify(module.path):
            continue
        for query in module.queries:
            if (
                query.run is None
                or not query.run.sends
                or here.tenancy(view.catalog(query), view.settings.tenancy) is not tenancy
            ):
                continue
            for verdict in here.verdicts(query, tenancy):
                if (
                    verdict.kind in (Kind.SCOPED, Kind.UNSCOPED)
                    and verdict.gap is not Gap.FOLLOWS
                    and verdict.table.columns
                ):
                    scoped, total = counts.get(verdict.table.folded, (0, 0))
                    counts[verdict.table.folded] = (scoped + (verdict.kind is Kind.SCOPED), total + 1)
    return counts
