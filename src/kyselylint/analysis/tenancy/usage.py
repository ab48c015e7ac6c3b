"""How the project's own queries treat columns: which tables have them, and how often they are compared with a value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kyselylint.query.expression import Binary, Param, Ref
from kyselylint.query.facts import Project
from kyselylint.query.statement import Operation, Query, Source
from kyselylint.query.walk import walk
from kyselylint.schema.catalog import fold
from kyselylint.settings import PATH_CLASSES, matches

_ASIDE = tuple(
    glob for globs in PATH_CLASSES.values() for glob in globs
)  # what they do is not what the application does
_COMPARES = frozenset({"=", "==", "in", "is not distinct from"})


@dataclass(frozen=True, slots=True)
class Usage:
    """By folded table name: the columns that queries name (folded, as written) and how many statements compare each."""

    columns: Mapping[str, Mapping[str, str]]
    statements: Mapping[str, int]
    compared: Mapping[str, Mapping[str, int]]

    def share(self, tables: frozenset[str], column: str) -> tuple[int, int]:
        """Of the statements on these tables, how many compare the column, and how many there are."""
        compared = sum(self.compared.get(table, {}).get(column, 0) for table in tables)
        return compared, sum(self.statements.get(table, 0) for table in tables)


def usage(project: Project) -> Usage:
    """What the queries of the application show; tests, jobs and scripts show columns, not habits."""
    columns: dict[str, dict[str, str]] = defaultdict(dict)
    statements: dict[str, int] = defaultdict(int)
    compared: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for statement, counts in _statements(project):
        tables = _tables(statement)
        for table, column in _mentions(statement, tables):
            columns[table].setdefault(fold(column), column)
        if counts and statement.operation is not Operation.INSERT:
            for table in set(tables.values()):
                statements[table] += 1
            for table, column in set(_comparisons(statement, tables)):
                compared[table][column] += 1
    return Usage(columns, statements, compared)


def _statements(project: Project) -> Iterator[tuple[Query, bool]]:
    """Every statement, and whether it is the application's."""
    for module in project.modules:
        counts = not matches(_ASIDE, module.path)
        for query in module.queries:
            yield query, counts
            yield from ((inner, counts) for inner in query.subqueries)


def _tables(statement: Query) -> dict[str, str]:
    """Folded table by what the statement calls it."""
    return {fold(source.name): fold(source.table) for source, _ in statement.tables() if _is_table(source)}


def _is_table(source: Source) -> bool:
    return bool(source.table) and not source.cte and not source.dynamic


def _mentions(statement: Query, tables: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for node in walk(statement):
        if isinstance(node, Ref) and not node.dynamic:
            table = _table(node, tables)
            if table:
                yield table, node.column
    if statement.rows is not None and statement.targets:
        yield from ((fold(statement.targets[0].table), column) for column in statement.rows.columns)


def _table(ref: Ref, tables: Mapping[str, str]) -> str:
    if ref.table:
        return tables.get(fold(ref.table), "")
    return next(iter(tables.values())) if len(tables) == 1 else ""


def _comparisons(statement: Query, tables: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for clause in (*statement.where, *(join.on for join in statement.joins if join.on is not None)):
        for node in walk(clause):
            if isinstance(node, Binary) and node.operator in _COMPARES:
                for side, other in ((node.left, node.right), (node.right, node.left)):
                    if isinstance(side, Ref) and (isinstance(other, Param) or node.operator == "in"):
                        yield _table(side, tables), fold(side.column)
