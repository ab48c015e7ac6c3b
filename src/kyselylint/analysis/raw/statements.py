"""From sqlglot's statements to queries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlglot import exp

from kyselylint.analysis.raw.expressions import Reading
from kyselylint.analysis.raw.text import slot
from kyselylint.finding import Span
from kyselylint.query.expression import Aliased, Expression, Inline, TableName
from kyselylint.query.expression import Subquery as SubqueryExpression
from kyselylint.query.statement import (
    Bound,
    Cte,
    Filter,
    Handle,
    Join,
    Operation,
    Query,
    Rows,
    Selection,
    SetOperation,
    Source,
)
from kyselylint.query.walk import inside

_OPERATIONS: dict[type[exp.Expr], Operation] = {
    exp.Insert: Operation.INSERT,
    exp.Update: Operation.UPDATE,
    exp.Delete: Operation.DELETE,
    exp.Merge: Operation.MERGE,
}


@dataclass(frozen=True, slots=True)
class Statements:
    """Reads the statements of one template; they belong to `handle` and stand at `span`."""

    slots: list[Expression]
    handle: Handle
    span: Span

    @property
    def expressions(self) -> Reading:
        """What reads the expressions inside."""
        return Reading(self.slots, self.span, self.query)

    def query(self, node: exp.Expr) -> Query | None:
        """The statement as a query; None for one that is not about rows."""
        if isinstance(node, exp.Subquery):
            return self.query(node.this)
        if isinstance(node, exp.SetOperation):
            return self.set_operation(node)
        if isinstance(node, exp.Select):
            return self.finished(self.select(node))
        if type(node) in _OPERATIONS:
            return self.finished(self.write(node))
        return None

    def finished(self, query: Query) -> Query:
        """The query with what is inside it collected."""
        queries, holes = inside(query)
        return replace(query, subqueries=queries, holes=holes)

    def blank(self, operation: Operation, node: exp.Expr) -> Query:
        """A query of nothing but its common table expressions."""
        return Query(
            operation=operation, handle=self.handle, span=self.span, root=self.span, ctes=tuple(self.ctes(node))
        )

    def select(self, node: exp.Select) -> Query:
        """A select without set operations."""
        of = self.expressions.of
        start = _arg(node, "from")
        return replace(
            self.blank(Operation.SELECT, node),
            selections=tuple(Selection(of(one)) for one in node.expressions),
            sources=(self.source(start.this),) if start else (),
            joins=tuple(self.join(join) for join in node.args.get("joins") or ()),
            where=tuple(self.where(node)),
            distinct_on=(Selection(Inline(1)),) if (node.args.get("distinct") or exp.Distinct()).args.get("on") else (),
            limit=self.bound(node, "limit"),
            offset=self.bound(node, "offset"),
        )

    def bound(self, node: exp.Select, name: str) -> Bound | None:
        """`limit` or `offset`."""
        clause = node.args.get(name)
        return None if clause is None else Bound(self.expressions.of(clause.expression))

    def set_operation(self, node: exp.SetOperation) -> Query | None:
        """The first arm, with the others as its set operations."""
        first, second = self.query(node.left), self.query(node.right)
        if first is None or second is None:
            return None
        operator = f"{node.key}{'' if node.args.get('distinct', True) else ' all'}"
        ctes = (*self.ctes(node), *first.ctes)
        joined = (*first.set_operations, SetOperation(operator, second))
        limit = Bound(Inline(1)) if node.args.get("limit") else first.limit
        return self.finished(replace(first, set_operations=joined, ctes=ctes, limit=limit))

    def write(self, node: exp.Expr) -> Query:
        """An insert, update, delete or merge."""
        target = node.this.this if isinstance(node.this, exp.Schema) else node.this
        start = _arg(node, "from")
        using = node.args.get("using")
        named = (start.this if start else None, *(using if isinstance(using, list) else (using,)))
        sources = [one for one in named if isinstance(one, exp.Table | exp.Subquery | exp.Lateral)]
        inserted = node.args.get("expression") if isinstance(node, exp.Insert) else None
        query = replace(
            self.blank(_OPERATIONS[type(node)], node),
            targets=(self.source(target),),
            sources=tuple(map(self.source, sources)),
            where=(*self.where(node), *self.matched(node)),
            returning=tuple(Selection(self.expressions.of(one)) for one in _expressions(node.args.get("returning"))),
        )
        rows = self.query(inserted) if isinstance(inserted, exp.Query) else None
        names = tuple(one.name for one in node.this.expressions) if isinstance(node.this, exp.Schema) else ()
        return replace(query, rows=Rows(names, query=rows, open=True)) if isinstance(node, exp.Insert) else query

    def matched(self, node: exp.Expr) -> Iterator[Filter]:
        """The ON of a merge, which holds for the rows that it finds."""
        if isinstance(node, exp.Merge) and node.args.get("on") is not None:
            yield Filter(self.expressions.of(node.args["on"]), span=self.span)

    def where(self, node: exp.Expr) -> Iterator[Filter]:
        """The condition, if there is one."""
        clause = node.args.get("where")
        if clause is not None:
            yield Filter(self.expressions.of(clause.this), span=self.span)

    def join(self, node: exp.Join) -> Join:
        """A join; `using (…)` and `natural` compare columns that are not spelled out, and prove nothing."""
        lateral = isinstance(node.this, exp.Lateral)
        kind = (node.args.get("side") or ("" if node.args.get("on") else node.args.get("kind")) or "inner").lower()
        on = node.args.get("on")
        name = f"lateral {kind}" if lateral else kind
        return Join(name, self.source(node.this), None if on is None else self.expressions.of(on), span=self.span)

    def source(self, node: exp.Expr) -> Source:
        """An entry of FROM."""
        alias = node.alias
        if isinstance(node, exp.Lateral):
            node = node.this
        if isinstance(node, exp.Table) and isinstance(node.this, exp.Identifier):
            return self.table(node, alias)
        found = self.query(node) if isinstance(node, exp.Subquery | exp.Select) else None
        if found is not None:
            return Source(alias=alias, query=found, span=self.span)
        return Source(alias=alias, expression=self.expressions.function(node), span=self.span)

    def table(self, node: exp.Table, alias: str) -> Source:
        """A table by name, or what was spliced in its place."""
        filled = slot(node.name, self.slots)
        if isinstance(filled, Aliased):
            alias, filled = alias or filled.name, filled.expression
        if isinstance(filled, SubqueryExpression):
            return Source(alias=alias, query=filled.query, span=self.span)
        if isinstance(filled, TableName) or filled is None:
            dynamic = filled is not None
            return Source(node.name if not dynamic else "", node.db, alias, dynamic=dynamic, span=self.span)
        return Source(alias=alias, expression=filled, span=self.span)

    def ctes(self, node: exp.Expr) -> Iterator[Cte]:
        """The common table expressions of a statement."""
        clause = _arg(node, "with")
        for one in clause.expressions if clause else ():
            names = tuple(column.name for column in one.args["alias"].columns)
            recursive = bool(clause and clause.args.get("recursive"))
            yield Cte(one.alias, self.query(one.this), names, recursive=recursive, span=self.span)


def _arg(node: exp.Expr, name: str) -> exp.Expr | None:
    """An argument that newer versions of sqlglot call `from_` and `with_`."""
    found: exp.Expr | None = node.args.get(f"{name}_") or node.args.get(name)
    return found


def _expressions(node: exp.Expr | None) -> list[exp.Expr]:
    return [] if node is None else node.expressions
