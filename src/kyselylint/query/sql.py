"""A query's SQL text as Kysely's own compilers write it (src/query-compiler/default-query-compiler.ts)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from kyselylint.query import expression as nodes
from kyselylint.query.expression import Expression
from kyselylint.query.expression_sql import UNKNOWN, ExpressionWriter, shown, words
from kyselylint.query.names import Names
from kyselylint.query.statement import (
    Assignment,
    Bound,
    Conflict,
    Cte,
    Filter,
    Join,
    Operation,
    Query,
    Rows,
    Selection,
    SetOperation,
    Source,
    When,
)

_JOINS = {
    "lateral inner": "inner join lateral",
    "lateral left": "left join lateral",
    "lateral cross": "cross join lateral",
}
_EXPLAIN = {"mysql": ("=", " ", "{}"), "sqlite": (" ", ", ", "{}")}
_LOCKS = ("for update", "for share", "for key share", "for no key update", "nowait", "skip locked")


def render(query: Query, dialect: str = "postgres") -> str:
    """The SQL text of a query; conditional clauses are shown, of two alternatives the first.

    `dialect` is postgres, mysql, sqlite or mssql.
    """
    return Writer(Names(dialect)).query(query)


def _names_in(query: Query, around: Names) -> Names:
    names = around.of(query.handle.schema, query.handle.plugins)
    if not names.schemas:
        return names
    tables = frozenset(source.table for source, _ in query.tables() if source.table and not source.schema)
    return names.inside(tables, frozenset(cte.name for cte in query.ctes))


class Writer(ExpressionWriter):
    """Writes one statement; counts its parameters, or writes their values into the text if `inline`."""

    def query(self, query: Query) -> str:
        """Any statement, without parentheses around it; the schema and plugins of its handle apply in it."""
        with self.naming(_names_in(query, self.names)):
            return self._statement(query)

    def _statement(self, query: Query) -> str:
        if query.operation is Operation.RAW:
            return self.expression(query.raw) if query.raw is not None else UNKNOWN
        if query.operation is Operation.SCHEMA:
            from kyselylint.query.ddl_sql import schema_statement

            return schema_statement(self, query)
        text = words(*self._explain(query), self._with(query.ctes), *self._PARTS[query.operation](self, query))
        return f"{text};" if query.operation is Operation.MERGE and self.names.dialect == "mssql" else text

    def _explain(self, query: Query) -> Iterable[str]:
        """`explain (analyze, format json)`; MySQL and SQLite write no parentheses."""
        assign, delimiter, text = _EXPLAIN.get(self.names.dialect, (" ", ", ", "({})"))
        for one in query.modifiers:
            if one.kind.startswith("explain"):
                options = [] if one.expression is None else [self.expression(one.expression)]
                form = one.kind.removeprefix("explain").strip()
                options += [f"format{assign}{form}"] if form else []
                yield words("explain", text.format(delimiter.join(options)) if options else "")

    def _with(self, ctes: tuple[Cte, ...]) -> str:
        written = shown(ctes)
        if not written:
            return ""
        recursive = "recursive " if written[0].recursive else ""
        return f"with {recursive}{', '.join(map(self._cte, written))}"

    def _cte(self, cte: Cte) -> str:
        columns = f"({', '.join(map(self.names.quote, cte.columns))})" if cte.columns else ""
        kind = {None: "", True: "materialized ", False: "not materialized "}[cte.materialized]
        body = f"({self.query(cte.query)})" if cte.query is not None else self.expression(cte.expression)
        return f"{self.names.quote(cte.name)}{columns} as {kind}{body}"

    def _select(self, query: Query) -> Iterable[str]:
        head = words("select", *self._before_selections(query))
        yield f"{head} " if "selections" in query.empty else head
        yield self._selections(query.selections)
        yield "from " if "sources" in query.empty else self._sources("from", query.sources)
        yield from self._joins(query.joins)
        yield self._filters("where", query.where)
        yield self._list("group by", query, "group_by")
        yield self._filters("having", query.having)
        yield from (self._set_operation(one) for one in shown(query.set_operations))
        yield "order by " if "order_by" in query.empty else self._order(query.order_by)
        yield self._bound("limit", query.limit)
        yield self._offset(query.offset)
        if query.fetch is not None:
            yield f"fetch next {self.expression(query.fetch.value)} rows {query.fetch.modifier or 'only'}"
        yield from self._locks(query)

    def _before_selections(self, query: Query) -> Iterable[str]:
        if query.distinct_on or "distinct_on" in query.empty:
            yield f"distinct on ({self._selections(query.distinct_on)})"
        yield from ["distinct"] * int(query.distinct)
        yield from self._modifiers(query, "front")
        yield self._top(query.top)

    def _insert(self, query: Query) -> Iterable[str]:
        yield "replace" if query.operation is Operation.REPLACE else "insert"
        yield from (self._or_action(one.kind) for one in query.modifiers if one.kind.startswith("or "))
        yield self._top(query.top)
        if query.targets:
            yield f"into {self._source(query.targets[0])}"
        yield from self._rows(query.rows, self._list("output", query))
        yield self._conflict(query.conflict)
        yield self._list("returning", query)
        yield from self._modifiers(query, "end")

    def _or_action(self, kind: str) -> str:
        word = kind.removeprefix("or ").removesuffix(" plain")
        return f"or {word}" if self.names.dialect == "sqlite" else word

    def _rows(self, rows: Rows | None, output: str) -> Iterable[str]:
        if rows is None:
            yield output
            return
        if rows.columns or rows.open:
            columns = [*map(self.names.quote, rows.columns), *([UNKNOWN] if rows.open else [])]
            yield f"({', '.join(columns)})"
        yield output
        if rows.default_values:
            yield "default values"
        elif rows.query is not None:
            yield self.query(rows.query)
        elif rows.expression is not None:
            yield self.expression(rows.expression)
        elif rows.rows or rows.open:
            yield f"values {', '.join(self._row(row, is_open=rows.open) for row in rows.rows or ((),))}"
        elif rows.span is not None:
            yield "() values "

    def _row(self, row: tuple[Expression | None, ...], *, is_open: bool) -> str:
        missing = "null" if self.names.dialect == "sqlite" else "default"
        values = [missing if value is None else self.expression(value) for value in row]
        return f"({', '.join([*values, *([UNKNOWN] if is_open else [])])})"

    def _update(self, query: Query) -> Iterable[str]:
        yield "update"
        yield self._top(query.top)
        if query.targets:
            yield ", ".join(map(self._source, query.targets))
        yield f"set {self._assignments(query.set, is_open=query.set_open)}"
        yield self._list("output", query)
        yield self._sources("from", query.sources)
        yield from self._which_rows(query)

    def _delete(self, query: Query) -> Iterable[str]:
        yield "delete"
        yield self._top(query.top)
        yield self._sources("from", query.targets)
        yield self._list("output", query)
        yield self._sources("using", query.sources)
        yield from self._which_rows(query)

    def _which_rows(self, query: Query) -> Iterable[str]:
        """What update and delete end with alike: which rows, and what comes back."""
        yield from self._joins(query.joins)
        yield self._filters("where", query.where)
        yield self._list("returning", query)
        yield self._order(query.order_by)
        yield self._bound("limit", query.limit)
        yield from self._modifiers(query, "end")

    def _merge(self, query: Query) -> Iterable[str]:
        yield "merge"
        yield self._top(query.top)
        yield f"into {self._source(query.targets[0])}"
        yield from self._joins(query.joins)
        yield from (self._when(one) for one in shown(query.whens))
        yield self._list("returning", query)
        yield self._list("output", query)
        yield from self._modifiers(query, "end")

    def _when(self, one: When) -> str:
        condition = f" and {self.expression(one.condition)}" if one.condition is not None else ""
        action = {"delete": "delete", "nothing": "do nothing"}.get(one.action, "")
        if one.action == "update":
            action = f"update set {self._assignments(one.updates)}"
        elif one.action == "insert":
            action = words("insert", *self._rows(one.rows, ""))
        return f"when {one.kind}{condition} then {action}"

    # Clauses

    def _source(self, source: Source) -> str:
        if source.query is not None:
            body = f"({self.query(source.query)})"
        elif source.expression is not None:
            body = self.expression(source.expression)
        else:
            body = self.names.table(source.table, source.schema)
        return f"{body} as {self.names.quote(source.alias)}" if source.alias else body

    def _sources(self, word: str, sources: tuple[Source, ...]) -> str:
        return f"{word} {', '.join(map(self._source, shown(sources)))}" if sources else ""

    def _joins(self, joins: tuple[Join, ...]) -> Iterable[str]:
        for join in shown(joins):
            kind = _JOINS.get(join.kind) or (
                join.kind if "apply" in join.kind or join.kind == "using" else f"{join.kind} join"
            )
            on = f" on {self.expression(join.on)}" if join.on is not None else ""
            yield f"{kind} {self._source(join.source)}{on}"

    def _filters(self, word: str, filters: tuple[Filter, ...]) -> str:
        return f"{word} {' and '.join(self.expression(one.predicate) for one in shown(filters))}" if filters else ""

    def _selections(self, selections: tuple[Selection, ...]) -> str:
        return ", ".join(self.expression(one.expression) for one in shown(selections))

    def _list(self, word: str, query: Query, clause: str = "") -> str:
        """A list that Kysely writes as soon as it is given, with nothing in it too."""
        clause = clause or word
        selections: tuple[Selection, ...] = getattr(query, clause)
        return f"{word} {self._selections(selections)}" if selections or clause in query.empty else ""

    def _bound(self, word: str, bound: Bound | None) -> str:
        return "" if bound is None else f"{word} {self.expression(bound.value)}"

    def _offset(self, bound: Bound | None) -> str:
        text = self._bound("offset", bound)
        return f"{text} rows" if text and self.names.dialect == "mssql" else text

    def _top(self, bound: Bound | None) -> str:
        if bound is None:
            return ""
        value = bound.value.value.literal if isinstance(bound.value, nodes.Param) else None
        return words(f"top({UNKNOWN if value is None else value})", bound.modifier)

    def _modifiers(self, query: Query, kind: str) -> Iterable[str]:
        for one in shown(query.modifiers):
            if one.kind == kind and one.expression is not None:
                yield self.expression(one.expression)

    def _locks(self, query: Query) -> Iterable[str]:
        """Row locks first, then nowait and skip locked; raw end modifiers as they come."""
        locks = [one for one in shown(query.modifiers) if one.kind in _LOCKS or one.kind == "end"]
        for one in sorted(locks, key=lambda one: one.kind in ("nowait", "skip locked")):
            if one.expression is not None:
                yield self.expression(one.expression)
            else:
                tables = ", ".join(
                    self._bare(nodes.TableName(of.table, of.schema)) if of.table else self._source(of) for of in one.of
                )
                yield words(one.kind, f"of {tables}" if tables else "")

    def _set_operation(self, one: SetOperation) -> str:
        body = self.query(one.query) if one.query is not None else self.expression(one.expression)
        return f"{one.operator} ({body})" if one.parens else f"{one.operator} {body}"

    def _assignments(self, updates: tuple[Assignment, ...], *, is_open: bool = False) -> str:
        written = [f"{self.expression(one.column)} = {self.expression(one.value)}" for one in shown(updates)]
        return ", ".join([*written, *([UNKNOWN] if is_open else [])])

    def _conflict(self, conflict: Conflict | None) -> str:
        if conflict is None:
            return ""
        if conflict.kind == "duplicate-key":
            return f"on duplicate key update {self._assignments(conflict.updates, is_open=conflict.open)}"
        target = ""
        if conflict.columns:
            target = f"({', '.join(map(self.names.quote, conflict.columns))})"
        elif conflict.constraint:
            target = f"on constraint {self.names.quote(conflict.constraint)}"
        elif conflict.expression is not None:
            target = f"({self.expression(conflict.expression)})"
        condition = self._filters("where", conflict.target_where)
        return words("on conflict", target, condition, *self._conflict_action(conflict))

    def _conflict_action(self, conflict: Conflict) -> Iterable[str]:
        if conflict.do_nothing:
            yield "do nothing"
            return
        yield f"do update set {self._assignments(conflict.updates, is_open=conflict.open)}"
        yield self._filters("where", conflict.update_where)

    _PARTS: ClassVar[dict[Operation, Callable[[Any, Query], Iterable[str]]]] = {
        Operation.SELECT: _select,
        Operation.INSERT: _insert,
        Operation.REPLACE: _insert,
        Operation.UPDATE: _update,
        Operation.DELETE: _delete,
        Operation.MERGE: _merge,
    }
