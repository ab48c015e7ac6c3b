"""How many occurrences there are of each kind: in all, and by table and operation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kyselylint.analysis.tenancy.model import Role
from kyselylint.analysis.tenancy.verdict import Kind
from kyselylint.audit import Entry
from kyselylint.query.statement import Operation

UNNAMED = "(unknown)"  # a table whose name is not known


def by_verdict(entries: Iterable[Entry]) -> dict[Kind, int]:
    """The number of each verdict, those that do not occur included, the worst first."""
    found = Counter(entry.occurrence.kind for entry in entries)
    return {kind: found[kind] for kind in Kind}


@dataclass(frozen=True, slots=True)
class Line:
    """A table in the matrix: what it is to tenants, and its verdicts by operation."""

    table: str
    belongs: Role
    cells: Mapping[Operation, Mapping[Kind, int]]

    def by_operation(self, operation: Operation) -> Mapping[Kind, int]:
        """The verdicts on places where that is done to it, the worst first."""
        cell = self.cells.get(operation, {})
        return {kind: cell[kind] for kind in Kind if kind in cell}

    def total(self, kind: Kind) -> int:
        """How often the verdict occurs, whatever is done to the table."""
        return sum(cell.get(kind, 0) for cell in self.cells.values())


def matrix(entries: Iterable[Entry]) -> tuple[Line, ...]:
    """A line for each table, those with the most unscoped places first, tables of nobody last."""
    cells: dict[str, dict[Operation, Counter[Kind]]] = {}
    belongs: dict[str, Role] = {}
    for one in (entry.occurrence for entry in entries):
        name = one.name or UNNAMED
        cells.setdefault(name, {}).setdefault(one.operation, Counter())[one.kind] += 1
        belongs.setdefault(name, one.belongs)
    lines = (Line(name, belongs[name], found) for name, found in cells.items())
    return tuple(sorted(lines, key=_weight))


def operations(lines: Iterable[Line]) -> tuple[Operation, ...]:
    """What is done to any of the tables, in the order of SQL's textbooks."""
    found = {operation for line in lines for operation in line.cells}
    return tuple(operation for operation in Operation if operation in found)


def _weight(line: Line) -> tuple[object, ...]:
    nobody = line.belongs is Role.SHARED and not (line.total(Kind.UNSCOPED) or line.total(Kind.UNKNOWN))
    return nobody, -line.total(Kind.UNSCOPED), -line.total(Kind.UNKNOWN), line.table
