"""Function names that are no constants."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.expressions import statements
from kyselylint.analysis.view import View
from kyselylint.finding import Report
from kyselylint.query.expression import Aggregate, Function
from kyselylint.query.statement import Query
from kyselylint.query.walk import walk


def check(query: Query, _view: View) -> Iterator[Report]:
    """eb.fn(name, …) and fn.agg(name, …), which write the name into the SQL as it is."""
    for statement in statements(query):
        for node in walk(statement):
            if isinstance(node, Function | Aggregate) and node.dynamic:
                yield Report(
                    message="the function's name is no constant and becomes part of the SQL: "
                    "whoever controls it controls the statement",
                    at=node.span or statement.root,
                    help="use a constant name, or look it up in a constant list",
                )
