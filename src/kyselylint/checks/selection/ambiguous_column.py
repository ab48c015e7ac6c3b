"""Columns that two joined tables both have."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.columns import Columns, columns_of
from kyselylint.analysis.expressions import hidden, statements
from kyselylint.analysis.tables import title
from kyselylint.analysis.view import View
from kyselylint.finding import Report
from kyselylint.query.certainty import Certainty
from kyselylint.query.expression import Ref
from kyselylint.query.statement import Operation, Query, Source
from kyselylint.query.walk import walk
from kyselylint.schema.catalog import fold


def check(query: Query, view: View) -> Iterator[Report]:
    """Unqualified columns in the conditions and the select list of a join, where two tables have one of that name."""
    for statement in statements(query):
        if statement.operation is not Operation.SELECT or hidden(statement, "from", "join"):
            continue
        # A table that is there twice under one name came in on two paths, of which one is taken.
        sources = tuple({source.name: source for source, _ in statement.tables() if _always(source)}.values())
        known = [columns_of(source, statement, view.catalog(query)) for source in sources]
        if sources[1:] and None not in known:
            for ref in _unqualified(statement):
                owners = [source for source, columns in zip(sources, known, strict=True) if _has(columns, ref)]
                if owners[1:]:
                    yield _report(ref, owners, statement)


def _always(source: Source) -> bool:
    return source.certainty is Certainty.ALWAYS


def _unqualified(statement: Query) -> Iterator[Ref]:
    """Order and group may name an alias of the select list, so they are left out."""
    parts = (statement.selections, statement.where, tuple(join.on for join in statement.joins if join.on is not None))
    return (node for node in walk(parts) if isinstance(node, Ref) and not node.table and not node.dynamic)


def _has(columns: Columns, ref: Ref) -> bool:
    return any(fold(column) == fold(ref.column) for column in columns or ())


def _report(ref: Ref, owners: list[Source], statement: Query) -> Report:
    tables = " and ".join(title(source) for source in owners)
    return Report(
        message=f"`{ref.column}` is a column of {tables}: the database refuses to guess which one is meant",
        at=ref.span or statement.root,
        help=f"write '{owners[0].name}.{ref.column}'",
    )
