"""Every statement of a query, what its expressions are, and what in it could not be read."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.query.statement import Assignment, Query, Rows


def statements(query: Query) -> tuple[Query, ...]:
    """The query and every query inside it, the outer one first."""
    return (query, *query.subqueries)


def hidden(query: Query, *clauses: str) -> bool:
    """Whether something that cannot be read may have added to one of these clauses of the statement itself."""
    inner = {hole.span for one in query.subqueries for hole in one.holes}
    return any(hole.clause in ("", *clauses) for hole in query.holes if hole.span not in inner)


def sent(query: Query) -> bool:
    """Whether the visible code sends this statement to the database."""
    return query.run is not None and query.run.sends


def assignments(query: Query) -> Iterator[Assignment]:
    """Each `column = value` of set, of a conflict clause and of merge branches."""
    yield from query.set
    if query.conflict is not None:
        yield from query.conflict.updates
    for when in query.whens:
        yield from when.updates


def written_rows(query: Query) -> Iterator[Rows]:
    """The rows that an insert, or a merge branch, writes."""
    if query.rows is not None:
        yield query.rows
    yield from (when.rows for when in query.whens if when.rows is not None)
