"""Writes that concern a whole table: whether anything narrows them, and whether that is meant."""

from __future__ import annotations

import re
from itertools import pairwise

from kyselylint.analysis.expressions import hidden
from kyselylint.analysis.growth import is_single
from kyselylint.analysis.names import singular, words
from kyselylint.analysis.tables import main_source, run_terminal
from kyselylint.analysis.view import View
from kyselylint.query.expression import Param, Raw, Ref, Subquery
from kyselylint.query.statement import Assignment, Operation, Query
from kyselylint.query.value import Origin
from kyselylint.query.walk import walk
from kyselylint.schema.catalog import fold

_WHOLE = frozenset(
    {"all", "clear", "empty", "flush", "init", "prune", "purge", "rebuild", "recompute", "refresh", "reset", "truncate"}
    | {"wipe"}
)
_PERSONAL = frozenset({"credentials", "email", "mfa", "otp", "password", "pin", "secret", "token", "totp"})
_SETTINGS = frozenset({"config", "configuration", "option", "preference", "setting"})
_OWNERS = frozenset(
    {"account", "channel", "customer", "employee", "guild", "member", "organisation", "organization", "org", "profile"}
    | {"project", "server", "shop", "site", "space", "store", "team", "tenant", "user", "workspace"}
)
_GIVEN = frozenset({Origin.PARAMETER, Origin.REQUEST, Origin.SESSION})
_LITERAL = re.compile(r"'[^']*'")
_NAME = re.compile(r"[a-z_]\w*\b(?!\s*\()")  # no function's
_KEYWORDS = frozenset(
    {"and", "as", "at", "bigint", "boolean", "case", "cast", "current_date", "current_timestamp", "date", "default"}
    | {"double", "else", "end", "false", "from", "in", "int", "integer", "interval", "is", "json", "jsonb", "localtime"}
    | {"localtimestamp", "not", "null", "numeric", "or", "precision", "text", "then", "time", "timestamp"}
    | {"timestamptz", "true", "utc", "uuid", "varchar", "when", "with", "without", "zone"}
)


def means_all(name: str) -> bool:
    """Whether a function or a file says that it is for all rows: `clearCache`, but not `resetPassword`, `…ForUser`."""
    parts = words(name)
    owned = any(one in ("for", "of") and after in _OWNERS for one, after in pairwise(parts))
    return bool(_WHOLE.intersection(parts)) and not owned and _PERSONAL.isdisjoint(parts)


def is_narrowed(statement: Query) -> bool:
    """Whether a condition, a join or a limit is there on any path, or may be."""
    conditions = statement.where or statement.limit or statement.top or any(join.on for join in statement.joins)
    return bool(conditions) or hidden(statement, "where", "join", "limit")


def is_whole_on_purpose(statement: Query, view: View) -> bool:
    """A table of one row, a recomputation of every row from its own columns, or new contents for the whole table."""
    if statement.operation is Operation.DELETE:
        return any(_refills(other, statement, view) for other in view.module.queries)
    source = main_source(statement)
    single = source is not None and (_is_settings(source.table) or is_single(source, view.project))
    computed = any(map(_is_computed, statement.set))
    return single or computed


def _refills(other: Query, emptied: Query, view: View) -> bool:
    """Whether a query of the same function then fills the table that was emptied.

    One row is no contents, and rows that all carry the same id are those of one parent.
    """
    source, into = main_source(emptied), main_source(other)
    if source is None or into is None or other.operation is not Operation.INSERT or other.function != emptied.function:
        return False
    same = (fold(source.table), source.schema) == (fold(into.table), into.schema)
    return same and other.root.start > emptied.root.start and _is_many(other) and not _has_owner(other, view)


def _has_owner(insert: Query, view: View) -> bool:
    """Whether a column has what the function was given, or has looked up, in every row."""
    rows = insert.rows
    if rows is None:
        return False
    values = [one.value for row in rows.rows for one in row if isinstance(one, Param) and "[]" not in one.value.path]
    if any(value.origin in _GIVEN for value in values):
        return True
    if insert.run is not None and insert.run.loop is not None:  # each row has looked up its own
        return False
    found = {one.id for one in view.module.queries if run_terminal(one).startswith("executeTakeFirst")}
    return any(value.row is not None and value.row.query in found for value in values)


def _is_many(insert: Query) -> bool:
    rows, run = insert.rows, insert.run
    if rows is None:
        return False
    several = rows.many or rows.query is not None or rows.expression is not None or len(rows.rows) > 1
    return several or (run is not None and run.loop is not None)


def _is_settings(table: str) -> bool:
    """Whether a name is that of the one row of an application's settings; a user's settings are a row for each."""
    parts = [singular(word) for word in words(table)]
    return bool(parts) and parts[-1] in _SETTINGS and _OWNERS.isdisjoint(parts)


def _is_computed(assignment: Assignment) -> bool:
    """Whether a row's new value comes from a query, or from other columns of the row.

    The time of day does not, and a counter that is raised or a flag that is turned is meant for one row.
    """
    own = assignment.column.column if isinstance(assignment.column, Ref) else ""
    return any(isinstance(node, Subquery) or _names_other(node, fold(own)) for node in walk(assignment.value))


def _names_other(node: object, own: str) -> bool:
    if isinstance(node, Ref):
        return fold(node.column) != own
    if not isinstance(node, Raw):
        return False
    text = _LITERAL.sub("", " ".join(part for part in node.parts if isinstance(part, str))).lower()
    return any(fold(name) != own for name in _NAME.findall(text) if name not in _KEYWORDS)
