"""What narrows a list: nothing, conditions that fit any number of rows, the tenant, a parent, or more than that."""

from __future__ import annotations

from enum import IntEnum

from kyselylint.analysis.names import words
from kyselylint.analysis.predicate import EQUAL, bare, conjuncts, join_filters
from kyselylint.analysis.tenancy.known import known
from kyselylint.analysis.view import View
from kyselylint.query.certainty import Certainty
from kyselylint.query.expression import Between, Binary, Expression, Inline, Or, Param, Ref
from kyselylint.query.statement import Query
from kyselylint.query.value import Origin
from kyselylint.schema.catalog import fold

_LISTING = frozenset({"list", "search", "find", "all", "index", "browse", "export"})
_WIDE = frozenset({"!=", "<>", "not in", "not like", "not ilike", "~", "~*", "is not", "is distinct from"})
_LIKE = frozenset({"like", "ilike"})
_KINDS = frozenset(
    {
        *(
            "active",
            "archived",
            "category",
            "channel",
            "completed",
            "deleted",
            "direction",
            "enabled",
            "hidden",
            "kind",
        ),
        *("level", "mode", "phase", "priority", "provider", "public", "published", "read", "role", "service", "source"),
        *("stage", "state", "status", "tier", "type", "verified", "visibility", "visible"),
    }
)
# Kinds of which a parent may well have one row each: the root page, the owner, the account at a provider.
_ROLES = frozenset(
    {"category", "channel", "kind", "level", "mode", "provider", "role", "service", "source", "tier", "type"}
)
_FLAGS = frozenset({"is", "has"})
_UNIQUE_FLAGS = frozenset({"current", "default", "latest", "main", "owner", "primary", "root"})
_TENANTS = frozenset({"organizationid", "organisationid", "orgid", "tenantid", "workspaceid"})

_OPEN = frozenset({"<", "<=", ">", ">="})  # a side of the range is open: it may hold many rows, or few
_RANGES = frozenset({"<", "<=", ">", ">=", "!=", "<>", "is", "is not", "not in", "is distinct from"})


class Narrowing(IntEnum):
    """How much the conditions of a list say, the least first."""

    NONE = 0
    WEAK = 1
    TENANT = 2
    PARENT = 3
    STRONG = 4


# What that means for the length of the list, as the end of a sentence.
GROWTH = {
    Narrowing.NONE: "nothing narrows it, so it grows with the table",
    Narrowing.TENANT: "only the tenant narrows it, so it grows with the customer's data",
    Narrowing.WEAK: "its conditions fit any number of rows, so it grows with the table",
    Narrowing.PARENT: "it has as many rows as happen to fit its conditions",
}


def narrowing(query: Query, view: View) -> Narrowing:
    """What its strongest condition is, on the path with the fewest of them."""
    if any(one.certainty in (Certainty.OTHERWISE, Certainty.UNKNOWN) for one in query.where):
        return Narrowing.STRONG
    if query.having:  # of the groups some are left, and how many is not known
        return Narrowing.STRONG
    terms = (*conjuncts(query.where), *_join_values(query))
    tenants = tenant_columns(query, view)
    return max((_strength(term, tenants) for term in terms), default=Narrowing.NONE)


def _join_values(query: Query) -> tuple[Expression, ...]:
    """Conditions of inner joins that compare with something else than another column."""
    return tuple(term for term in conjuncts(join_filters(query)) if not _ties_columns(term))


def _ties_columns(term: Expression) -> bool:
    return isinstance(term, Binary) and isinstance(bare(term.left), Ref) and isinstance(bare(term.right), Ref)


def _strength(term: Expression, tenants: frozenset[str]) -> Narrowing:
    if isinstance(term, Or):
        return min((_strength(bare(arm), tenants) for arm in term.terms), default=Narrowing.NONE)
    if not isinstance(term, Binary):
        return Narrowing.STRONG
    left, right = bare(term.left), bare(term.right)
    if term.operator in _WIDE or _is_search(term) or (term.operator == "is" and isinstance(right, Inline)):
        return Narrowing.WEAK
    if isinstance(left, Ref) and term.operator in _OPEN:
        return Narrowing.PARENT
    if not isinstance(left, Ref) or term.operator not in {*EQUAL, *_LIKE}:
        return Narrowing.STRONG
    return _of_equality(left, right, tenants)


def _of_equality(column: Ref, value: Expression, tenants: frozenset[str]) -> Narrowing:
    if fold(column.column) in tenants:
        return Narrowing.TENANT
    if not _is_literal(value):
        return Narrowing.PARENT
    return Narrowing.WEAK if is_kind(column.column) else Narrowing.STRONG


def _is_search(term: Binary) -> bool:
    """`like` with a wildcard in sight; without one it is there to find a name whatever its case."""
    right = bare(term.right)
    return term.operator in _LIKE and isinstance(right, Param) and "%" in right.value.text


def _is_literal(value: Expression) -> bool:
    return isinstance(value, Inline) or (isinstance(value, Param) and value.value.origin is Origin.LITERAL)


def is_kind(column: str) -> bool:
    """Whether many rows share a value of the column: a status, a type, a flag that is not there to mark one row."""
    parts = words(column)
    if _UNIQUE_FLAGS.intersection(parts):
        return False
    return bool(parts) and (parts[-1] in _KINDS or parts[0] in _FLAGS)


def tenant_columns(query: Query, view: View) -> frozenset[str]:
    """The tenant columns of the query's database, folded; the usual names where none is known."""
    tenancy = known(view.project).tenancy(view.catalog(query), view.settings.tenancy)
    return frozenset(fold(column) for column in tenancy.columns) or _TENANTS


def is_list_name(function: str) -> bool:
    """Whether a function says by its name that it returns a list."""
    return bool(_LISTING.intersection(words(function.rsplit(".", 1)[-1])))


def is_plainly_many(query: Query, view: View) -> bool:
    """Nothing but ranges, constants and the tenant: such a condition is not meant to name one row."""
    terms = tuple(conjuncts(query.where))
    ranges = bool(terms) and len(terms) == len(query.where) and all(_is_range(term) for term in terms)
    # One row per tenant is common; a status, a type or a pattern beside it says that there are several.
    return ranges or (narrowing(query, view) <= Narrowing.TENANT and any(_is_shared(term) for term in terms))


def _is_shared(term: Expression) -> bool:
    if not isinstance(term, Binary):
        return False
    left = bare(term.left)
    if not isinstance(left, Ref) or not is_kind(left.column):
        return _is_search(term)
    # A flag may mark the one that counts: the administrator, the active key.
    parts = words(left.column)
    return parts[-1] not in _ROLES and parts[0] not in _FLAGS


def _is_range(term: Expression) -> bool:
    return isinstance(term, Between) or (isinstance(term, Binary) and (term.operator in _RANGES or _is_search(term)))
