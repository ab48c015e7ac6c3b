"""How regularly a project scopes its queries: some name the tenant in each one, others check first and work by id."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from kyselylint.analysis.tenancy.counts import Count, Counted, Counts
from kyselylint.analysis.tenancy.known import Known
from kyselylint.analysis.tenancy.model import Tenancy, TenantTable
from kyselylint.analysis.tenancy.verdict import Gap, Kind, Verdict
from kyselylint.analysis.view import View
from kyselylint.finding import Span
from kyselylint.query.statement import Operation

FEWEST = 5  # queries of a table that make a habit; below, the whole project is looked at
FEWEST_NEAR = 20  # queries of a folder that do
_FEWEST_BESIDE = 2  # other queries of a table in one file that do
_STRONG = 0.8
_WEAK = 0.6
_NEARLY_ALL = 0.9


@dataclass(frozen=True, slots=True)
class Habit:
    """Of `total` queries `scoped` are; `of` says which queries. `near` for all but one of a file, however few."""

    scoped: int
    total: int
    of: str = ""
    near: bool = False

    @property
    def share(self) -> float:
        """0 to 1; 1 where there is too little to tell."""
        return self.scoped / self.total if self.total >= FEWEST else 1.0

    @property
    def weak(self) -> bool:
        """Whether a missing scope is nothing special here."""
        return self.share < _WEAK and not self.near

    @property
    def mixed(self) -> bool:
        """Whether it is neither the rule nor the exception."""
        return self.near or _WEAK <= self.share < _STRONG

    @property
    def remark(self) -> str:
        """What a finding says of it."""
        return (
            f" ({self.scoped} of {self.total} queries {self.of} are scoped)"
            if self.total >= FEWEST or self.near
            else ""
        )


def habit(table: TenantTable, path: str, here: Known, tenancy: Tenancy, view: View) -> Habit:
    """The weaker one of two habits: the project's for a table, and that of the code around a file.

    A package that is handed ids which others have checked has a habit of its own.
    """
    counted = _counts(here, tenancy, view)
    own, every = counted.tables.get(table.folded, Count()), counted.folders.get("", Count())
    if own.total >= FEWEST:
        of_table = Habit(own.scoped, own.total, f"of `{table.name}`")
    else:
        of_table = Habit(every.scoped, every.total, "of tenant tables")
    return min(of_table, _near(path, counted.folders), key=lambda one: one.share)


def in_file(table: TenantTable, path: str, here: Known, tenancy: Tenancy, view: View) -> Habit | None:
    """The habit of the one file for a table, if all of its queries but one compare the tenant column."""
    own = _counts(here, tenancy, view).files.get((path, table.folded), Count())
    alone = own.able - own.named == 1 and own.named >= _FEWEST_BESIDE
    return Habit(own.named, own.able, f"of `{table.name}` in this file", near=True) if alone else None


def shares(here: Known, tenancy: Tenancy, view: View) -> Mapping[str, Habit]:
    """The habit of each table whose queries could name the tenant, by its folded name."""
    tables = _counts(here, tenancy, view).tables
    return {
        name: Habit(one.scoped, one.total, f"of `{tenancy.tables[name].name}`")
        for name, one in tables.items()
        if one.total
    }


def custom(table: TenantTable, here: Known, tenancy: Tenancy, view: View) -> Habit | None:
    """How many queries of a table compare its tenant column themselves, where nearly all of the others do."""
    found = _counts(here, tenancy, view)
    own, every = found.tables.get(table.folded, Count()), found.folders.get("", Count())
    few = own.able < FEWEST
    counted = every if few else own
    usual = every.named >= (_NEARLY_ALL if few else _STRONG) * every.able
    if not usual or counted.able < FEWEST or counted.named < _NEARLY_ALL * (counted.able - 1):
        return None
    return Habit(counted.named, counted.able, "of tenant tables" if few else f"of `{table.name}`")


def _near(path: str, folders: Counts) -> Habit:
    """The habit of the nearest folder around a file that has one."""
    for folder in _around(path):
        found = folders.get(folder, Count())
        if found.total >= FEWEST_NEAR:
            return Habit(found.scoped, found.total, f"below {folder}" if folder else "of tenant tables")
    return Habit(0, 0)


def _around(path: str) -> Iterator[str]:
    """The folders that a file is in, the nearest first; "" for the project."""
    yield from (str(folder) if folder.parts else "" for folder in PurePosixPath(path).parents)


def _counts(here: Known, tenancy: Tenancy, view: View) -> Counted:
    """The places in the queries of the application."""
    if id(tenancy) not in here.habits:
        here.habits[id(tenancy)] = _count(here, tenancy, view)
    return here.habits[id(tenancy)]


def _count(here: Known, tenancy: Tenancy, view: View) -> Counted:
    """A table counts wherever it is met: a handle of unknown type may reach it as part of another database."""
    found = Counted()
    tables, folders, files = found.tables, found.folders, found.files
    for verdict, own in _application(here, tenancy, view):
        name = verdict.table.folded
        known = tenancy.tables.get(name)
        if known is not None and known.columns == verdict.table.columns:
            tables[name] = tables.get(name, Count()).plus(verdict)
            place = (verdict.at.path, name)
            files[place] = files.get(place, Count()).plus(verdict)
        for folder in _around(verdict.at.path) if own else ():
            folders[folder] = folders.get(folder, Count()).plus(verdict)
    return found


def _application(here: Known, tenancy: Tenancy, view: View) -> Iterator[tuple[Verdict, bool]]:
    """The verdicts that show a habit, each place once, and whether they are of this database."""
    seen: dict[Span, tuple[Verdict, bool]] = {}
    for module in here.project.modules:
        if view.settings.classify(module.path):
            continue
        for query in module.queries:
            if query.run is None or not query.run.sends:
                continue
            its = here.tenancy(view.catalog(query), view.settings.tenancy)
            if its is not tenancy and query.handle.database:
                continue  # another database, which has a table of that name too
            for verdict in here.verdicts(query, its):
                if _tells(verdict):
                    seen[verdict.source.span or verdict.at] = (verdict, its is tenancy)
    own = [posixpath.dirname(verdict.at.path) for verdict, is_own in seen.values() if is_own]
    home = posixpath.commonpath(own) if own else ""  # what is met elsewhere is of another application
    yield from (one for one in seen.values() if f"{one[0].at.path}/".startswith(f"{home}/" if home else ""))


def _tells(verdict: Verdict) -> bool:
    """Whether it was up to the query to compare the column: not in an insert, nor where a row was judged before."""
    inserts = verdict.role == "target" and verdict.statement.operation in (Operation.INSERT, Operation.REPLACE)
    judged = verdict.kind in (Kind.SCOPED, Kind.UNSCOPED) and verdict.gap is not Gap.FOLLOWS
    return (judged or verdict.guarded) and not inserts and bool(verdict.table.columns)
