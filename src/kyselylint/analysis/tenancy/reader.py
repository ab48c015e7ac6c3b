"""Reading a statement into rows and facts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from kyselylint.analysis.bounds import may_sum_up
from kyselylint.analysis.predicates import Facts, implied
from kyselylint.analysis.tenancy import outputs
from kyselylint.analysis.tenancy.guards import assume
from kyselylint.analysis.tenancy.inserts import written
from kyselylint.analysis.tenancy.nodes import All, Cases, Equal, Given, Node, Opaque, Outside, Weak, Weakness
from kyselylint.analysis.tenancy.operands import InFrame
from kyselylint.analysis.tenancy.values import extended, outside
from kyselylint.analysis.tenancy.world import NOWHERE, Body, Frame, Row, Scope, World, column, find, is_table
from kyselylint.finding import Span
from kyselylint.query.certainty import Certainty
from kyselylint.query.expression import (
    And,
    Hole,
    Unknown,
)
from kyselylint.query.facts import Caller
from kyselylint.query.statement import Cte, Join, Operation, Query, Source
from kyselylint.query.value import Origin, RowColumn, Value
from kyselylint.query.walk import walk
from kyselylint.schema.catalog import fold

_EARLIER = 16  # earlier queries that one proof follows
_WEAKNESS = {
    Certainty.ALWAYS: Weakness.NONE,
    Certainty.SOMETIMES: Weakness.CONDITIONAL,
    Certainty.OTHERWISE: Weakness.CONDITIONAL,
    Certainty.UNKNOWN: Weakness.UNKNOWN,
}
_KEEP_LEFT = frozenset({"right", "full"})  # joins that may null-extend what stands before them
_EXTEND = frozenset({"left", "full", "lateral left", "outer apply"})  # joins that may null-extend their own table
_SEES_BEFORE = ("lateral", "cross apply", "outer apply")


@dataclass(slots=True)
class Reader:
    """Reads statements into one world.

    `earlier` finds the queries whose rows values come from, `caller` what names are bound to where a function is
    called. `scope` is that of the statement being read.
    """

    world: World
    earlier: Callable[[str], Query | None]
    inductive: Callable[[Cte, Source], str] = lambda _cte, _source: ""
    caller: Callable[[Span], Caller | None] = lambda _call: None
    scope: Scope = NOWHERE

    def read(
        self,
        query: Query,
        outer: Frame | None = None,
        bodies: Mapping[str, Body] | None = None,
        part_of: Row | None = None,
    ) -> Frame:
        """The statement by itself, without the arms of its set operations."""
        frame = Frame(query, outer, self.sight(query, outer, bodies or {}), part_of, scope=self.scope)
        for source in (*query.targets, *query.sources):
            self.source(frame, source)
        for join in query.joins:
            self.join(frame, join)
        frame.facts.extend(Given(Opaque(hole.reason)) for hole in _lost(query))
        if query.rows is not None:
            frame.facts.extend(written(InFrame(self, frame), frame, query))
        always = tuple(clause.predicate for clause in query.where if clause.certainty is Certainty.ALWAYS)
        frame.facts.extend(implied(And(always), InFrame(self, frame)))
        for clause in query.where:
            if clause.certainty is not Certainty.ALWAYS:
                facts = implied(clause.predicate, InFrame(self, frame))
                frame.facts.append(Given(Weak(_WEAKNESS[clause.certainty], facts)))
        return frame

    def sight(self, query: Query, outer: Frame | None, bodies: Mapping[str, Body]) -> dict[str, Body]:
        """The common table expressions that the statement's names may mean."""
        seen = dict(bodies)
        for cte in query.ctes:
            seen = {**seen, fold(cte.name): Body(cte, outer, seen)}
        return seen

    def source(self, frame: Frame, source: Source, *, optional: bool = False, join: Join | None = None) -> Row:
        """A row for one entry of FROM, with what is known of a sub-query's rows."""
        row = self.world.row(frame, source, optional=optional)
        if (
            self.world.tenancy.complete
            and is_table(source, frame)
            and fold(source.table) not in self.world.tenancy.tables
        ):
            frame.facts.append(Given(Opaque(f"`{source.table}` is no table that any source shows")))
        if source.query is not None:
            sees = join is not None and join.kind.startswith(_SEES_BEFORE)
            self.arms(row, source.query, frame if sees else frame.outer, frame.bodies)
        elif source.table and not is_table(source, frame) and not source.dynamic:
            body = frame.bodies.get(fold(source.table))
            if body is not None:
                self.body(row, body)
        return row

    def body(self, row: Row, body: Body) -> None:
        """What is known of a row of a common table expression."""
        if body.cte.query is not None and not body.recursive:
            inner = Body(body.cte, body.outer, body.bodies, recursive=True)
            bodies = {**body.bodies, fold(body.cte.name): inner} if body.cte.recursive else body.bodies
            self.arms(row, body.cte.query, body.outer, bodies, body.cte.columns)
        elif body.cte.query is not None:
            self.induction(row, body)

    def induction(self, row: Row, body: Body) -> None:
        """A row of the recursive expression inside itself: like a row of its first arm, if that is the tenant's."""
        if body.cte.query is None or self.world.full:
            return
        shape = Frame(body.cte.query, body.outer, body.bodies, row, body.cte.columns, self.scope)
        for source in (
            *body.cte.query.targets,
            *body.cte.query.sources,
            *(join.source for join in body.cte.query.joins),
        ):
            if is_table(source, shape):
                row_inside = self.world.row(shape, source)
                row_inside.assumed = row_inside.assumed or self.inductive(body.cte, source)
        row.arms.append(shape)

    def arms(
        self, row: Row, query: Query, outer: Frame | None, bodies: Mapping[str, Body], columns: tuple[str, ...] = ()
    ) -> None:
        """The statements that a row may come from. What `except` takes away and `intersect` adds says nothing."""
        for one in _arms(query):
            if one is None or self.world.full:
                row.arms[0].facts.append(Given(Opaque("a part of the query is too large, or raw SQL")))
                return
            arm = self.read(one, outer, self.sight(query, outer, bodies), row)
            arm.columns = columns
            if may_sum_up(one):  # what it states is true of the rows that were counted, if there were any
                for counted in arm.rows.values():
                    counted.optional = True
                arm.facts = [Given(All(tuple(arm.facts)), frozenset(row.id for row in arm.rows.values()))]
            row.arms.append(arm)

    def join(self, frame: Frame, join: Join) -> None:
        """A joined row; its ON holds where it is there, or where the rows before it are."""
        # In `from a, b right join c` the join is one of b and c.
        listed = (*frame.query.targets, *frame.query.sources)[:-1]
        before = [row for row in frame.rows.values() if not any(row.source is one for one in listed)]
        kind = _merged(frame.query) if join.kind == "using" else join.kind
        optional = kind in _EXTEND or join.certainty is not Certainty.ALWAYS
        row = self.source(frame, join.source, optional=optional, join=join)
        if kind in _KEEP_LEFT:
            for one in before:
                one.optional = True
        if join.on is not None:
            facts = Given(All(implied(join.on, InFrame(self, frame))), frozenset({row.id}))
            others = frozenset(one.id for one in before)
            # A join that is added on some paths only: where its row is there, its ON holds. A right join keeps its own
            # rows, so that ON holds where those before are there; a full join needs both.
            if kind == "right":
                facts = Given(facts.fact, others)
            elif kind == "full":
                facts = Given(All((facts,)), others)
            frame.facts.append(facts)

    def export(self, row: Row, name: str) -> Node:
        """A column of a row; for a sub-query's row, with where it comes from."""
        folded = fold(name)
        if row.arms and folded not in row.exported:
            row.exported.add(folded)
            position = outputs.names(row.arms[0].query, row.arms[0].columns).get(folded)
            for arm in row.arms:
                node, facts = self.output(arm, folded, position)
                arm.facts.extend(facts)
                if node is not None:
                    arm.facts.append(Given(Equal(column(row, name), node, copy=True)))
        return column(row, name)

    def output(self, frame: Frame, name: str, position: int | None) -> tuple[Node | None, Facts]:
        """What a result column of a statement is."""
        if position is not None:
            expression = outputs.at(frame.query, position)
            if expression is not None:
                return InFrame(self, frame).node(expression)
        for star in outputs.stars(frame.query):
            row = find(frame, star.table, name) if not star.table else frame.rows.get(fold(star.table))
            if row is not None:
                return self.export(row, name), ()
        return (_inserted(frame) if name == "insertid" else None), ()

    def value(self, value: Value, scope: Scope) -> Outside:
        """The node of a bound value, tied to the row it was read from, or to what the caller gave."""
        node = outside(value, scope)
        if self.world.full:
            return node
        if value.row is not None and value.row.column:
            row = self.earlier_row(value.row, scope, fresh=value.many)
            if row is not None:
                self.world.facts.append(Given(Equal(node, self.export(row, value.row.column), copy=True)))
        elif value.origin is Origin.ROW and value.parts:  # a column of one of several rows
            parts = tuple(self.value(part, scope) for part in value.parts)
            arms = tuple((Given(Equal(node, part, copy=True)),) for part in parts)
            self.world.facts.append(Given(Cases(arms, Weakness.OTHERWISE, node)))
        elif scope.via and value.path:
            self.tie(node, value, scope)
        return node

    def tie(self, node: Outside, value: Value, scope: Scope) -> None:
        """A name of a function is what its caller has bound it to."""
        caller = self.caller(scope.via[0])
        found = [(path, one) for path, one in caller.bound if path == value.path[: len(path)]] if caller else []
        if caller is not None and found:
            path, given = max(found, key=lambda one: len(one[0]))
            there = self.value(extended(given, value.path[len(path) :]), Scope(caller.entry, scope.via[1:]))
            self.world.facts.append(Given(Equal(node, there, copy=True)))

    def take_for(self, frame: Frame, row: RowColumn, scope: Scope) -> None:
        """From now on the row that code, in `scope`, has of an earlier query is the one that `frame` reads."""
        there = frame.scope if row.via else scope
        if (row.query, there) not in self.world.earlier:
            loaded = self.world.loose()
            loaded.arms.append(frame)
            self.world.earlier[row.query, there] = loaded
            for one in frame.rows.values():
                one.inside = one.inside or loaded

    def earlier_row(self, wanted: RowColumn, scope: Scope, *, fresh: bool = False) -> Row | None:
        """A row that an earlier query of the code returned; it may not exist, until something says that it does."""
        query = self.earlier(wanted.query)
        if query is None:
            return None
        same = not wanted.via and query.entry == scope.entry
        there = scope if same else Scope(query.entry, (*wanted.via, *scope.via) if wanted.via else ())
        known = self.world.earlier.get((wanted.query, there))
        if known is not None and not fresh:
            return known
        if len(self.world.before) >= _EARLIER:
            return None
        row = self.world.loose()
        row.optional = True
        self.world.before.append(row)
        self.world.earlier.setdefault((wanted.query, there), row)
        here, self.scope = self.scope, there
        self.arms(row, query, None, {})
        self.scope = here
        row.checked = "it was taken from a queue of all tenants" if claims(query) else ""
        assume(self, query.assumptions, there)
        return row


def _inserted(frame: Frame) -> Node | None:
    """The key of the row that was inserted; where a row may have been in the way, it is not known whose that is."""
    query, target = frame.query, next(iter(frame.rows.values()), None)
    made = query.operation in (Operation.INSERT, Operation.REPLACE) and query.conflict is None
    table = target.table if target is not None and made else None
    return column(target, table.key[0]) if target is not None and table is not None and len(table.key) == 1 else None


def _merged(query: Query) -> str:
    """The join that a merge does: what is done where nothing matches is done to rows for which ON does not hold."""
    kinds = {one.kind for one in query.whens}
    alone, without = "not matched by source" in kinds, "not matched" in kinds
    return "full" if alone and without else "left" if alone else "right" if without else "inner"


def claims(query: Query) -> bool:
    """Whether a statement takes work from a queue: `for update skip locked`."""
    return any(modifier.kind == "skip locked" for one in (query, *query.subqueries) for modifier in one.modifiers)


def _lost(query: Query) -> Iterator[Hole]:
    """What may be missing from the statement itself; a hole inside an expression is met where the expression is."""
    if not query.holes:
        return
    met = {node.hole.span for node in walk(query) if isinstance(node, Unknown)}
    met.update(hole.span for inner in query.subqueries for hole in inner.holes)
    for hole in query.holes:
        if hole.clause in ("", "from", "where", "join") and hole.span not in met:
            yield hole


def _arms(query: Query) -> Iterator[Query | None]:
    yield query
    for operation in query.set_operations:
        if operation.operator.startswith("union"):
            yield from (None,) if operation.query is None else _arms(operation.query)
