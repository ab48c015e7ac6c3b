"""Names in the code that stand for a tenant, and whether the code around a query was given one."""

from __future__ import annotations

from kyselylint.analysis.tenancy.model import Tenancy
from kyselylint.analysis.tenancy.words import tenant_word
from kyselylint.query.statement import Query
from kyselylint.schema.catalog import fold

_SPELLINGS = {"org": "organization", "organisation": "organization"}


def given_tenant(query: Query, tenancy: Tenancy, *, idle: bool = False) -> str:
    """A name of a tenant that a function around the query is given; with `idle` one that it never mentions."""
    words = {_word(column) for column in _columns(tenancy)} - {""}
    for one in query.given:
        # `_organizationId` says itself that it is not used.
        wanted = (one.idle or not idle) and not one.name.startswith("_")
        if wanted and (names_tenant(one.name, tenancy) or _spelled(fold(one.name)) in words):
            return one.name
    return ""


def names_tenant(name: str, tenancy: Tenancy) -> bool:
    """Whether a name in the code is that of a tenant's id in this database: `organizationId`, `orgId`."""
    columns = _columns(tenancy)
    return fold(name) in columns or (bool(_word(name)) and _word(name) in map(_word, columns))


def _columns(tenancy: Tenancy) -> set[str]:
    return {fold(column) for column in (*tenancy.columns, *tenancy.named)}


def _word(name: str) -> str:
    return _spelled(tenant_word(name))


def _spelled(word: str) -> str:
    return _SPELLINGS.get(word, word)
