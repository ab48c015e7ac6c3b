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
        *("activity", "alert", "answer", "application", "appointment", "article", "asset", "attachment", "attempt"),
        *(
            "audit",
            "bill",
            "booking",
            "bookmark",
            "call",
            "change",
            "charge",
            "chat",
            "check",
            "click",
            "comment",
            "company",
        ),
        *("contact", "conversation", "customer", "deal", "delivery", "deployment", "document", "email"),
        *("enrollment", "entry", "event", "expense", "favorite", "feedback", "file", "follow", "follower", "guest"),
        *("history", "image", "interaction", "invoice", "issue", "item", "job", "lead", "like", "line", "log"),
        *("match", "measurement", "media", "message", "metric", "note", "notification", "order", "page", "patient"),
        *("payment", "person", "photo", "post", "product", "purchase", "rating", "reaction", "reading", "receipt"),
        *("record", "refund", "reply", "report", "request", "reservation", "response", "result", "review"),
        *("revision", "run", "sale", "score", "session", "shipment", "snapshot", "submission", "subscription"),
        *("swipe", "task", "thread", "ticket", "todo", "transaction", "transfer", "trip", "upload", "user"),
        *("version", "video", "view", "visit", "visitor", "vote"),
    }
)
# Things of which there is one for each customer, person or act, where the application makes them. Lists of them are
# mostly short, since each belongs to somebody; looked for by a value, they stand in a table with those of all others.
_MADE = frozenset(
    {"account", "assignment", "challenge", "code", "creation", "device", "download", "identity", "invitation"}
    | {"invite", "member", "membership", "nonce", "organisation", "organization", "otp", "profile", "skip", "tenant"}
    | {"token", "verification", "workspace"}
)


@dataclass(frozen=True, slots=True)
class _Seen:
    """How the selects of a project read its tables, by folded name."""

    project: Project
    paged: frozenset[str]
    single: frozenset[str]
    filled: frozenset[str]


_latest: list[_Seen] = []


def is_paged(source: Source, project: Project) -> bool:
    """Whether another select of the project reads the table page by page: it is expected to be long."""
    return fold(source.table) in _seen(project).paged


def grows(source: Source, project: Project) -> bool:
    """Whether the table gets longer with use: its name says so, or the project adds rows and reads them by pages.

    A list of countries is read by pages too, but nothing adds one.
    """
    if sounds_growing(source.table):
        return True
    filled = fold(source.table) in _seen(project).filled
    return filled and (is_paged(source, project) or _last(source.table) in _MADE)


def is_single(source: Source, project: Project) -> bool:
    """Whether the project takes the table to have one row: it reads the first, without a condition, and no list."""
    return fold(source.table) in _seen(project).single


def _seen(project: Project) -> _Seen:
    """Worked out once per run: every query is asked about the same project."""
    if not _latest or _latest[0].project is not project:
        single = _tables(project, _is_only_row) - _tables(project, _is_one_of_many)
        _latest[:] = [_Seen(project, _tables(project, _is_page), single, _tables(project, _is_insert))]
    return _latest[0]


def sounds_growing(table: str) -> bool:
    """Whether the last word of a table's name is of a kind that grows with use."""
    last = _last(table)
    return last in _GROWING or last.endswith("user")  # authuser, appuser


def _last(table: str) -> str:
    return singular((words(table) or ("",))[-1])


def _tables(project: Project, wanted: Callable[[Query], bool]) -> frozenset[str]:
    queries = (query for module in project.modules for query in module.queries if wanted(query))
    sources = (main_source(query) for query in queries)
    return frozenset(fold(source.table) for source in sources if source is not None and source.table)


def _is_only_row(query: Query) -> bool:
    if query.operation is not Operation.SELECT or not run_terminal(query).startswith("executeTakeFirst"):
        return False
    return not (query.where or query.joins or query.order_by or query.group_by or query.holes or is_aggregate(query))


def _is_insert(query: Query) -> bool:
    return query.operation in (Operation.INSERT, Operation.REPLACE, Operation.MERGE)


def _is_page(query: Query) -> bool:
    """An offset, or a limit that comes from outside, over rows in order: a few suggestions are no page."""
    if query.operation is not Operation.SELECT:
        return False
    chosen = query.limit is not None and literal(query.limit.value) is None and bool(query.order_by)
    return query.offset is not None or chosen


def _is_one_of_many(query: Query) -> bool:
    """A list, or a row that is found by something."""
    if query.operation is not Operation.SELECT or is_aggregate(query):
        return False
    return bool(query.where) or run_terminal(query) == "execute"
