"""How a statement finds the rows of a table: what it compares, how it sorts, and what holds for every row it reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kyselylint.analysis.bounds import belongs
from kyselylint.analysis.expressions import hidden
from kyselylint.analysis.parts import Part, column_part, expression_part
from kyselylint.analysis.predicate import bare, certain_terms, conjuncts, join_filters, literal
from kyselylint.query.expression import (
    Between,
    Binary,
    Expression,
    Function,
    Inline,
    OrderItem,
    Param,
    Raw,
    Ref,
    Subquery,
)
from kyselylint.query.statement import Query, Source
from kyselylint.query.value import Origin
from kyselylint.schema.catalog import Catalog, Column, Table, fold

_EQUAL = frozenset({"=", "=="})
_RANGES = frozenset({"<", "<=", ">", ">="})
_CONTAINS = frozenset({"@>", "&&", "?", "?|", "?&"})
_ANY = "?"  # some value that is not known here


@dataclass(frozen=True, slots=True)
class Sort:
    """One entry of the order: a column, `direction` and `nulls` as written."""

    part: Part
    direction: str = ""
    nulls: str = ""


@dataclass(frozen=True, slots=True)
class Access:
    """One table of a statement, and its columns and expressions that the conditions name.

    `equal` are compared with one value, `listed` with several, `tied` with columns of other tables, `ranges` are in a
    range, `contained` are asked whether they hold something. `order` is the whole order, if it is by this table alone.
    `holds` are conditions as an index would have them, `deletedat is null`, by the path on which there are most of
    them. `plain` when nothing else restricts or multiplies the rows; `paged` when only the first of them are read.
    """

    table: Table
    source: Source
    equal: tuple[Part, ...] = ()
    listed: tuple[Part, ...] = ()
    tied: tuple[Part, ...] = ()
    ranges: tuple[Part, ...] = ()
    contained: tuple[Part, ...] = ()
    order: tuple[Sort, ...] = ()
    holds: frozenset[str] = frozenset()
    plain: bool = False
    paged: bool = False

    @property
    def given(self) -> tuple[Part, ...]:
        """What is compared with values."""
        return (*self.equal, *self.listed)


def accesses(statement: Query, catalog: Catalog) -> Iterator[Access]:
    """Each table of the statement whose keys and indexes are known."""
    for source, _ in statement.tables():
        table = catalog.table(source.table, source.schema) if source.table and not source.cte else None
        if table is not None and table.keys_known and not table.view:
            yield _Reader(statement, source, table, tuple(catalog.enums)).access()


@dataclass(frozen=True, slots=True)
class _Reader:
    statement: Query
    source: Source
    table: Table
    enums: tuple[str, ...]

    def access(self) -> Access:
        """Sorts the conditions of the statement by what they do with this table."""
        found: dict[str, list[Part]] = {"equal": [], "listed": [], "tied": [], "ranges": [], "contained": []}
        wheres, joins = tuple(conjuncts(self.statement.where)), tuple(conjuncts(join_filters(self.statement)))
        for term in (*wheres, *joins):
            for kind, part in self._uses(term, joined=term in joins):
                found[kind].append(part)
        order = self._order()
        return Access(
            self.table,
            self.source,
            **{kind: tuple(dict.fromkeys(parts)) for kind, parts in found.items()},
            order=order,
            holds=frozenset(self._holds()),
            plain=self._alone and all(self._is_kept(term) for term in wheres),
            paged=self.statement.limit is not None or self.statement.fetch is not None,
        )

    @property
    def _alone(self) -> bool:
        """Whether the statement reads this table only, row by row."""
        several = self.statement.group_by or self.statement.distinct or self.statement.set_operations
        return sum(1 for _ in self.statement.tables()) == 1 and not (several or hidden(self.statement, "where"))

    def _uses(self, term: Expression, *, joined: bool) -> Iterator[tuple[str, Part]]:
        if isinstance(term, Between):
            yield from (("ranges", part) for part in self._part(term.operand))
        if not isinstance(term, Binary):
            return
        left, right = bare(term.left), bare(term.right)
        for mine, other in ((left, right), (right, left)) if term.operator in _EQUAL else ((left, right),):
            kind = _kind(term.operator, other, joined=joined)
            yield from ((kind, part) for part in (self._part(mine) if kind else ()))

    def _part(self, expression: Expression) -> tuple[Part, ...]:
        """The column or expression of this table; none if it is another's, or no table's."""
        expression = bare(expression)
        if isinstance(expression, Ref):
            column = self._column(expression)
            return (column_part(column, self.enums),) if column is not None else ()
        part = expression_part(expression, self._column, alone=sum(1 for _ in self.statement.tables()) == 1)
        return (part,) if part is not None else ()

    def _column(self, ref: Ref) -> Column | None:
        only = sum(1 for _ in self.statement.tables()) == 1
        return self.table.column(ref.column) if belongs(ref, self.source, only=only) and not ref.dynamic else None

    def _order(self) -> tuple[Sort, ...]:
        items = self.statement.order_by
        sorts = [sort for item in items for sort in self._sort(item)]
        return tuple(sorts) if len(sorts) == len(items) else ()

    def _sort(self, item: OrderItem) -> Iterator[Sort]:
        if item.raw is None and not item.collate:
            yield from (Sort(part, item.direction, item.nulls) for part in self._part(item.expression))

    def _holds(self) -> Iterator[str]:
        """On any path: an index that serves one of them is of use."""
        conditions = (one.predicate for one in (*self.statement.where, *join_filters(self.statement)))
        for term in (term for predicate in conditions for term in certain_terms(predicate)):
            for part in self._part(_subject(term)):
                yield from _facts(term, fold(part.name))

    def _is_kept(self, term: Expression) -> bool:
        """Whether a condition is understood whole: a comparison of a column of this table with a value."""
        kind = _kind(term.operator, bare(term.right), joined=False) if isinstance(term, Binary) else ""
        tested = isinstance(term, Binary) and term.operator in ("is", "is not")
        return bool(self._part(_subject(term))) and (kind in ("equal", "listed") or tested)


def _kind(operator: str, other: Expression, *, joined: bool) -> str:
    """What a comparison does with a column on its one side; "" for what no index serves."""
    if operator in _EQUAL and _is_any(other):
        return "listed"
    if operator in _EQUAL:
        # In a sub-query a column of the query around it is a value; here it may as well be of another table.
        return "tied" if isinstance(other, Ref) or joined else "equal"
    if operator == "in" and not isinstance(other, Subquery):
        return "listed"
    return "ranges" if operator in _RANGES else "contained" if operator in _CONTAINS else ""


def _is_any(value: Expression) -> bool:
    """`any($1)`: one of the values of an array, or none of a sub-query, which raw text does not tell."""
    if isinstance(value, Raw):
        first = value.parts[0] if value.parts else ""
        return isinstance(first, str) and first.lstrip().lower().startswith("any(")
    return isinstance(value, Function) and value.name.lower() == "any"


def _subject(term: Expression) -> Expression:
    if isinstance(term, Between):
        return term.operand
    return bare(term.left) if isinstance(term, Binary) else term


def _facts(term: Expression, name: str) -> Iterable[str]:
    """What a condition proves of its column, in the words of `implied`."""
    if isinstance(term, Ref):
        return (f"{name} = true",)
    if not isinstance(term, Binary | Between):
        return ()
    if isinstance(term, Binary) and term.operator in ("is", "is not"):
        value = literal(term.right)
        said = "null" if value is None else str(value).lower()
        return (f"{name} {term.operator} null",) if said == "null" else (f"{name} = {said}",)
    known = (f"{name} is not null",)
    if isinstance(term, Binary) and term.operator in _EQUAL | {"in"}:
        return (*known, f"{name} = {_written(bare(term.right))}")
    return known


def _written(value: Expression) -> str:
    known = isinstance(value, Inline) or (isinstance(value, Param) and value.value.origin is Origin.LITERAL)
    constant = literal(value)
    if not known or constant is None:
        return _ANY
    return f"'{constant}'" if isinstance(constant, str) else str(constant).lower()
