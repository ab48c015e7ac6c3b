"""Whether the code around a query was given a tenant, and what it did with that."""

from __future__ import annotations

from kyselylint.analysis.tenancy.model import Tenancy
from kyselylint.analysis.tenancy.words import tenant_word
from kyselylint.query.statement import Query
from kyselylint.schema.catalog import fold

_SPELLINGS = {"org": "organization", "organisation": "organization"}


def given_tenant(query: Query, tenancy: Tenancy, *, idle: bool = False) -> str:
    """A name of a tenant that a function around the query is given; with `idle` one that it never mentions."""
    columns = {fold(name) for name in (*tenancy.columns, *tenancy.named)}
    words = {_word(name) for name in columns} - {""}
    for one in query.given:
        # `_organizationId` says itself that it is not used.
        wanted = (one.idle or not idle) and not one.name.startswith("_")
        if wanted and (fold(one.name) in columns or words & {_word(one.name), _spelled(fold(one.name))}):
            return one.name
    return ""


def _word(name: str) -> str:
    return _spelled(tenant_word(name))


def _spelled(word: str) -> str:
    return _SPELLINGS.get(word, word)
