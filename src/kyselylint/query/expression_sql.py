"""An expression's SQL text as Kysely's own compilers write it (src/query-compiler/default-query-compiler.ts)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from kyselylint.query import expression as nodes
from kyselylint.query.certainty import Certainty
from kyselylint.query.expression import Expression
from kyselylint.query.names import Names
from kyselylint.query.statement import Operation, Query
from kyselylint.query.value import Origin, Scalar

UNKNOWN = "…"  # what stands where reading stopped, and for columns that are only known at run time
_PATH_ESCAPES = {"mysql": ("\\" * 4, '\\\\"'), "sqlite": ("\\" * 2, '\\"')}  # of backslashes and quotes in JSON paths
_WITHOUT_SCHEMA = frozenset({"json_agg", "to_json"})  # their tables stay as they are under withSchema()


def words(*parts: str) -> str:
    """The parts that are there, with a space between."""
    return " ".join(part for part in parts if part)


def shown(items: Iterable[Any]) -> list[Any]:
    """Clauses to write: those of the other arm of a condition are left out."""
    return [item for item in items if item.certainty is not Certainty.OTHERWISE]


def _terms(terms: tuple[Expression, ...]) -> list[Expression]:
    return [term for term in terms if not (isinstance(term, nodes.Maybe) and term.otherwise)]


def _is_null(node: Expression) -> bool:
    return isinstance(node, nodes.Param) and node.value.origin is Origin.LITERAL and node.value.literal is None


class ExpressionWriter(ABC):
    """Writes expressions; counts their parameters, or writes the values into the text if `inline`."""

    def __init__(self, names: Names, *, inline: bool = False) -> None:
        self.names = names
        self.inline = inline
        self.parameters = 0

    @abstractmethod
    def query(self, query: Query) -> str:
        """Any statement, without parentheses around it."""

    @contextmanager
    def naming(self, names: Names) -> Iterator[None]:
        """Write with another spelling of names."""
        outer, self.names = self.names, names
        try:
            yield
        finally:
            self.names = outer

    def expression(self, node: Expression | None) -> str:
        """Any expression."""
        return UNKNOWN if node is None else self._WRITTEN[type(node)](self, node)

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
            return self._empty_list(node)
        left = self.expression(node.left)
        operator = node.operator or self.expression(node.operator_sql)
        if self.names.safe_nulls and _is_null(node.right):  # SafeNullComparisonPlugin
            operator = {"=": "is", "!=": "is not", "<>": "is not"}.get(operator, operator)
        return f"{left} {operator} {self.expression(node.right)}"

    def _empty_list(self, node: nodes.Binary) -> str:
        """As the strategies of HandleEmptyInListsPlugin write it: a constant condition, or a value in the list."""
        if not self.names.pushed:
            return "1 = 0" if node.operator == "in" else "1 = 1"
        left = self.expression(node.left)
        if node.operator == "in":
            return f"{left} in (null)"
        return f"cast({left} as char) not in ({self.literal(self.names.pushed[0])})"

    def _plugged(self, node: nodes.Plugged) -> str:
        with self.naming(self.names.of(node.schema, node.plugins)):
            return self.expression(node.inner)

    def _unary(self, node: nodes.Unary) -> str:
        return f"{node.operator}{'' if node.operator == '-' else ' '}{self.expression(node.operand)}"

    def _between(self, node: nodes.Between) -> str:
        word = "between symmetric" if node.symmetric else "between"
        return f"{self.expression(node.operand)} {word} {self.expression(node.low)} and {self.expression(node.high)}"

    def _and(self, node: nodes.And) -> str:
        return " and ".join(self.expression(term) for term in _terms(node.terms))

    def _or(self, node: nodes.Or) -> str:
        return " or ".join(self.expression(term) for term in _terms(node.terms))

    def _parens(self, node: nodes.Parens) -> str:
        """One pair of parentheses, also around a query that brings its own."""
        inner = node.inner
        return f"({self.query(inner.query) if isinstance(inner, nodes.Subquery) else self.expression(inner)})"

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
        name = self.expression(node.name_sql) if node.name_sql is not None else self.names.quote(node.name)
        return f"{written} as {name}"

    def _subquery(self, node: nodes.Subquery) -> str:
        return f"({self.query(node.query)})"

    def _order(self, items: tuple[nodes.OrderItem, ...]) -> str:
        return f"order by {', '.join(map(self._order_item, shown(items)))}" if items else ""

    def _order_item(self, item: nodes.OrderItem) -> str:
        written = self.expression(item.expression)
        collate = (
            f"collate {item.collate if self.names.dialect == 'mssql' else self.names.quote(item.collate)}"
            if item.collate
            else ""
        )
        raw = "" if item.raw is None else self.expression(item.raw)
        return words(written, collate, raw or item.direction, item.nulls)

    _WRITTEN: ClassVar[dict[type, Callable[[Any, Any], str]]] = {
        nodes.Ref: _ref,
        nodes.Star: _star,
        nodes.TableName: lambda writer, node: writer.names.table(node.name, node.schema),
        nodes.Identifier: lambda writer, node: ".".join(map(writer.names.quote, node.parts)),
        nodes.Param: _param,
        nodes.Inline: lambda writer, node: writer.literal(node.value),
        nodes.ItemList: _item_list,
        nodes.Binary: _binary,
        nodes.Unary: _unary,
        nodes.Between: _between,
        nodes.And: _and,
        nodes.Or: _or,
        nodes.Maybe: _inner,
        nodes.Repeated: _inner,
        nodes.Choice: lambda writer, node: writer.expression(node.options[0]),
        nodes.Parens: _parens,
        nodes.Function: _function,
        nodes.Aggregate: _aggregate,
        nodes.Case: _case,
        nodes.Cast: _cast,
        nodes.JsonPath: _json_path,
        nodes.Raw: _raw,
        nodes.Plugged: _plugged,
        nodes.RawText: _raw_text,
        nodes.Aliased: _aliased,
        nodes.Subquery: _subquery,
        nodes.Unknown: lambda _writer, _node: UNKNOWN,
        nodes.OrderItem: _order_item,
    }
