"""Which tables are known to grow: because the project reads them page by page, or because of what their name says."""

from __future__ import annotations

from kyselylint.analysis.names import singular, words
from kyselylint.analysis.tables import main_source
from kyselylint.query.expression import Inline, Param
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

_latest: list[tuple[Project, frozenset[str]]] = []


def is_paged(source: Source, project: Project) -> bool:
    """Whether another select of the project reads the table with a limit, or an offset: it is expected to be long."""
    if not _latest or _latest[0][0] is not project:
        _latest[:] = [(project, frozenset(_paged(project)))]
    return fold(source.table) in _latest[0][1]


def sounds_growing(table: str) -> bool:
    """Whether the last word of a table's name is of a kind that grows with use."""
    parts = words(table)
    return bool(parts) and singular(parts[-1]) in _GROWING


def _paged(project: Project) -> set[str]:
    pages = (query for module in project.modules for query in module.queries if _is_page(query))
    sources = (main_source(query) for query in pages)
    return {fold(source.table) for source in sources if source is not None and source.table}


def _is_page(query: Query) -> bool:
    """Offsets, and limits that are a number above one or come from outside."""
    if query.operation is not Operation.SELECT:
        return False
    return query.offset is not None or (query.limit is not None and _literal(query.limit.value) not in (0, 1))


def _literal(value: object) -> object:
    if isinstance(value, Param):
        return value.value.literal
    return value.value if isinstance(value, Inline) else None
