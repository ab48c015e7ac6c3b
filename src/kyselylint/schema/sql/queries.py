"""The column names of a select, for views and `create table as`."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp, parse_one
from sqlglot.errors import SqlglotError

from kyselylint.schema.sql.cursor import Cursor
from kyselylint.schema.sql.state import State


def columns_of(state: State, query: Cursor) -> tuple[str, ...] | None:
    """Its output columns; None when they cannot be told."""
    if not query.words:
        return None
    text = query.source.text[query.words[0].start : query.words[-1].end]
    try:
        parsed = parse_one(text, read="postgres")
    except (SqlglotError, RecursionError):
        return None
    if isinstance(parsed, exp.Subquery):
        parsed = parsed.unnest()
    return _outputs(state, parsed, {}) if isinstance(parsed, exp.Query) else None


def _outputs(state: State, query: exp.Expr, outer: dict[str, tuple[str, ...] | None]) -> tuple[str, ...] | None:
    known = dict(outer)
    for cte in query.find_all(exp.CTE):
        columns = tuple(identifier.name for identifier in (cte.args["alias"].columns or ()))
        known[cte.alias] = columns or _outputs(state, cte.this, known)
    while isinstance(query, exp.SetOperation):
        query = query.left.unnest()
    if not isinstance(query, exp.Select):
        return None
    names: list[str] = []
    for projection in query.expressions:
        expanded = _projected(state, query, projection, known)
        if expanded is None:
            return None
        names.extend(expanded)
    return tuple(names)


def _projected(
    state: State, query: exp.Select, projection: exp.Expr, known: dict[str, tuple[str, ...] | None]
) -> tuple[str, ...] | None:
    if isinstance(projection, exp.Star) or (
        isinstance(projection, exp.Column) and isinstance(projection.this, exp.Star)
    ):
        wanted = projection.table if isinstance(projection, exp.Column) else ""
        found = [
            _source_columns(state, source, known) for source in _sources(query) if wanted in ("", source.alias_or_name)
        ]
        parts = [columns for columns in found if columns is not None]
        return tuple(name for columns in parts for name in columns) if parts and len(parts) == len(found) else None
    name = _name(projection)
    return (name,) if name else None


def _name(projection: exp.Expr) -> str:
    """What PostgreSQL calls an output column: alias, column, or the outermost function."""
    if isinstance(projection, exp.Alias | exp.Column):
        identifier = projection.args["alias"] if isinstance(projection, exp.Alias) else projection.this
        return identifier.name if getattr(identifier, "quoted", False) else projection.alias_or_name.lower()
    if isinstance(projection, exp.Cast | exp.Paren):
        return _name(projection.this)
    if isinstance(projection, exp.Func):
        return projection.sql_name().lower() if not isinstance(projection, exp.Anonymous) else projection.name.lower()
    return ""


def _sources(query: exp.Select) -> Iterator[exp.Expr]:
    source = query.args.get("from_") or query.args.get("from")
    if source is not None:
        yield source.this
    for join in query.args.get("joins") or ():
        yield join.this


def _source_columns(state: State, source: exp.Expr, known: dict[str, tuple[str, ...] | None]) -> tuple[str, ...] | None:
    if isinstance(source, exp.Subquery):
        return _outputs(state, source.unnest(), known)
    if not isinstance(source, exp.Table):
        return None
    if not source.db and source.name in known:
        return known[source.name]
    draft = state.find((source.db, source.name))
    return tuple(draft.columns) if draft is not None and not draft.open else None
