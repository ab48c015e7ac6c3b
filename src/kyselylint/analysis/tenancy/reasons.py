"""From equal columns to tenants: which rows are the caller's, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kyselylint.analysis.tenancy.classes import Situation, fixed, neighbours, nulls, values
from kyselylint.analysis.tenancy.ground import Ground
from kyselylint.analysis.tenancy.model import Role, TenantTable
from kyselylint.analysis.tenancy.nodes import Column, Node, Outside
from kyselylint.analysis.tenancy.values import made_with_tenant
from kyselylint.analysis.tenancy.words import is_personal
from kyselylint.analysis.tenancy.world import Row, World
from kyselylint.query.value import Origin
from kyselylint.schema.catalog import fold

_OWN = frozenset({"userid"})  # who a row belongs to, as against who wrote it or works on it
_CALLERS = frozenset({"user", "currentuser", "authuser", "viewer", "actor", "me"})
# By these a tenant is found before anything is known of the caller: the host name of a request, the first part of its
# path.
_NAMES = frozenset(
    {"slug", "domain", "subdomain", "hostname", "host", "handle", "customdomain", "shortid", "key", "name"}
)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a row is the tenant's. `exempt` when it is not scoped but may be read all the same, as by a token.

    `outside` is the value that decides in the end, `column` the row's own tenant column where that is compared with it.
    `shared` when the row may be nobody's: rows of any tenant may then refer to it. `guarded` when the code checked it.
    `rests_on` is the row of which it was assumed, not proven, where the reason goes back to such a one.
    """

    text: str
    exempt: bool = False
    ground: Ground = Ground.TIED
    column: str = ""
    shared: bool = False
    by_person: bool = False
    guarded: bool = False
    outside: Outside | None = field(default=None, compare=False)
    rests_on: Row | None = field(default=None, compare=False)


def reason_for(goal: Row, world: World, found: Situation) -> Reason | None:
    """Why the goal is the tenant's in a situation; other rows are proven as far as needed.

    Rows about a person are proven to be the caller's, which says which tenants are theirs.
    """
    rows = [row for row in world.rows if row.id in found.present and _matters(row)]
    given = _Given(
        world, found, values(found.classes), nulls(found), fixed(found.classes), neighbours(found.classes), {}
    )
    for row in rows:
        given.prove(row, _by_itself(row, given))
    grown = True
    while grown and goal.id not in given.proven:
        known = len(given.proven)
        for row in rows:
            given.prove(row, _by_others(row, given))
        grown = len(given.proven) > known
    return given.proven.get(goal.id)


@dataclass(frozen=True, slots=True)
class _Given:
    """A situation, with what its rows' columns equal, the neighbours of each row, and what is proven so far."""

    world: World
    found: Situation
    values: dict[int, dict[str, list[Outside]]]
    nulls: set[Node]
    fixed: dict[int, list[tuple[Column, Outside]]]
    near: dict[int, set[int]]
    proven: dict[int, Reason]

    def prove(self, row: Row, reasons: Iterator[Reason]) -> None:
        """Keep the first of the reasons, if the row has none yet."""
        reason = None if row.id in self.proven else next(reasons, None)
        if reason is not None:
            self.proven[row.id] = reason


def _matters(row: Row) -> bool:
    return row.table is not None and (row.table.role is not Role.SHARED or row.table.person)


def called(row: Row) -> str:
    """A row for a message: its table, with the alias where there is one."""
    source = row.source
    if source is None:
        return "a sub-query"
    return f"`{source.alias or source.table}`" if source.table else f"`{source.alias}`"


def _by_itself(row: Row, given: _Given) -> Iterator[Reason]:
    """What its own columns say."""
    table = row.table
    if table is None:
        return
    if row.assumed:
        yield Reason(row.assumed, rests_on=row)
    held, world = given.values.get(row.id, {}), given.world
    others = {name: [value for value in found if not _is_own(value, world)] for name, found in held.items()}
    yield from _by_value(row, table, others, given.nulls)
    yield from _by_check(row, table, world, held)
    yield from _by_exemption(row, table, [one for one in given.fixed.get(row.id, ()) if not _is_own(one[1], world)])


def _is_own(node: Outside, world: World) -> bool:
    """Whether a value is of the rows that the judged query itself returned."""
    row = node.value.row if node.value is not None else None
    return row is not None and bool(row.query) and row.query == world.judged


def _by_others(row: Row, given: _Given) -> Iterator[Reason]:
    """What it has in common with rows that are proven."""
    table = row.table
    if table is None:
        return
    for near in sorted(given.near.get(row.id, set()) & given.proven.keys() - {row.id}):
        other = given.world.rows[near]
        if other.table is not None:
            yield from _by_person(row, table, other, other.table, given.found)
            yield from _by_row(_Pair(row, table, other, other.table, given.found), given.proven[near])


def _by_value(row: Row, table: TenantTable, held: Mapping[str, list[Outside]], absent: set[Node]) -> Iterator[Reason]:
    """Its own tenant column is a value from outside, or nothing at all."""
    for name in table.columns:
        spelled = f"`{row.source.name if row.source else ''}.{table.spelled if name == table.columns[0] else name}`"
        for value in held.get(name, ()):
            yield Reason(f"{spelled} is `{value.text}`", ground=Ground.COLUMN, column=name, outside=value)
        # Of a row that may be null-extended, null says that no row was found, which is read from every tenant's rows.
        if not row.optional and Column(row.id, name) in absent:
            yield Reason(f"{spelled} is null, so the row is nobody's", ground=Ground.NOBODY, shared=True)


def _by_check(row: Row, table: TenantTable, world: World, held: Mapping[str, list[Outside]]) -> Iterator[Reason]:
    """Its key, or that of the row it belongs to, was given to a call that checks access."""
    loaded: Row | None = row
    while loaded is not None:
        if loaded.checked:
            yield Reason(loaded.checked, exempt=True, ground=Ground.CHECK, guarded=True)
        loaded = loaded.inside
    tenants = ((name,) for name in table.columns)
    keys = [one for one in (table.key, *(link.columns for link in table.links), *tenants) if len(one) == 1]
    for (name,) in keys:
        outside = held.get(name, ())
        for value, callee in world.checked if outside else ():
            if any(one == value or _is_named(one, value) for one in outside):
                yield Reason(
                    f"access to `{value.text}` was checked by `{callee}`",
                    exempt=True,
                    ground=Ground.CHECK,
                    guarded=True,
                )
        for value in outside:
            if value.value is not None and (made_by := made_with_tenant(value.value, world.tenancy)):
                text = f"`{value.text}` came from `{made_by}(…)`, which was given the tenant"
                yield Reason(text, exempt=True, ground=Ground.CHECK, guarded=True)


def _is_named(one: Outside, value: Outside) -> bool:
    """Whether a name in the text of a check is the last part of a value's path."""
    if value.value is None or one.value is None or value.value.origin is not Origin.UNDEFINED:
        return False
    path = value.value.path
    return path != ("id",) and one.value.path[-len(path) :] == path


def _by_exemption(row: Row, table: TenantTable, values: Iterable[tuple[Column, Outside]]) -> Iterator[Reason]:
    """It is found by something that only its owner has."""
    for node, value in values:
        name = node.name
        if name in table.tokens:
            yield Reason(
                f"{called(row)} is looked up by `{name}`, which nobody can guess", exempt=True, ground=Ground.TOKEN
            )
        elif name in table.personal or (table.person and name in table.key):
            text = f"{called(row)} is looked up by the person, which tells the tenants they belong to"
            yield Reason(text, exempt=True, ground=Ground.PERSON, by_person=True)
        elif name in table.key and is_personal(table.name) and _is_caller(value):
            yield Reason(f"{called(row)} is the caller, by `{value.text}`", exempt=True)
        elif name in _OWN and value.value is not None and value.value.origin is Origin.SESSION:
            yield Reason(f"{called(row)} is the caller's own, by `{name}`", exempt=True, ground=Ground.PERSON)
        elif table.role is Role.TENANT and name in _NAMES:
            yield Reason(f"{called(row)} is found by its `{name}`", exempt=True, ground=Ground.TENANT)


def _is_caller(node: Outside) -> bool:
    """`auth.userId`, `ctx.user.id`: who the request comes from. A parameter that is called `user` may be anybody."""
    value = node.value
    if value is None or value.origin is not Origin.SESSION:
        return False
    *before, owner, name = ("", *map(fold, value.path))
    return name == "userid" or (name == "id" and owner in _CALLERS and any(before))


def _by_person(row: Row, table: TenantTable, other: Row, person: TenantTable, found: Situation) -> Iterator[Reason]:
    """It is tied to the caller: to their user, or to the tenant that their session says is the current one."""
    if not person.person:
        return
    story = f"{called(other)} is the caller's"
    for name in table.personal | ({"userid"} if table.person else set()):
        if any(
            found.classes.equal(Column(row.id, name), Column(other.id, key)) for key in (*person.key, "userid", "email")
        ):
            yield Reason(f"{called(row)} is tied to the person, and {story}", exempt=True, ground=Ground.PERSON)
    for name in table.columns:
        for current in person.all_columns:
            if current.endswith(name) and found.classes.equal(Column(row.id, name), Column(other.id, current)):
                yield Reason(f"it has the tenant that {called(other)} names, and {story}")


@dataclass(frozen=True, slots=True)
class _Pair:
    """A row in question, and one that is proven."""

    row: Row
    table: TenantTable
    other: Row
    other_table: TenantTable
    found: Situation

    def equal(self, columns: tuple[str, ...], others: tuple[str, ...]) -> bool:
        """Whether the columns of the one are those of the other."""
        pairs = tuple(zip(columns, others, strict=False))
        same = (self.found.classes.equal(Column(self.row.id, one), Column(self.other.id, two)) for one, two in pairs)
        return bool(pairs) and len(columns) == len(others) and all(same)

    @property
    def refers(self) -> bool:
        """Whether a column that looks like an id holds the other's key, where foreign keys are not known."""
        return _by_shape(self.row, self.table, self.other, self.other_table, self.found)

    @property
    def is_referred(self) -> bool:
        """The same, the other way round."""
        return _by_shape(self.other, self.other_table, self.row, self.table, self.found)

    @property
    def share_a_parent(self) -> bool:
        """Whether both refer to the same row of a third table, which is some tenant's."""
        links = (
            (one, two)
            for one in self.table.links
            for two in self.other_table.links
            if one.target == two.target and not one.to_shared
        )
        return any(
            one.target_columns == two.target_columns and self.equal(one.columns, two.columns) for one, two in links
        )


def _by_shape(child: Row, table: TenantTable, parent: Row, owner: TenantTable, found: Situation) -> bool:
    """Nobody compares an id with a key that it does not refer to, unless a foreign key says so."""
    if len(owner.key) != 1 or owner.role is Role.SHARED:
        return False
    elsewhere = {name for link in table.links if link.target != owner.folded for name in link.columns}
    aside = {*table.key, *table.columns, *elsewhere, *table.foreign}
    same = found.classes.same(Column(parent.id, owner.key[0]))
    return any(
        isinstance(node, Column) and node.row == child.id and node.name.endswith("id") and node.name not in aside
        for node in same
    )


def _by_row(pair: _Pair, why: Reason) -> Iterator[Reason]:
    """It is tied to a row that is the tenant's."""
    table, other = pair.table, pair.other_table
    if table.role is Role.SHARED or other.role is Role.SHARED:
        return
    name = called(pair.other)
    story = f"{name} is the tenant's: {why.text}"
    same = any(pair.equal((one,), (two,)) for one in table.columns for two in other.columns)
    if same and not (why.shared and pair.row.optional):
        yield Reason(
            f"it has the tenant of {name}, and {story}", shared=why.shared, outside=why.outside, rests_on=why.rests_on
        )
    if table.name == other.name and pair.equal(table.key, other.key):
        yield Reason(
            f"it is the same row as one that was read before, and {story}",
            shared=why.shared,
            outside=why.outside,
            rests_on=why.rests_on,
        )
    if pair.is_referred or (pair.refers and not why.shared):
        yield Reason(
            f"it is tied to {name} by an id, and {story}",
            shared=table.shared_rows or why.shared,
            outside=why.outside,
            rests_on=why.rests_on,
        )
    if any(link.target == table.folded and pair.equal(link.target_columns, link.columns) for link in other.links):
        yield Reason(
            f"{name} refers to it, and {story}", shared=table.shared_rows, outside=why.outside, rests_on=why.rests_on
        )
    if why.shared:  # rows of other tenants may refer to it as well
        return
    if any(link.target == other.folded and pair.equal(link.columns, link.target_columns) for link in table.links):
        yield Reason(f"it belongs to {name}, and {story}", outside=why.outside, rests_on=why.rests_on)
    if pair.share_a_parent:
        yield Reason(f"it belongs to the same row as {name}, and {story}", outside=why.outside, rests_on=why.rests_on)
