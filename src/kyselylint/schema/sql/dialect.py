"""Which database a project's SQL and code are for."""

from __future__ import annotations

import re
from collections.abc import Iterable

_MARKS = (
    (re.compile(rb"\bAUTO_INCREMENT\b|\bENGINE\s*=", re.IGNORECASE), "mysql"),
    (
        re.compile(rb"\bPRAGMA\b|\bAUTOINCREMENT\b|\bWITHOUT ROWID\b|^CREATE [\w ]*`", re.IGNORECASE | re.MULTILINE),
        "sqlite",
    ),
)
_POSTGRES = re.compile(rb"\b(?:Postgres\w*|PGlite|Neon|Pg|DataApi)Dialect\b|\bPostgresDialect\b")
_OTHERS = (
    (re.compile(rb"\b\w*(?:Sqlite|SQLite|Libsql|LibSQL|D1)\w*Dialect\b"), "sqlite"),
    (re.compile(rb"\b\w*(?:Mysql|MySQL|PlanetScale)\w*Dialect\b"), "mysql"),
)


def dialect_of(sources: Iterable[bytes]) -> str:
    """The database that SQL files are for: PostgreSQL unless their words are another's."""
    texts = tuple(sources)
    return next((dialect for mark, dialect in _MARKS if any(mark.search(text) for text in texts)), "postgres")


def dialect_of_code(sources: Iterable[bytes]) -> str:
    """The database whose dialect the code hands to Kysely; "" if it hands in none, or several."""
    texts = tuple(text for text in sources if b"Dialect" in text)
    others = {dialect for mark, dialect in _OTHERS if any(mark.search(text) for text in texts)}
    found = others | ({"postgres"} if any(_POSTGRES.search(text) for text in texts) else set())
    return found.pop() if len(found) == 1 else ""
