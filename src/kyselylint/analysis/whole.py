"""Writes that concern a whole table: whether anything narrows them, and whether that is meant."""

from __future__ import annotations

from kyselylint.analysis.expressions import hidden
from kyselylint.analysis.growth import is_single
from kyselylint.analysis.names import singular, words
from kyselylint.analysis.predicate import options
from kyselylint.analysis.tables import main_source
from kyselylint.analysis.view import View
from kyselylint.query.expression import Expression, Inline, Param, Raw, Unknown
from kyselylint.query.statement import Operation, Query

_SETTINGS = frozenset({"config", "configuration", "option", "preference", "setting"})
_OWNERS = frozenset(
    {"account", "channel", "customer", "employee", "guild", "member", "organisation", "organization", "org", "profile"}
    | {"project", "server", "shop", "site", "space", "store", "team", "tenant", "user", "workspace"}
)
_NOW = frozenset({"now()", "current_timestamp", "datetime('now')"})


def is_narrowed(statement: Query) -> bool:
    """Whether a condition, a join or a limit is there on any path, or may be."""
    conditions = statement.where or statement.limit or statement.top or any(join.on for join in statement.joins)
    return bool(conditions) or hidden(statement, "where", "join", "limit")


def is_whole_on_purpose(statement: Query, view: View) -> bool:
    """A table of one row, or a recomputation of every row from its own columns."""
    source = main_source(statement)
    single = source is not None and (_is_settings(source.table) or is_single(source, view.project))
    computed = any(_is_computed(option) for one in statement.set for option in options(one.value))
    return statement.operation is Operation.UPDATE and (single or computed)


def _is_settings(table: str) -> bool:
    """Whether a name is that of the one row of an application's settings; a user's settings are a row for each."""
    parts = [singular(word) for word in words(table)]
    return bool(parts) and parts[-1] in _SETTINGS and _OWNERS.isdisjoint(parts)


def _is_computed(value: Expression) -> bool:
    """Whether a row's new value may come from the row itself; the time of day does not."""
    if isinstance(value, Raw):
        text = "".join(part if isinstance(part, str) else "?" for part in value.parts)
        return text.strip().lower() not in _NOW
    return not isinstance(value, Param | Inline | Unknown)
