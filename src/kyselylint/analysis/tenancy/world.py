"""The rows that a statement looks at, and the facts that its text states about them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from kyselylint.analysis.predicates import Facts
from kyselylint.analysis.tenancy.model import Tenancy, TenantTable
from kyselylint.analysis.tenancy.nodes import All, Cases, Column, Given, Outside
from kyselylint.analysis.tenancy.outputs import names, stars
from kyselylint.finding import Span
from kyselylint.query.statement import Cte, Query, Source
from kyselylint.schema.catalog import fold


@dataclass(frozen=True, slots=True)
class Scope:
    """Where the names of values mean something: in a function `entry`, called by `via`, the innermost call first."""

    entry: str = ""
    via: tuple[Span, ...] = ()

    @property
    def key(self) -> str:
        """Different for every scope."""
        return "".join((self.entry, *(f"@{call.path}:{call.start}" for call in self.via)))


NOWHERE = Scope()
LARGEST = 400  # rows of one world; a statement that needs more is not read to the end


@dataclass(slots=True, eq=False)
class Row:
    """One entry of FROM, or a row of an earlier query: some row of a table, or of what a sub-query returns.

    `optional` when it may be null-extended; `inside` is the row of the sub-query that this one is a part of; `arms` are
    the statements that may have produced it; `assumed` when induction or a hypothesis says that it is the tenant's,
    `checked` when the code has checked it.
    """

    id: int
    name: str
    source: Source | None
    table: TenantTable | None
    inside: Row | None = None
    optional: bool = False
    assumed: str = ""
    checked: str = ""
    arms: list[Frame] = field(default_factory=list)
    exported: set[str] = field(default_factory=set)


@dataclass(slots=True, eq=False)
class Body:
    """A common table expression where it is in sight; `recursive` inside itself."""

    cte: Cte
    outer: Frame | None
    bodies: Mapping[str, Body]
    recursive: bool = False


@dataclass(slots=True, eq=False)
class Frame:
    """A statement that is being read: what its names mean, and what it states."""

    query: Query
    outer: Frame | None
    bodies: Mapping[str, Body]
    part_of: Row | None = None
    columns: tuple[str, ...] = ()
    scope: Scope = NOWHERE
    rows: dict[str, Row] = field(default_factory=dict)
    facts: list[Given] = field(default_factory=list)

    def stated(self) -> Facts:
        """Everything that is known of its rows, sub-queries in FROM included."""
        inner = (fact for row in self.rows.values() for fact in derived_facts(row))
        return (*self.facts, *inner)


def derived_facts(row: Row) -> Iterator[Given]:
    """What holds of a row because of the statements that may have produced it."""
    arms = tuple(arm.stated() for arm in row.arms)
    if len(arms) == 1:
        yield Given(All(arms[0]), frozenset({row.id}))
    elif arms:
        yield Given(Cases(arms), frozenset({row.id}))


@dataclass(slots=True, eq=False)
class World:
    """All rows that take part in one proof."""

    tenancy: Tenancy
    judged: str = ""  # the id of the query that is judged: what its own rows hold says nothing of whose they are
    assume: Callable[[Source], str] = lambda _source: ""
    rows: list[Row] = field(default_factory=list)
    earlier: dict[tuple[str, Scope], Row] = field(default_factory=dict)
    before: list[Row] = field(default_factory=list)
    facts: list[Given] = field(default_factory=list)
    checked: list[tuple[Outside, str]] = field(default_factory=list)  # values, and the call that checked them

    def row(self, frame: Frame, source: Source | None, *, optional: bool = False) -> Row:
        """A new row of what a source names."""
        table = self.tenancy.tables.get(fold(source.table)) if source is not None and is_table(source, frame) else None
        name = fold(source.name) if source is not None else ""
        row = Row(len(self.rows), name, source, table, frame.part_of, optional)
        if source is not None:
            row.assumed = self.assume(source)
        self.rows.append(row)
        frame.rows[name or f"#{row.id}"] = row
        return row

    def loose(self) -> Row:
        """A new row of a sub-query that is no entry of FROM, or of an earlier query."""
        row = Row(len(self.rows), "", None, None)
        self.rows.append(row)
        return row

    def stated(self, *frames: Frame) -> Facts:
        """Everything that is known: what the statements say, and what is known of earlier rows and of values."""
        outer = (fact for frame in frames for fact in frame.stated())
        before = (fact for row in self.before for fact in derived_facts(row))
        return (*outer, *before, *self.facts)

    @property
    def full(self) -> bool:
        """Whether no more rows are taken in."""
        return len(self.rows) >= LARGEST


def is_table(source: Source, frame: Frame) -> bool:
    """Whether a source is a table of the database, and its name is known."""
    known = bool(source.table) and not source.dynamic and source.query is None
    return known and not source.cte and (bool(source.schema) or fold(source.table) not in frame.bodies)


def find(frame: Frame | None, table: str, column: str) -> Row | None:
    """The row that `table.column` speaks of, from the inside out; None when it cannot be told."""
    while frame is not None:
        row = frame.rows.get(fold(table)) if table else _having(frame, fold(column))
        if row is not None:
            return row
        if not table and not _surely_outside(frame, fold(column)):
            return None
        frame = frame.outer
    return None


def _having(frame: Frame, column: str) -> Row | None:
    """The only row of the statement that has, or may have, the column."""
    rows = list(frame.rows.values())
    if len(rows) == 1 and not _lacks(rows[0], column):
        return rows[0]
    for possible in (_has, lambda row, name: not _lacks(row, name)):
        found = [row for row in rows if possible(row, column)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _surely_outside(frame: Frame, column: str) -> bool:
    return all(_lacks(row, column) for row in frame.rows.values())


def _has(row: Row, column: str) -> bool:
    if row.arms:
        return column in names(row.arms[0].query, row.arms[0].columns)
    return row.table is not None and column in row.table.all_columns


def _lacks(row: Row, column: str) -> bool:
    if row.arms:
        return not _has(row, column) and not stars(row.arms[0].query)
    return row.table is not None and row.table.closed and column not in row.table.all_columns


def column(row: Row, name: str) -> Column:
    """The node for a column of a row."""
    return Column(row.id, fold(name))
