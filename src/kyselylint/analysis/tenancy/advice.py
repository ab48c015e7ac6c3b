"""The clause that would scope a table, spelled for the query it is missing in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from kyselylint.analysis.names import words
from kyselylint.analysis.raw.read import is_raw
from kyselylint.analysis.tenancy.audit import tenants
from kyselylint.analysis.tenancy.known import Comparison, Known, known
from kyselylint.analysis.tenancy.model import Role
from kyselylint.analysis.tenancy.verdict import Gap, Verdict
from kyselylint.analysis.view import View
from kyselylint.query.expression import Binary, Param, Ref
from kyselylint.query.facts import Module
from kyselylint.query.statement import Operation, Query
from kyselylint.query.walk import walk
from kyselylint.schema.catalog import fold

# A name, a path or a call of one: what can be copied. Other texts are shortened, or of what was taken apart.
_PLAIN = re.compile(r"[\w$]+(?:[?!]?\.[\w$]+)*(?:\([\w$., ]*\))?")
_LAST = re.compile(r"\.([\w$]+)$")
_MAY_MISS = ("left", "full", "lateral left", "outer apply")


def clause(verdict: Verdict, query: Query, view: View) -> str:
    """What to add."""
    statement, source, table = verdict.statement, verdict.source, verdict.table
    qualified = bool(statement.joins) or len((*statement.targets, *statement.sources)) > 1 or bool(source.alias)
    prefix = f"{source.name}." if qualified else ""
    if table.role is Role.CHILD:
        return _of_parent(verdict, prefix, query, view)
    column, value = f"{prefix}{table.spelled}", _value(table.spelled, query, known(view.project))
    in_raw = query.operation is Operation.RAW or is_raw(statement)
    term = f"`{column} = ${{{value}}}`" if in_raw else f"('{column}', '=', {value})"
    join = next((one for one in statement.joins if one.source is source), None)
    if join is not None and join.kind in _MAY_MISS and verdict.gap not in _ELSEWHERE:
        return f"add {term} to the ON of its join" if in_raw else f"add .on{term} to its join"
    added = f"{term} to the text" if in_raw else f".where{term}"
    if verdict.gap is Gap.ALTERNATIVE:
        return f"compare it outside of `or`: {added}"
    if verdict.gap in (Gap.CONDITIONAL, Gap.UNDEFINED):
        return f"add it on every path: {added}"
    return f"add {added}"


_ELSEWHERE = (Gap.ALTERNATIVE, Gap.CONDITIONAL, Gap.UNDEFINED)


def _of_parent(verdict: Verdict, prefix: str, query: Query, view: View) -> str:
    """A condition on the row that a row without a tenant of its own belongs to."""
    link = verdict.table.links[0]
    parent, catalog = tenants(query, view).tables[link.target], view.catalog(query)
    own, above = catalog.table(verdict.table.name), catalog.table(parent.name)
    column = own.column(link.columns[0]) if own and len(link.columns) == 1 else None
    key = above.column(link.target_columns[0]) if above else None
    if column is None or key is None or parent.role is not Role.OWNED:
        return (
            f"join `{parent.name}` and compare its tenant, or look the row of `{parent.name}` up first, with the tenant"
        )
    inner = (
        f"eb.selectFrom('{parent.name}').select('{parent.name}.{key.name}')"
        f".where('{parent.name}.{parent.spelled}', '=', {_value(parent.spelled, query, known(view.project))})"
    )
    return f"add .where('{prefix}{column.name}', 'in', (eb) => {inner}), or look that row up first, with the tenant"


def _value(column: str, query: Query, here: Known) -> str:
    """What this function compares the column with elsewhere, else this file, else a name made from the column."""
    compared = [one for one in _compared(query.span.path, here) if one.column == fold(column)]
    near = [one for one in compared if one.function == query.function]
    for found in (near, compared):
        texts = Counter(filter(None, (_copied(one.text) for one in found)))
        if texts:
            return texts.most_common(1)[0][0]
    first, *rest = words(column) or (column,)
    return first + "".join(word.capitalize() for word in rest)


def _copied(text: str) -> str:
    """The text of a value as it can be written again; of one that was taken apart, the name that it got."""
    last = _LAST.search(text)
    return text if _PLAIN.fullmatch(text) else last[1] if last else ""


def _compared(path: str, here: Known) -> tuple[Comparison, ...]:
    """Every comparison of a column with a value in a file; worked out once for each file."""
    if path not in here.comparisons:
        module = next((one for one in here.project.modules if one.path == path), Module(""))
        here.comparisons[path] = tuple(found for query in module.queries for found in _of(query))
    return here.comparisons[path]


def _of(query: Query) -> Iterator[Comparison]:
    for node in (node for one in (query, *query.subqueries) for node in walk(one)):
        if isinstance(node, Binary) and isinstance(node.left, Ref) and isinstance(node.right, Param):
            text = node.right.written or node.right.value.text
            if text:
                yield Comparison(query.function, fold(node.left.column), text)
