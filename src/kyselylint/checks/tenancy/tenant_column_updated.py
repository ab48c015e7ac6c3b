"""Updates that hand a row over to another tenant."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.expressions import statements
from kyselylint.analysis.names import words
from kyselylint.analysis.tenancy.audit import tenants, verdicts
from kyselylint.analysis.tenancy.model import Role
from kyselylint.analysis.view import View
from kyselylint.finding import Label, Report
from kyselylint.query.expression import Binary, Inline, Param, Ref
from kyselylint.query.statement import Assignment, Operation, Query
from kyselylint.query.walk import walk
from kyselylint.schema.catalog import fold

# A function that says so moves rows on purpose.
_MOVES = frozenset({"assign", "claim", "convert", "migrate", "move", "merge", "reassign", "transfer"})


def check(query: Query, view: View) -> Iterator[Report]:
    """Each assignment to a tenant column in an update of a tenant's table, unless it is what the row has already."""
    if query.run is None or not query.run.sends or _MOVES.intersection(words(query.function)):
        return
    tables = tenants(query, view).tables
    exempt = {id(verdict.statement) for verdict in verdicts(query, view) if verdict.kind == "exempt"}
    for statement in statements(query):
        target = next(iter(statement.targets), None)
        table = tables.get(fold(target.table)) if target and statement.operation is Operation.UPDATE else None
        if table is None or table.role is not Role.OWNED or id(statement) in exempt:
            continue
        for assignment in statement.set:
            column = assignment.column
            if (
                isinstance(column, Ref)
                and fold(column.column) in table.columns
                and not _compared(statement, assignment)
            ):
                yield Report(
                    message=f"moves rows of `{table.name}` to another tenant: it sets `{column.column}`",
                    at=assignment.span or column.span or statement.root,
                    related=(Label(statement.root, "in this update"),),
                    help="leave the tenant column out of set(); "
                    "a row that changes hands is a transfer, with checks of its own",
                )


def _compared(statement: Query, assignment: Assignment) -> bool:
    """Whether the condition asks for the same value, or for rows that have no tenant yet."""
    column = assignment.column
    for node in walk(statement.where):
        if isinstance(node, Binary) and isinstance(node.left, Ref) and isinstance(column, Ref):
            same = fold(node.left.column) == fold(column.column)
            unset = node.operator == "is" and isinstance(node.right, Inline) and node.right.value is None
            if same and (unset or (isinstance(node.right, Param) and node.right == assignment.value)):
                return True
    return False
