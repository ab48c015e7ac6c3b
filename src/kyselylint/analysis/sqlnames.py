"""Names as SQL that a person copies must write them."""

from __future__ import annotations

import re

from kyselylint.schema.catalog import Table

_PLAIN = re.compile(r"[a-z_][a-z0-9_]*")
# What PostgreSQL reserves (https://www.postgresql.org/docs/current/sql-keywords-appendix.html), as names of tables
# and columns may be; the other systems reserve more, and quotes never hurt.
_WORDS = """
all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation
column concurrently constraint create cross current_catalog current_date current_role current_schema current_time
current_timestamp current_user default deferrable desc distinct do else end except false fetch for foreign freeze
from full grant group having ilike in initially inner intersect into is isnull join key lateral leading left like
limit localtime localtimestamp natural not notnull null offset on only or order outer overlaps placing primary rank
references returning right select session_user similar some symmetric system_user table tablesample then to
trailing true union unique user using variadic verbose when where window with
"""
_RESERVED = frozenset(_WORDS.split())


def quoted(name: str, dialect: str = "postgres") -> str:
    """A name as SQL writes it: in quotes where the database would fold it or read it otherwise."""
    if _PLAIN.fullmatch(name) and name not in _RESERVED:
        return name
    mark = "`" if dialect == "mysql" else '"'
    return mark + name.replace(mark, mark * 2) + mark


def sql_name(table: Table, dialect: str = "postgres") -> str:
    """The table as SQL writes it, with a schema that is not the default one."""
    parts = (table.schema, table.stored or table.name)
    return ".".join(quoted(part, dialect) for part in parts if part)
