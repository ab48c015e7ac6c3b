"""Every place where a query reads or writes a table, and what is said of it: the tables of nobody included."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kyselylint.analysis.raw.read import is_about_rows, statement
from kyselylint.analysis.tenancy.audit import tenants, verdicts
from kyselylint.analysis.tenancy.contexts import Context, Place, contexts
from kyselylint.analysis.tenancy.exemptions import by_path
from kyselylint.analysis.tenancy.ground import Ground
from kyselylint.analysis.tenancy.model import Role, Tenancy, TenantTable
from kyselylint.analysis.tenancy.verdict import Kind, Verdict
from kyselylint.analysis.tenancy.words import is_personal
from kyselylint.analysis.view import View
from kyselylint.finding import Span
from kyselylint.query.statement import Operation, Query, Source
from kyselylint.schema.catalog import fold

_OF_THE_DATABASE = frozenset({"information_schema", "pg_catalog", "sqlite_master", "sqlite_schema"})
_STANDING = {Kind.UNKNOWN: Ground.UNREAD, Kind.EXEMPT: Ground.TENANT, Kind.SHARED: Ground.SHARED}
_WORST_FIRST = tuple(Kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One table in one statement of `query`, at the place where its name stands.

    `name` is the table's, "" where it is not known; `operation` what happens to its rows: a table that a write only
    looks at is read. `category` is the kind of the reason `why`, for programs. `judged_at` is where a finding about it
    points.
    """

    query: Query
    name: str
    alias: str
    operation: Operation
    role: str
    place: Place
    kind: Kind
    why: str
    category: str
    at: Span
    judged_at: Span
    table: TenantTable | None = None

    @property
    def belongs(self) -> Role:
        """What the table is to tenants."""
        return self.table.role if self.table else Role.SHARED


def occurrences(queries: Iterable[tuple[Query, View]]) -> tuple[Occurrence, ...]:
    """All of them in the order of the text, the same at the same place once, and at one place the worst first.

    What is only a part of queries that are sent is judged with those.
    """
    queries = [(query, view) for query, view in queries if query.operation is not Operation.SCHEMA]
    sent = [one for query, view in queries if _is_sent(query) for one in _excused(query, view)]
    places = {one.at for one in sent}
    others = (_unsent(one) for query, view in queries if not _is_sent(query) for one in _excused(query, view))
    found = {_key(one): one for one in (*sent, *(one for one in others if one.at not in places))}
    return tuple(sorted(found.values(), key=lambda one: (one.at, _WORST_FIRST.index(one.kind))))


def _is_sent(query: Query) -> bool:
    return query.run is not None and query.run.sends


def _unsent(one: Occurrence) -> Occurrence:
    """A query that no code sends which was read: whoever sends it may scope it."""
    hidden = one.kind is Kind.UNSCOPED
    kind, category = (Kind.UNKNOWN, Ground.UNREAD.value) if hidden else (one.kind, one.category)
    return replace(
        one, kind=kind, category=category, why=f"it is built here and sent by code that was not seen; here, {one.why}"
    )


def _key(one: Occurrence) -> tuple[object, ...]:
    return one.at, one.name, one.alias, one.role, one.kind, one.why


def _excused(query: Query, view: View) -> Iterator[Occurrence]:
    """What cannot be told matters nowhere where every tenant may be looked at."""
    for one in _of(query, view):
        why = by_path(query, view) if one.kind is Kind.UNKNOWN else ""
        yield replace(one, kind=Kind.EXEMPT, why=why, category=Ground.PATH.value) if why else one


def _of(query: Query, view: View) -> Iterator[Occurrence]:
    read = statement(query) if query.operation is Operation.RAW else query
    if read is None:
        yield from _unread(query)
        return
    tenancy, judged = tenants(query, view), list(verdicts(query, view))
    for context in contexts(read):
        for source, role in context.query.tables():
            if source.query is not None or source.cte or _is_cte(source, context):
                continue
            at = source.span or context.query.root
            if judged and judged[0].source == source and judged[0].role == role:
                yield _judged(judged.pop(0), query, at)
            else:
                yield _other(context, source, role, query, tenancy, at)


def _is_cte(source: Source, context: Context) -> bool:
    names = {fold(cte.name) for cte in (*context.ctes, *context.within, *context.query.ctes)}
    return not source.schema and bool(source.table) and fold(source.table) in names


def _unread(query: Query) -> Iterator[Occurrence]:
    if is_about_rows(query):
        yield Occurrence(
            query=query,
            name="",
            alias="",
            operation=Operation.RAW,
            role="from",
            place=Place.MAIN,
            kind=Kind.UNKNOWN,
            why="its SQL cannot be read as one statement, so its tables are not known",
            category=Ground.UNREAD.value,
            at=query.root,
            judged_at=query.root,
        )


def _judged(verdict: Verdict, query: Query, at: Span) -> Occurrence:
    return Occurrence(
        query=query,
        name=_name(verdict.source),
        alias=verdict.source.alias,
        operation=_operation(verdict.statement, verdict.role),
        role=verdict.role,
        place=verdict.place,
        kind=verdict.kind,
        why=_unseen(verdict) if verdict.kind is Kind.UNKNOWN else verdict.why,
        category=verdict.category,
        at=at,
        judged_at=verdict.at,
        table=verdict.table,
    )


def _unseen(verdict: Verdict) -> str:
    inserted = verdict.role == "target" and verdict.statement.operation in (Operation.INSERT, Operation.REPLACE)
    return verdict.why if inserted else f"something that cannot be read may scope it: {verdict.why}"


def _other(context: Context, source: Source, role: str, query: Query, tenancy: Tenancy, at: Span) -> Occurrence:
    table = tenancy.tables.get(fold(source.table)) if source.table and not source.dynamic else None
    kind, why = _standing(source, table, tenancy)
    return Occurrence(
        query=query,
        name=_name(source),
        alias=source.alias,
        operation=_operation(context.query, role),
        role=role,
        place=context.place,
        kind=kind,
        why=why,
        category=_STANDING[kind].value,
        at=at,
        judged_at=at,
        table=table,
    )


def _standing(source: Source, table: TenantTable | None, tenancy: Tenancy) -> tuple[Kind, str]:
    """What is said of a table that the proof has nothing to say of."""
    if source.dynamic:
        return Kind.UNKNOWN, "its name is made at run time"
    if not source.table:
        return Kind.SHARED, "it is an expression, no table"
    if _OF_THE_DATABASE & {source.schema.lower(), source.table.lower()}:
        return Kind.SHARED, "it is a table of the database itself"
    if not tenancy:
        return Kind.SHARED, "no column is known that names a tenant"
    if table is None:
        known = "there is no such table in the schema" if tenancy.complete else "no source of the schema shows it"
        return Kind.UNKNOWN, f"{known}, so nothing is known of its columns"
    if table.role is Role.TENANT:
        return Kind.EXEMPT, "the row is a new tenant"
    return Kind.SHARED, _shared(table)


def _shared(table: TenantTable) -> str:
    if is_personal(table.name):
        return "its rows are about persons, and it has no tenant column"
    return "it has no tenant column, and no foreign key leads to a table that has one"


def _operation(query: Query, role: str) -> Operation:
    return query.operation if role == "target" else Operation.SELECT


def _name(source: Source) -> str:
    return f"{source.schema}.{source.table}" if source.schema else source.table
