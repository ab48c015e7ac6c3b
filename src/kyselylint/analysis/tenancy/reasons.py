"""From equal columns to tenants: which rows are the caller's, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kyselylint.analysis.tenancy.classes import Situation, outsiders
from kyselylint.analysis.tenancy.model import Link, Role
from kyselylint.analysis.tenancy.nodes import Column, Outside
from kyselylint.analysis.tenancy.words import is_token
from kyselylint.analysis.tenancy.world import Row, World

# By these a tenant is found before anything is known of the caller: the host name of a request, the first part of its path.
_NAMES = frozenset(
    {"slug", "domain", "subdomain", "hostname", "host", "handle", "customdomain", "shortid", "key", "name"}
)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a row is the tenant's. `exempt` when it is not scoped but may be read all the same, as by a token."""

    text: str
    exempt: bool = False
    outside: Outside | None = field(default=None, compare=False)


def reason_for(goal: Row, world: World, found: Situation) -> Reason | None:
    """Why the goal is the tenant's in a situation; other rows are proven as far as needed."""
    rows = [
        row
        for row in world.rows
        if row.id in found.present and row.table is not None and row.table.role is not Role.SHARED
    ]
    proven: dict[int, Reason] = {}
    grown = True
    while grown and goal.id not in proven:
        grown = False
        for row in rows:
            if row.id not in proven:
                reason = next(_reasons(row, rows, proven, found, world), None)
                if reason is not None:
                    proven[row.id] = reason
                    grown = True
    return proven.get(goal.id)


def called(row: Row) -> str:
    """A row for a message: its table, with the alias where there is one."""
    source = row.source
    if source is None:
        return "a sub-query"
    return f"`{source.alias or source.table}`" if source.table else f"`{source.alias}`"


def _reasons(row: Row, rows: list[Row], proven: dict[int, Reason], found: Situation, world: World) -> Iterator[Reason]:
    if row.assumed:
        yield Reason(row.assumed)
    yield from _by_value(row, found)
    yield from _by_exemption(row, found, world)
    for other in rows:
        if other.id in proven and other is not row:
            yield from _by_row(row, other, proven[other.id], found)


def _by_value(row: Row, found: Situation) -> Iterator[Reason]:
    """Its own tenant column is a value from outside, or nothing at all."""
    assert row.table is not None  # noqa: S101  # only rows of tables are asked for
    for name in row.table.columns:
        node = Column(row.id, name)
        spelled = (
            f"`{row.source.name if row.source else ''}.{row.table.spelled if name == row.table.columns[0] else name}`"
        )
        for value in outsiders(found.classes, node):
            yield Reason(f"{spelled} is `{value.text}`", outside=value)
        if any(found.classes.equal(node, one) for one in found.absent):
            yield Reason(f"{spelled} is null, so the row is nobody's")


def _by_exemption(row: Row, found: Situation, world: World) -> Iterator[Reason]:
    """It is found by something that only its owner has."""
    assert row.table is not None  # noqa: S101  # only rows of tables are asked for
    for same in _fixed(row, found):
        name = same.name
        if is_token(name, world.tenancy.tokens):
            yield Reason(f"{called(row)} is looked up by `{name}`, which nobody can guess", exempt=True)
        elif name in row.table.personal:
            yield Reason(
                f"{called(row)} is looked up by the person (`{name}`), which tells the tenants they belong to",
                exempt=True,
            )
        elif row.table.role is Role.TENANT and name in _NAMES:
            yield Reason(f"{called(row)} is found by its `{name}`", exempt=True)


def _fixed(row: Row, found: Situation) -> Iterator[Column]:
    """The columns of a row that equal a value from outside which is not written in the code."""
    for node in tuple(found.classes.nodes()):
        if not isinstance(node, Column) or node.row != row.id:
            continue
        if any(not value.literal for value in outsiders(found.classes, node)):
            yield node


def _by_row(row: Row, other: Row, why: Reason, found: Situation) -> Iterator[Reason]:
    """It is tied to a row that is the tenant's."""
    assert row.table is not None and other.table is not None  # noqa: S101, PT018  # only rows of tables are asked for
    story = f"{called(other)} is the tenant's: {why.text}"
    for one in row.table.columns:
        for two in other.table.columns:
            if found.classes.equal(Column(row.id, one), Column(other.id, two)):
                yield Reason(f"it has the tenant of {called(other)}, and {story}", outside=why.outside)
    same_table = row.table.name == other.table.name
    if same_table and _all_equal(row, row.table.key, other, other.table.key, found):
        yield Reason(f"it is the same row as one read before, and {story}", outside=why.outside)
    for link in row.table.links:
        if _leads(row, link, other, found):
            yield Reason(f"it belongs to {called(other)}, and {story}", outside=why.outside)
        for second in other.table.links:
            if (
                second.target == link.target
                and link.columns != row.table.columns
                and _meet(row, link, other, second, found)
            ):
                yield Reason(f"it belongs to the same row as {called(other)}, and {story}", outside=why.outside)
    for link in other.table.links:
        if _leads(other, link, row, found):
            yield Reason(f"{called(other)} refers to it, and {story}", outside=why.outside)


def _leads(child: Row, link: Link, parent: Row, found: Situation) -> bool:
    is_target = parent.table is not None and link.target == parent.table.folded
    return is_target and _all_equal(child, link.columns, parent, link.target_columns, found)


def _meet(row: Row, link: Link, other: Row, second: Link, found: Situation) -> bool:
    """Both refer to the same row of a third table."""
    return link.target_columns == second.target_columns and _all_equal(row, link.columns, other, second.columns, found)


def _all_equal(row: Row, columns: tuple[str, ...], other: Row, others: tuple[str, ...], found: Situation) -> bool:
    pairs = tuple(zip(columns, others, strict=False))
    return bool(pairs) and len(columns) == len(others) and all(
        found.classes.equal(Column(row.id, one), Column(other.id, two)) for one, two in pairs
    )  # fmt: skip
