"""How a statement finds the rows of a table: the columns it compares, and the indexes that begin with one of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kyselylint.analysis.bounds import belongs, equalities
from kyselylint.analysis.lists import is_kind
from kyselylint.analysis.predicate import bare, conjuncts, join_filters
from kyselylint.query.expression import Between, Binary, Expression, Param, Ref, Subquery
from kyselylint.query.statement import Query, Source
from kyselylint.schema.catalog import Catalog, Column, Index, Table, fold

_SEARCH = frozenset({"ilike", "~*", "like"})
_TEXT = frozenset({"gin", "gist"})
_RANGES = frozenset({"<", "<=", ">", ">="})


@dataclass(frozen=True, slots=True)
class Access:
    """One table of a statement, and its columns that the conditions name, as the table spells them.

    `given` are compared with values, `tied` with those or with columns of other tables; `ranges` are in a range, or the
    first of the order.
    """

    table: Table
    source: Source
    given: tuple[str, ...]
    tied: tuple[str, ...]
    ranges: tuple[str, ...]


def accesses(statement: Query, catalog: Catalog) -> Iterator[Access]:
    """Each table of the statement whose keys and indexes are known."""
    for source, _ in statement.tables():
        table = catalog.table(source.table, source.schema) if source.table and not source.cte else None
        if table is not None and table.keys_known and not table.view:
            yield _access(statement, source, table)


def _access(statement: Query, source: Source, table: Table) -> Access:
    only = sum(1 for _ in statement.tables()) == 1
    given = [ref for ref, value in equalities(statement.where) if not isinstance(value, Ref)]
    given += _listed(statement)
    mine = {ref.column for ref in given if belongs(ref, source, only=only)}
    tied = equalities((*statement.where, *join_filters(statement)))
    ranges = [ref for ref in (*_ranged(statement), *_ordered(statement)) if belongs(ref, source, only=only)]
    return Access(
        table,
        source,
        _spelled(table, mine),
        _spelled(table, mine | {ref.column for ref, _ in tied if belongs(ref, source, only=only)}),
        _spelled(table, {ref.column for ref in ranges}),
    )


def _listed(statement: Query) -> list[Ref]:
    terms = (term for term in conjuncts(statement.where) if isinstance(term, Binary) and term.operator == "in")
    return [ref for term in terms if isinstance(ref := bare(term.left), Ref) and not isinstance(term.right, Subquery)]


def _ranged(statement: Query) -> Iterator[Ref]:
    for term in conjuncts(statement.where):
        operand = _operand(term)
        if isinstance(operand, Ref):
            yield operand


def _operand(term: Expression) -> Expression | None:
    if isinstance(term, Between):
        return bare(term.operand)
    return bare(term.left) if isinstance(term, Binary) and term.operator in _RANGES else None


def _ordered(statement: Query) -> Iterator[Ref]:
    first = next((item.expression for item in statement.order_by), None)
    if isinstance(first, Ref):
        yield first


def _spelled(table: Table, names: set[str]) -> tuple[str, ...]:
    columns = (table.column(name) for name in sorted(names))
    return tuple(dict.fromkeys(column.name for column in columns if column is not None))


def is_served(access: Access, tenants: frozenset[str]) -> bool:
    """Whether an index begins with one of the columns, behind the tenant perhaps, or with an expression of one.

    Where the tenant leads and the query forgot it, the tenant is what is missing, not another index.
    """
    wanted = {fold(name) for name in (*access.tied, *access.ranges)}
    return any(_begins(index, wanted, tenants) for index in access.table.paths())


def _begins(index: Index, wanted: set[str], tenants: frozenset[str]) -> bool:
    behind = index.parts[1:] if index.parts and fold(index.parts[0]) in tenants else ()
    for part in (*index.parts[:1], *behind[:1]):
        if fold(part) in wanted or (part.startswith("(") and any(name in fold(part) for name in wanted)):
            return True
    return False


def is_selective(access: Access) -> bool:
    """Whether a given column leaves few rows: not a status, a type or a flag alone."""
    return any(not is_kind(name) for name in access.given)


def advised(access: Access, tenants: frozenset[str]) -> tuple[str, ...]:
    """The columns of the index that would help, in the names of the database: the tenant, the given ones, a range."""
    given = sorted(access.given, key=lambda name: (fold(name) not in tenants, is_kind(name), name))
    further = [name for name in access.ranges if name not in given][:1]
    columns = (access.table.column(name) for name in (*given, *further))
    return tuple(column.stored or column.name for column in columns if column is not None)


def is_text_search(node: Binary) -> bool:
    """`like 'abc%'` can use an ordinary index; what begins with a wildcard, or minds no case, cannot."""
    right = bare(node.right)
    text = right.value.text.strip("`'\"") if isinstance(right, Param) else ""
    return node.operator in _SEARCH and (node.operator != "like" or text.startswith("%"))


def unindexed_text(node: Binary, access: Access) -> Column | None:
    """The searched column, if it is one of this table's and stands in no text index."""
    ref = bare(node.left)
    if not isinstance(ref, Ref) or not belongs(ref, access.source, only=False):
        return None
    texts = (index for index in access.table.indexes if index.method in _TEXT)
    indexed = any(fold(ref.column) in fold(part) for index in texts for part in index.parts)
    return None if indexed else access.table.column(ref.column)
