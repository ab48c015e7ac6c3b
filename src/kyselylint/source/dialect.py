"""Which databases code is for, by the dialects that it hands to Kysely."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

# Dialects that are published for Kysely, by the part of their names that says which database they speak to.
_DIALECTS = (
    (re.compile(rb"\bnew\s+\w*(?:Postgres|PGlite|PgLite|Neon|DataApi|Xata)\w*Dialect\b"), "postgres"),
    (re.compile(rb"\bnew\s+\w*(?:Sqlite|SQLite|Libsql|LibSQL|D1|Turso|SQLocal)\w*Dialect\b"), "sqlite"),
    (re.compile(rb"\bnew\s+\w*(?:Mysql|MySQL|PlanetScale|TiDBServerless|Tidb)\w*Dialect\b"), "mysql"),
    (re.compile(rb"\bnew\s+\w*(?:Mssql|MSSQL)\w*Dialect\b"), "mssql"),
)


def dialects_in(source: bytes) -> Iterator[str]:
    """The databases whose dialects a file makes: postgres, mysql, sqlite or mssql."""
    if b"Dialect" in source:
        yield from (name for mark, name in _DIALECTS if mark.search(source))


def dialects_of(paths: Iterable[str], read: Callable[[str], bytes]) -> dict[str, str]:
    """The databases that these files make dialects of, each with the first file that does."""
    found: dict[str, str] = {}
    for path in paths:
        for name in dialects_in(read(path)):
            found.setdefault(name, path)
    return found
