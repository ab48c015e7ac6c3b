"""Tenant values that a client chooses, and whether the code checks them."""

from __future__ import annotations

from kyselylint.analysis.tenancy.audit import tenants
from kyselylint.analysis.tenancy.guards import checked_values
from kyselylint.analysis.tenancy.known import known
from kyselylint.analysis.tenancy.words import is_membership
from kyselylint.analysis.view import View
from kyselylint.query.expression import Param
from kyselylint.query.statement import AssumptionKind, Query
from kyselylint.query.value import Origin, Value
from kyselylint.query.walk import walk


def chosen_by_client(value: Value, query: Query, view: View) -> bool:
    """Whether a value comes from the request, and nothing before the query makes sure that the caller may use it."""
    return value.origin is Origin.REQUEST and not any(_same(value, one) for one in _vouched(query, view))


def _vouched(query: Query, view: View) -> list[Value]:
    """Values that an access check received, that were compared, or by which a row was found that had to exist."""
    found: list[Value] = []
    queries, tenancy = known(view.project).queries, tenants(query, view)
    for one in query.assumptions:
        found.extend(checked_values(one, tenancy))
        if one.kind is AssumptionKind.EQUAL:
            found.extend(value for value in (one.left, one.right) if value is not None)
        earlier = queries.get(one.query) if one.kind is AssumptionKind.ROW_EXISTS else None
        if earlier is not None:
            given = [node.value for node in walk(earlier.where) if isinstance(node, Param)]
            found.extend(given if _asks_about_caller(earlier, given) else ())
    return found


def _asks_about_caller(query: Query, given: list[Value]) -> bool:
    """Whether a lookup tells what the caller may do: by who they are, or among the members."""
    return any(value.origin is Origin.SESSION for value in given) or any(
        is_membership(source.table) for source, _ in query.tables()
    )


def _same(one: Value, other: Value) -> bool:
    return bool(one.path) and one.path == other.path
