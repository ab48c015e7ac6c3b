"""Tables that nothing ties together."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.expressions import hidden, statements
from kyselylint.analysis.graph import loose
from kyselylint.analysis.predicate import is_true
from kyselylint.analysis.tables import title
from kyselylint.analysis.view import View
from kyselylint.finding import Label, Preset, Report, Severity
from kyselylint.query.statement import Join, Operation, Query, Source

_READS = frozenset({Operation.SELECT, Operation.UPDATE, Operation.DELETE})


def check(query: Query, view: View) -> Iterator[Report]:
    """Statements over several tables of which one has no condition in common with the others."""
    for statement in statements(query):
        if statement.operation in _READS and not hidden(statement, "from", "join", "where"):
            for source, join in loose(statement, query, view.catalog(query)):
                yield _report(source, join, statement)


def _says_so(join: Join) -> bool:
    """`crossJoin`, or `onTrue()` where a condition would stand."""
    return join.kind == "cross" or (join.on is not None and is_true(join.on))


def _report(source: Source, join: Join | None, statement: Query) -> Report:
    meant = join is not None and _says_so(join)
    first = next(iter((*statement.targets, *statement.sources)))
    return Report(
        message=f"nothing ties {title(source)} to {title(first)}: each row of one comes with every row of the other",
        at=source.span or statement.root,
        related=(Label(first.span, "the other table"),) if first.span is not None and first is not source else (),
        help="add the condition that ties them: .innerJoin(table, 'table.id', 'other.table_id')",
        severity=Severity.INFO if meant else None,
        preset=Preset.STRICT if meant else None,
    )
