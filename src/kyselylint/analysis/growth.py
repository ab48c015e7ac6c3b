"""Which tables are known to grow, or to hold one row: by how the project reads them, or by what their name says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kyselylint.analysis.bounds import is_aggregate
from kyselylint.analysis.names import singular, words
from kyselylint.analysis.predicate import literal
from kyselylint.analysis.tables import main_source, run_terminal
from kyselylint.query.facts import Project
from kyselylint.query.statement import Operation, Query, Source
from kyselylint.schema.catalog import fold

# Things that people and programs make all the time.
_GROWING = frozenset(
    {
        *("activity", "alert", "article", "attachment", "audit", "booking", "change", "click", "comment", "contact"),
        *(
            "conversation",
            "customer",
            "deal",
            "document",
            "email",
            "entry",
            "event",
            "file",
            "history",
            "image",
            "invoice",
        ),
        *("item", "job", "lead", "like", "line", "log", "message", "note", "notification", "order", "page", "payment"),
        *(
            "post",
            "product",
            "record",
            "request",
            "response",
            "review",
            "revision",
            "run",
            "session",
            "submission",
            "task",
        ),
        *("ticket", "todo", "transaction", "upload", "user", "version", "view", "visit", "vote"),
    }
)


@dataclass(frozen=True, slots=True)
class _Seen:
    """How the selects of a project read its tables, by folded name."""

    project: Project
    paged: frozenset[str]
    single: frozenset[str]


_latest: list[_Seen] = []


def is_paged(source: Source, project: Project) -> bool:
    """Whether another select of the project reads the table with a limit, or an offset: it is expected to be long."""
    return fold(source.table) in _seen(project).paged


def is_single(source: Source, project: Project) -> bool:
    """Whether the project takes the table to have one row: it reads the first, without a condition, and no list."""
    return fold(source.table) in _seen(project).single


def _seen(project: Project) -> _Seen:
    """Worked out once per run: every query is asked about the same project."""
    if not _latest or _latest[0].project is not project:
        single = _tables(project, _is_only_row) - _tables(project, _is_one_of_many)
        _latest[:] = [_Seen(project, _tables(project, _is_page), single)]
    return _latest[0]


def sounds_growing(table: str) -> bool:
    """Whether the last word of a table's name is of a kind that grows with use."""
    parts = words(table)
    return bool(parts) and singular(parts[-1]) in _GROWING


def _tables(project: Project, wanted: Callable[[Query], bool]) -> frozenset[str]:
    queries = (query for module in project.modules for query in module.queries if wanted(query))
    sources = (main_source(query) for query in queries)
    return frozenset(fold(source.table) for source in sources if source is not None and source.table)


def _is_only_row(query: Query) -> bool:
    if query.operation is not Operation.SELECT or not run_terminal(query).startswith("executeTakeFirst"):
        return False
    return not (query.where or query.joins or query.order_by or query.group_by or query.holes or is_aggregate(query))


def _is_page(query: Query) -> bool:
    """Offsets, and limits that are a number above one or come from outside."""
    if query.operation is not Operation.SELECT:
        return False
    return query.offset is not None or (query.limit is not None and literal(query.limit.value) not in (0, 1))


def _is_one_of_many(query: Query) -> bool:
    """A list, or a row that is found by something."""
    if query.operation is not Operation.SELECT or is_aggregate(query):
        return False
    return bool(query.where) or run_terminal(query) == "execute"
