"""The SQL of schema statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kyselylint.query.statement import Query

if TYPE_CHECKING:
    from kyselylint.query.sql import Writer


def schema_statement(_writer: Writer, query: Query) -> str:
    """The statement's text."""
    return " ".join(getattr(call, "name", "") for call in query.schema)
