"""The verdicts on a query: the proof tried for every tenant table in every statement of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from kyselylint.analysis.tenancy.contexts import Context, Place, contexts, is_transparent, references
from kyselylint.analysis.tenancy.evidence import (
    EARLIER,
    LISTED,
    comparison_of,
    fixed_columns,
    looked_at,
    names_tenant,
    tied_to,
    unusual,
)
from kyselylint.analysis.tenancy.ground import Ground
from kyselylint.analysis.tenancy.guards import assume, compared_later
from kyselylint.analysis.tenancy.model import Role, Tenancy, TenantTable
from kyselylint.analysis.tenancy.nodes import Weakness
from kyselylint.analysis.tenancy.parents import child, proven
from kyselylint.analysis.tenancy.reader import Reader
from kyselylint.analysis.tenancy.reasons import Reason
from kyselylint.analysis.tenancy.setting import Setting
from kyselylint.analysis.tenancy.verdict import Gap, Kind, Verdict
from kyselylint.analysis.tenancy.world import Body, Frame, Row, Scope, World
from kyselylint.finding import Span
from kyselylint.query.facts import Caller
from kyselylint.query.statement import Assumption, Cte, Operation, Query, Source
from kyselylint.schema.catalog import fold

_DEEPEST = 4  # sub-queries through which a scope is followed inwards
_RELAXED = (
    (Weakness.UNDEFINED, Gap.UNDEFINED),
    (Weakness.CONDITIONAL | Weakness.UNDEFINED, Gap.CONDITIONAL),
    (Weakness.ALTERNATIVE | Weakness.NEGATED, Gap.ALTERNATIVE),
    (~(Weakness.UNKNOWN | Weakness.OTHERWISE), Gap.ALTERNATIVE),
)
_WEAK = (Gap.ALTERNATIVE, Gap.CONDITIONAL, Gap.UNDEFINED)
_TENANTS = Reason("its rows are the tenants themselves", ground=Ground.TENANT)
_Path = tuple[Source | Query, ...]  # a table, or: a source, the statement it stands for, a source in that, …


@dataclass(slots=True)
class Judge:
    """Judges one query. `tenancy` says which tables matter, `earlier` finds queries by id, `checks` are of its rows.

    With `calls`, innermost first, it is judged for that way of getting to it; `caller` finds what they bind.

    `pins` are tables that were found unscoped: what hangs on them is not reported again. `proving` guards induction.
    """

    query: Query
    tenancy: Tenancy
    earlier: Callable[[str], Query | None]
    checks: tuple[Assumption, ...] = ()
    calls: tuple[Span, ...] = ()
    caller: Callable[[Span], Caller | None] = lambda _call: None
    every: tuple[Context, ...] = ()
    pins: list[Source] = field(default_factory=list)
    proving: list[Source] = field(default_factory=list)
    settings: dict[tuple[int, int], Setting] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.every = contexts(self.query)

    def verdicts(self) -> tuple[Verdict, ...]:
        """One for each tenant table in each statement, in the order of the text."""
        goals = self._every_goal()
        owned_first = sorted(goals, key=lambda goal: goal[3].role is not Role.OWNED)
        found = {id(goal[1]): self._verdict(*goal) for goal in owned_first}
        return tuple(found[id(goal[1])] for goal in goals)

    def reasons(self, wanted: Iterable[int]) -> dict[int, str]:
        """Why those of the verdicts are right that are proven, by their number; why others are not is not asked."""
        goals = self._every_goal()
        proofs = ((at, self._proof(goals[at][0], (goals[at][1],))) for at in sorted(wanted))
        return {at: reason.text for at, reason in proofs if reason is not None}

    def _every_goal(self) -> list[tuple[Context, Source, str, TenantTable]]:
        return [(context, *goal) for context in self.every for goal in self._goals(context)]

    def _goals(self, context: Context) -> Iterator[tuple[Source, str, TenantTable]]:
        names = {fold(cte.name) for cte in (*context.ctes, *context.within, *context.query.ctes)}
        for source, role in context.query.tables():
            if not source.table or source.dynamic or source.cte or (fold(source.table) in names and not source.schema):
                continue
            table = self.tenancy.tables.get(fold(source.table))
            inserted = _is_inserted(context, role)
            wanted = (Role.OWNED, Role.CHILD) if inserted else (Role.OWNED, Role.CHILD, Role.TENANT)
            if table is not None and table.role in wanted:
                yield source, role, table

    def _verdict(self, context: Context, source: Source, role: str, table: TenantTable) -> Verdict:
        if _is_inserted(context, role):
            found = self._said(*self._inserted(context, table), context, source, role, table)
            if context.query.conflict is None or not table.links:
                return found
            return replace(
                found, parents=proven(self._read(context, (), pinned=False), context.query, table, self.tenancy)
            )
        reason = self._proof(context, (source,))
        if reason is not None:
            kind = Kind.EXEMPT if reason.exempt else Kind.SCOPED
            return self._said(kind, reason, context, source, role, table)
        if table.role is Role.TENANT:
            return self._said(Kind.EXEMPT, _TENANTS, context, source, role, table)
        hole = self._proof(context, (source,), Weakness.UNKNOWN)
        strange = unusual(context.query, table)
        if hole is not None or strange:
            return self._said(Kind.UNKNOWN, hole or Reason(strange), context, source, role, table)
        return self._unscoped(context, source, role, table)

    def _inserted(self, context: Context, table: TenantTable) -> tuple[Kind, Reason]:
        rows = context.query.rows
        if table.role is Role.CHILD:
            return child(self._read(context, (), pinned=False), context.query, table, self.tenancy)
        if rows is not None and any(fold(name) in table.columns for name in rows.columns):
            return Kind.SCOPED, Reason(f"the row names its `{table.spelled}`", ground=Ground.COLUMN)
        why = f"the values do not show `{table.spelled}`, which the database or code out of sight may add"
        return Kind.UNKNOWN, Reason(why)

    def _said(
        self, kind: Kind, reason: Reason, context: Context, source: Source, role: str, table: TenantTable
    ) -> Verdict:
        at = source.span or context.query.root
        value = reason.outside.value if reason.outside else None
        verdict = Verdict(kind, source, context.query, context.place, role, table, reason.text, at, value=value)
        named = bool(reason.column) or self.named
        ground = Ground.UNREAD if kind is Kind.UNKNOWN else reason.ground
        verdict = replace(verdict, ground=ground)
        return replace(verdict, column=reason.column, by_person=reason.by_person, guarded=reason.guarded, named=named)

    def _unscoped(self, context: Context, source: Source, role: str, table: TenantTable) -> Verdict:
        fixed = tuple(fixed_columns(self._goal(context, (source,)), self._world(context)))
        gap = next((gap for relaxed, gap in _RELAXED if self._proof(context, (source,), relaxed) is not None), None)
        follows = self._proof(context, (source,), pinned=True) if gap is None else None
        gap = gap or (Gap.FOLLOWS if follows else self._plain_gap(context, source, fixed))
        at = (comparison_of(context.query, table) if gap in _WEAK else None) or source.span or context.query.root
        self.pins.append(source)
        why = tied_to(follows.rests_on) if follows else looked_at(context.query, source, table, gap, fixed)
        found = Verdict(Kind.UNSCOPED, source, context.query, context.place, role, table, why, at, gap, fixed=fixed)
        return replace(found, named=names_tenant(context.query, source, table))

    @property
    def named(self) -> bool:
        """Whether some statement compares the tenant column of one of its tables: the query itself says whose rows."""
        goals = ((context.query, source, table) for context in self.every for source, _, table in self._goals(context))
        return any(names_tenant(*goal) for goal in goals)

    def _plain_gap(self, context: Context, source: Source, fixed: tuple[str, ...]) -> Gap:
        for other, _, _ in self._goals(context):
            if other is not source and self._proof(context, (other,)) is not None:
                return Gap.JOIN
        goal = self._goal(context, (source,))
        by_key = goal is not None and goal.table is not None and set(goal.table.key) <= set(fixed)
        return Gap.BY_ID if by_key or (fixed and all(name.endswith("id") for name in fixed)) else Gap.NOTHING

    def _proof(
        self, context: Context, path: _Path, relaxed: Weakness = Weakness.NONE, *, pinned: bool = False, depth: int = 0
    ) -> Reason | None:
        """Why the table at the end of the path, read from the context's statement, is the tenant's."""
        world = self._world(context, pinned=pinned)
        goal = self._goal(context, path, pinned=pinned)
        if goal is None:
            return None
        reason = world.prove(goal, relaxed)
        if reason is not None or depth >= _DEEPEST or not _passes(context):
            return reason
        used = references(context, self.every)
        proofs = [
            self._proof(user, (source, context.query, *path), relaxed, pinned=pinned, depth=depth + 1)
            for user, source in used
        ]
        return proofs[0] if proofs and all(proofs) else None

    def _goal(self, context: Context, path: _Path, *, pinned: bool = False) -> Row | None:
        frame: Frame | None = self._world(context, pinned=pinned).frame
        row: Row | None = None
        for step in path:
            if isinstance(step, Query):
                frame = next((arm for arm in row.arms if arm.query is step), None) if row else None
            else:
                row = next((one for one in frame.rows.values() if one.source is step), None) if frame else None
        return row

    def _world(self, context: Context, *, pinned: bool = False) -> Setting:
        key = (id(context), len(self.pins) if pinned else -1)
        if key not in self.settings:
            self.settings[key] = self._read(context, tuple(self.pins) if pinned else (), pinned=pinned)
        return self.settings[key]

    def _read(self, context: Context, pins: tuple[Source, ...], *, pinned: bool) -> Setting:
        world = World(
            self.tenancy, self.query.id, assume=lambda source: "assumed" if any(source is pin for pin in pins) else ""
        )
        scope = Scope(self.query.entry, self.calls)
        reader = Reader(world, self.earlier, self._inductive, self.caller, scope)
        bodies: dict[str, Body] = {}
        for cte in context.ctes:
            bodies = {**bodies, fold(cte.name): Body(cte, None, bodies)}
        for cte in context.within:
            bodies = {**bodies, fold(cte.name): Body(cte, None, bodies, recursive=True)}
        frames: list[Frame] = []
        for query in (*context.around, context.query):
            frames.append(reader.read(query, frames[-1] if frames else None, bodies))
        assume(reader, self.query.assumptions, scope)
        for depth, call in enumerate(self.calls, 1):
            caller = self.caller(call)
            if caller is not None:
                assume(reader, caller.assumptions, Scope(caller.entry, self.calls[depth:]))
        if pinned:
            _take_for_granted(world, frames[0])
        if context.query is self.query:
            compared_later(reader, frames[-1], self.query.id, self.checks)
        return Setting(world, frames[-1], world.stated(*frames))

    def _inductive(self, cte: Cte, source: Source) -> str:
        """Why a row of a recursive expression's first arm is the tenant's; "" if it is not, or that is being asked."""
        base = next((one for one in self.every if one.query is cte.query), None)
        if base is None or any(source is one for one in self.proving):
            return ""
        self.proving.append(source)
        reason = self._proof(base, (source,))
        self.proving.pop()
        return reason.text if reason is not None else ""


def _is_inserted(context: Context, role: str) -> bool:
    return role == "target" and context.query.operation in (Operation.INSERT, Operation.REPLACE)


def _take_for_granted(world: World, outermost: Frame) -> None:
    """What is judged elsewhere: rows that an earlier query returned, and the tenants that a query starts from."""
    for row in world.rows:
        # A row without a tenant of its own is not judged so strictly that another table could rely on it.
        owned = row.table is not None and row.table.role is Role.OWNED
        if owned and any(row.inside is before for before in world.before):
            row.assumed = EARLIER
    first = next(iter(outermost.rows.values()), None)
    if first is not None and first.table is not None and first.table.role is Role.TENANT:
        first.assumed = LISTED


def _passes(context: Context) -> bool:
    """Whether a condition on the result of a statement is one on the rows that it reads."""
    whole = context.named.query if context.named is not None else None
    in_from = context.place in (Place.SOURCE, Place.CTE) and whole is not None
    return in_from and is_transparent(context.query) and is_transparent(whole or context.query)
