"""The clause that would scope a table, spelled for the query it is missing in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kyselylint.analysis.tenancy.known import Comparison, Known
from kyselylint.analysis.tenancy.model import Role
from kyselylint.analysis.tenancy.verdict import Gap, Verdict
from kyselylint.query.expression import Binary, Param, Ref
from kyselylint.query.facts import Module
from kyselylint.query.statement import Query
from kyselylint.query.walk import walk
from kyselylint.schema.catalog import fold


def clause(verdict: Verdict, query: Query, here: Known) -> str:
    """What to add."""
    statement, source, table = verdict.statement, verdict.source, verdict.table
    qualified = bool(statement.joins) or len((*statement.targets, *statement.sources)) > 1 or bool(source.alias)
    if table.role is Role.CHILD:
        parent = table.links[0].target
        return f"join `{parent}` and compare its tenant column, or look the parent up first, with the tenant"
    column = f"{source.name}.{table.spelled}" if qualified else table.spelled
    added = f".where('{column}', '=', {_value(table.spelled, query, here)})"
    if verdict.gap is Gap.ALTERNATIVE:
        return f"compare it outside of `or`: {added}"
    if verdict.gap in (Gap.CONDITIONAL, Gap.UNDEFINED):
        return f"add it on every path: {added}"
    return f"add {added}"


def _value(column: str, query: Query, here: Known) -> str:
    """What this function compares the column with elsewhere, else this file, else a name made from the column."""
    compared = [one for one in _compared(query.span.path, here) if one.column == fold(column)]
    near = [one for one in compared if one.function == query.function]
    for found in (near, compared):
        if found:
            return Counter(one.text for one in found).most_common(1)[0][0]
    first, *rest = column.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _compared(path: str, here: Known) -> tuple[Comparison, ...]:
    """Every comparison of a column with a value in a file; worked out once for each file."""
    if path not in here.comparisons:
        module = next((one for one in here.project.modules if one.path == path), Module(""))
        here.comparisons[path] = tuple(found for query in module.queries for found in _of(query))
    return here.comparisons[path]


def _of(query: Query) -> Iterator[Comparison]:
    for node in (node for one in (query, *query.subqueries) for node in walk(one)):
        if isinstance(node, Binary) and isinstance(node.left, Ref) and isinstance(node.right, Param):
            text = node.right.value.text
            if text:
                yield Comparison(query.function, fold(node.left.column), text)
