"""The clause that would scope a table, spelled for the query it is missing in."""

from __future__ import annotations

from collections import Counter

from kyselylint.analysis.tenancy.known import Known
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
    module = next((one for one in here.project.modules if one.path == query.span.path), Module(""))
    near = [one for one in module.queries if one.function == query.function]
    for queries in (near, list(module.queries)):
        texts = Counter(text for one in queries for text in _compared(one, column))
        if texts:
            return texts.most_common(1)[0][0]
    first, *rest = column.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _compared(query: Query, column: str) -> list[str]:
    found = (node for one in (query, *query.subqueries) for node in walk(one) if isinstance(node, Binary))
    pairs = ((node.left, node.right) for node in found)
    return [
        right.value.text
        for left, right in pairs
        if isinstance(left, Ref) and isinstance(right, Param) and fold(left.column) == fold(column) and right.value.text
    ]
