"""A query's SQL text as Kysely's own compilers write it (src/query-compiler/default-query-compiler.ts)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from kyselylint.query import expression as nodes
from kyselylint.query.certainty import Certainty
from kyselylint.query.expression import Expression
from kyselylint.query.names import Names
from kyselylint.query.statement import (
    Assignment,
    Bound,
    Conflict,
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
    When,
)
from kyselylint.query.value import Origin, Scalar
from kyselylint.query.walk import walk

UNKNOWN = "…"  # what stands where reading stopped, and for columns that are only known at run time
_JOINS = {
    "lateral inner": "inner join lateral",
    "lateral left": "left join lateral",
    "lateral cross": "cross join lateral",
}
_EXPLAIN = {"mysql": ("=", " ", "{}"), "sqlite": (" ", ", ", "{}")}
_PATH_ESCAPES = {"mysql": ("\\" * 4, '\\\\"'), "sqlite": ("\\" * 2, '\\"')}  # of backslashes and quotes in JSON paths
_WITHOUT_SCHEMA = frozenset({"json_agg", "to_json"})  # their tables stay as they are under withSchema()
_LOCKS = ("for update", "for share", "for key share", "for no key update", "nowait", "skip locked")


def render(query: Query, dialect: str = "postgres") -> str:
    """The SQL text of a query; conditional clauses are shown, of two alternatives the first.

    `dialect` is postgres, mysql, sqlite or mssql.
    """
    return Writer(names_in(query, query.handle, dialect)).query(query)


def names_in(query: Query, handle: Handle, dialect: str) -> Names:
    """How a query on that handle spells its names."""
    tables = frozenset(_schemable(query)) if handle.schema else frozenset[str]()
    options = frozenset(
        name.removeprefix("CamelCasePlugin.") for name in handle.plugins if name.startswith("CamelCasePlugin.")
    )
    return Names(
        dialect, options if "CamelCasePlugin" in handle.plugins else None, "SafeNullComparisonPlugin" in handle.plugins,
        "HandleEmptyInListsPlugin" in handle.plugins, handle.schema, tables,
    )  # fmt: skip


def _schemable(query: Query) -> Iterable[str]:
    """Tables that withSchema() applies to, in the query and in those inside."""
    everything = (query, *query.subqueries)
    ctes = {cte.name for one in everything for cte in one.ctes}
    for one in everything:
        for source, _ in one.tables():
            if source.table and not source.schema and source.table not in ctes:
                yield source.table
        for node in walk(one):
            if isinstance(node, nodes.TableName) and not node.schema:
                yield node.name


class Writer:
    """Writes one statement; counts its parameters, or writes their values into the text if `inline`."""

    def __init__(self, names: Names, *, inline: bool = False) -> None:
        self.names = names
        self.inline = inline
        self.parameters = 0

    # Statements

    def query(self, query: Query) -> str:
        """Any statement, without parentheses around it."""
        if query.operation is Operation.RAW:
            return self.expression(query.raw) if query.raw is not None else UNKNOWN
        if query.operation is Operation.SCHEMA:
            from kyselylint.query.ddl_sql import schema_statement

            return schema_statement(self, query)
        text = words(*self._explain(query), self._with(query.ctes), *_STATEMENTS[query.operation](self, query))
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
        shown = [cte for cte in ctes if cte.certainty is not Certainty.OTHERWISE]
        if not shown:
            return ""
        recursive = "recursive " if shown[0].recursive else ""
        return f"with {recursive}{', '.join(map(self._cte, shown))}"

    def _cte(self, cte: Cte) -> str:
        columns = f"({', '.join(map(self.names.quote, cte.columns))})" if cte.columns else ""
        kind = {None: "", True: "materialized ", False: "not materialized "}[cte.materialized]
        body = f"({self.query(cte.query)})" if cte.query is not None else self.expression(cte.expression)
        return f"{self.names.quote(cte.name)}{columns} as {kind}{body}"

    def _select(self, query: Query) -> Iterable[str]:
        yield "select"
        if query.distinct_on:
            yield f"distinct on ({self._selections(query.distinct_on)})"
        yield from ["distinct"] * int(query.distinct)
        yield from self._modifiers(query, "front")
        yield self._top(query.top)
        yield self._selections(query.selections)
        yield self._sources("from", query.sources)
        yield from self._joins(query.joins)
        yield self._filters("where", query.where)
        if query.group_by:
            yield f"group by {self._selections(query.group_by)}"
        yield self._filters("having", query.having)
        yield from (self._set_operation(one) for one in _shown(query.set_operations))
        yield self._order(query.order_by)
        yield self._bound("limit", query.limit)
        yield self._offset(query.offset)
        if query.fetch is not None:
            yield f"fetch next {self.expression(query.fetch.value)} rows {query.fetch.modifier or 'only'}"
        yield from self._locks(query)

    def _insert(self, query: Query) -> Iterable[str]:
        yield "replace" if query.operation is Operation.REPLACE else "insert"
        yield from (self._or_action(one.kind) for one in query.modifiers if one.kind.startswith("or "))
        yield self._top(query.top)
        if query.targets:
            yield f"into {self._source(query.targets[0])}"
        yield from self._rows(query.rows, self._list("output", query.output))
        yield self._conflict(query.conflict)
        yield self._list("returning", query.returning)
        yield from self._modifiers(query, "end")

    def _or_action(self, kind: str) -> str:
        word = kind.removeprefix("or ").removesuffix(" plain")
        return f"or {word}" if self.names.dialect == "sqlite" else word

    def _rows(self, rows: Rows | None, output: str) -> Iterable[str]:
        if rows is None:
            yield output
            return
        if rows.columns or rows.open:
            shown = [*map(self.names.quote, rows.columns), *([UNKNOWN] if rows.open else [])]
            yield f"({', '.join(shown)})"
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
            yield "values "

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
        yield self._list("output", query.output)
        yield self._sources("from", query.sources)
        yield from self._joins(query.joins)
        yield self._filters("where", query.where)
        yield self._list("returning", query.returning)
        yield self._order(query.order_by)
        yield self._bound("limit", query.limit)
        yield from self._modifiers(query, "end")

    def _delete(self, query: Query) -> Iterable[str]:
        yield "delete"
        yield self._top(query.top)
        yield self._sources("from", query.targets)
        yield self._list("output", query.output)
        yield self._sources("using", query.sources)
        yield from self._joins(query.joins)
        yield self._filters("where", query.where)
        yield self._list("returning", query.returning)
        yield self._order(query.order_by)
        yield self._bound("limit", query.limit)
        yield from self._modifiers(query, "end")

    def _merge(self, query: Query) -> Iterable[str]:
        yield "merge"
        yield self._top(query.top)
        yield f"into {self._source(query.targets[0])}"
        yield from self._joins(query.joins)
        yield from (self._when(one) for one in _shown(query.whens))
        yield self._list("returning", query.returning)
        yield self._list("output", query.output)
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
        return f"{word} {', '.join(map(self._source, _shown(sources)))}" if sources else ""

    def _joins(self, joins: tuple[Join, ...]) -> Iterable[str]:
        for join in _shown(joins):
            kind = _JOINS.get(join.kind) or (
                join.kind if "apply" in join.kind or join.kind == "using" else f"{join.kind} join"
            )
            on = f" on {self.expression(join.on)}" if join.on is not None else ""
            yield f"{kind} {self._source(join.source)}{on}"

    def _filters(self, word: str, filters: tuple[Filter, ...]) -> str:
        return f"{word} {' and '.join(self.expression(one.predicate) for one in _shown(filters))}" if filters else ""

    def _selections(self, selections: tuple[Selection, ...]) -> str:
        return ", ".join(self.expression(one.expression) for one in _shown(selections))

    def _list(self, word: str, selections: tuple[Selection, ...]) -> str:
        return f"{word} {self._selections(selections)}" if selections else ""

    def _order(self, items: tuple[nodes.OrderItem, ...]) -> str:
        return f"order by {', '.join(map(self._order_item, _shown(items)))}" if items else ""

    def _order_item(self, item: nodes.OrderItem) -> str:
        written = self.expression(item.expression)
        collate = (
            f"collate {item.collate if self.names.dialect == 'mssql' else self.names.quote(item.collate)}"
            if item.collate
            else ""
        )
        raw = "" if item.raw is None else self.expression(item.raw)
        return words(written, collate, raw or item.direction, item.nulls)

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
        for one in _shown(query.modifiers):
            if one.kind == kind and one.expression is not None:
                yield self.expression(one.expression)

    def _locks(self, query: Query) -> Iterable[str]:
        """Row locks first, then nowait and skip locked; raw end modifiers as they come."""
        shown = [one for one in _shown(query.modifiers) if one.kind in _LOCKS or one.kind == "end"]
        for one in sorted(shown, key=lambda one: one.kind in ("nowait", "skip locked")):
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
        shown = [f"{self.expression(one.column)} = {self.expression(one.value)}" for one in _shown(updates)]
        return ", ".join([*shown, *([UNKNOWN] if is_open else [])])

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

    # Expressions

    def expression(self, node: Expression | None) -> str:
        """Any expression."""
        return UNKNOWN if node is None else _EXPRESSIONS[type(node)](self, node)

    def literal(self, value: Scalar) -> str:
        """A constant written into the text."""
        if value is None:
            return "null"
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, str):
            return f"'{self._escaped(value)}'"
        return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)

    def _escaped(self, text: str) -> str:
        doubled = text.replace("'", "''")
        return doubled.replace("\\", "\\\\") if self.names.dialect == "mysql" else doubled

    def _all(self, items: Iterable[Expression]) -> str:
        return ", ".join(map(self.expression, items))

    def _ref(self, node: nodes.Ref) -> str:
        column = self.names.quote(node.column)
        return f"{self.names.table(node.table, node.schema)}.{column}" if node.table else column

    def _star(self, node: nodes.Star) -> str:
        return f"{self.names.table(node.table, node.schema)}.*" if node.table else "*"

    def _param(self, node: nodes.Param) -> str:
        if self.inline:
            return self.literal(node.value.literal) if node.value.origin is Origin.LITERAL else UNKNOWN
        self.parameters += 1
        return {"postgres": f"${self.parameters}", "mssql": f"@{self.parameters}"}.get(self.names.dialect, "?")

    def _item_list(self, node: nodes.ItemList) -> str:
        return f"({self._all(node.items)})"

    def _binary(self, node: nodes.Binary) -> str:
        if self.names.empty_lists and node.operator in ("in", "not in") and node.right == nodes.ItemList(()):
            return (
                "1 = 0" if node.operator == "in" else "1 = 1"
            )  # HandleEmptyInListsPlugin, replaceWithNoncontingentExpression
        left = self.expression(node.left)
        operator = node.operator or self.expression(node.operator_sql)
        if self.names.safe_nulls and _is_null(node.right):  # SafeNullComparisonPlugin
            operator = {"=": "is", "!=": "is not", "<>": "is not"}.get(operator, operator)
        return f"{left} {operator} {self.expression(node.right)}"

    def _unary(self, node: nodes.Unary) -> str:
        return f"{node.operator}{'' if node.operator == '-' else ' '}{self.expression(node.operand)}"

    def _between(self, node: nodes.Between) -> str:
        word = "between symmetric" if node.symmetric else "between"
        return f"{self.expression(node.operand)} {word} {self.expression(node.low)} and {self.expression(node.high)}"

    def _and(self, node: nodes.And) -> str:
        return " and ".join(self.expression(term) for term in _terms(node.terms))

    def _or(self, node: nodes.Or) -> str:
        return " or ".join(self.expression(term) for term in _terms(node.terms))

    def _inner(self, node: nodes.Maybe | nodes.Repeated) -> str:
        return self.expression(node.inner)

    def _function(self, node: nodes.Function) -> str:
        return f"{node.name}({self._arguments(node)})"

    def _arguments(self, node: nodes.Function | nodes.Aggregate) -> str:
        written = self._bare if node.name in _WITHOUT_SCHEMA else self.expression
        return ", ".join(map(written, node.args))

    def _bare(self, node: Expression) -> str:
        """A table by its own name, whatever withSchema() says."""
        return (
            self.names.quote(node.name)
            if isinstance(node, nodes.TableName) and not node.schema
            else self.expression(node)
        )

    def _aggregate(self, node: nodes.Aggregate) -> str:
        distinct = "distinct " if node.distinct else ""
        text = f"{node.name}({words(distinct + self._arguments(node), self._order(node.order_by))})"
        within = f"within group ({self._order(node.within_group)})" if node.within_group else ""
        condition = f"filter(where {self.expression(node.filter)})" if node.filter is not None else ""
        return words(text, within, condition, self._over(node.over))

    def _over(self, over: nodes.Over | None) -> str:
        if over is None:
            return ""
        partition = f"partition by {self._all(over.partition_by)}" if over.partition_by else ""
        return f"over({words(partition, self._order(over.order_by))})"

    def _case(self, node: nodes.Case) -> str:
        start = words("case", self.expression(node.operand) if node.operand is not None else "")
        branches = [f"when {self.expression(test)} then {self.expression(value)}" for test, value in node.branches]
        otherwise = f"else {self.expression(node.otherwise)}" if node.otherwise is not None else ""
        return words(start, *branches, otherwise, node.end)

    def _cast(self, node: nodes.Cast) -> str:
        kind = node.type if isinstance(node.type, str) else self.expression(node.type)
        return f"cast({self.expression(node.operand)} as {kind})"

    def _json_path(self, node: nodes.JsonPath) -> str:
        root = "" if node.root is None else self.expression(node.root)
        if node.operator.endswith("$"):
            legs = "".join(self._leg(kind, leg) for kind, leg in node.legs)
            operator = node.operator[:-1] if node.root is not None else ""
            return f"{root}{operator}'${legs}'"
        written = [self._json_value(leg) for _, leg in node.legs]
        return root + "".join(
            f"{node.operator if index == len(written) - 1 else '->'}{leg}" for index, leg in enumerate(written)
        )

    def _leg(self, kind: str, leg: str | int | Expression) -> str:
        """`[0]` or `."key"`; quotes are escaped for the path, then for the literal that it stands in."""
        known = str(leg) if isinstance(leg, str | int) else UNKNOWN
        if kind == "at":
            return f"[{self._escaped(known)}]"
        backslash, quote = _PATH_ESCAPES.get(self.names.dialect, ("\\", '\\"'))
        return '."' + known.replace("\\", backslash).replace('"', quote).replace("'", "''") + '"'

    def _json_value(self, leg: str | int | Expression) -> str:
        return self.literal(leg) if isinstance(leg, str | int) else UNKNOWN

    def _raw(self, node: nodes.Raw) -> str:
        return "".join(part if isinstance(part, str) else self._spliced(part) for part in node.parts)

    def _spliced(self, node: Expression) -> str:
        """Only selects get parentheses inside raw SQL."""
        if isinstance(node, nodes.Subquery) and node.query.operation is not Operation.SELECT:
            return self.query(node.query)
        return self.expression(node)

    def _raw_text(self, node: nodes.RawText) -> str:
        return UNKNOWN if node.text is None else node.text

    def _aliased(self, node: nodes.Aliased) -> str:
        written = self.expression(node.expression)
        return f"{written} as {self.expression(node.name_sql) if node.name_sql is not None else self.names.quote(node.name)}"

    def _subquery(self, node: nodes.Subquery) -> str:
        return f"({self.query(node.query)})"


def _is_null(node: Expression) -> bool:
    return isinstance(node, nodes.Param) and node.value.origin is Origin.LITERAL and node.value.literal is None


def words(*parts: str) -> str:
    """The parts that are there, with a space between."""
    return " ".join(part for part in parts if part)


def _shown(items: Iterable[Any]) -> list[Any]:
    """Clauses to write: those of the other arm of a condition are left out."""
    return [item for item in items if item.certainty is not Certainty.OTHERWISE]


def _terms(terms: tuple[Expression, ...]) -> list[Expression]:
    return [term for term in terms if not (isinstance(term, nodes.Maybe) and term.otherwise)]


_STATEMENTS: dict[Operation, Callable[[Writer, Query], Iterable[str]]] = {
    Operation.SELECT: Writer._select,
    Operation.INSERT: Writer._insert,
    Operation.REPLACE: Writer._insert,
    Operation.UPDATE: Writer._update,
    Operation.DELETE: Writer._delete,
    Operation.MERGE: Writer._merge,
}
_EXPRESSIONS: dict[type, Callable[[Writer, Any], str]] = {
    nodes.Ref: Writer._ref,
    nodes.Star: Writer._star,
    nodes.TableName: lambda writer, node: writer.names.table(node.name, node.schema),
    nodes.Identifier: lambda writer, node: ".".join(map(writer.names.quote, node.parts)),
    nodes.Param: Writer._param,
    nodes.Inline: lambda writer, node: writer.literal(node.value),
    nodes.ItemList: Writer._item_list,
    nodes.Binary: Writer._binary,
    nodes.Unary: Writer._unary,
    nodes.Between: Writer._between,
    nodes.And: Writer._and,
    nodes.Or: Writer._or,
    nodes.Maybe: Writer._inner,
    nodes.Repeated: Writer._inner,
    nodes.Choice: lambda writer, node: writer.expression(node.options[0]),
    nodes.Parens: lambda writer, node: (
        f"({writer.query(node.inner.query) if isinstance(node.inner, nodes.Subquery) else writer.expression(node.inner)})"
    ),
    nodes.Function: Writer._function,
    nodes.Aggregate: Writer._aggregate,
    nodes.Case: Writer._case,
    nodes.Cast: Writer._cast,
    nodes.JsonPath: Writer._json_path,
    nodes.Raw: Writer._raw,
    nodes.RawText: Writer._raw_text,
    nodes.Aliased: Writer._aliased,
    nodes.Subquery: Writer._subquery,
    nodes.Unknown: lambda _writer, _node: UNKNOWN,
    nodes.OrderItem: Writer._order_item,
}
