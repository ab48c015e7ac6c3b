"""Every query as it was understood: what `kyselylint queries` prints."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from kyselylint.analysis.raw.read import statement
from kyselylint.analysis.tenancy.audit import verdicts
from kyselylint.analysis.tenancy.verdict import Kind
from kyselylint.analysis.view import View
from kyselylint.query.ddl import table_of
from kyselylint.query.expression import Hole
from kyselylint.query.sql import render as to_sql
from kyselylint.query.statement import Operation, Query, Source
from kyselylint.report.document import Document
from kyselylint.report.json import VERSION, place, position
from kyselylint.report.style import Style, printable

Understood = Iterable[tuple[Query, View]]

_EXAMPLES = 3  # places shown for each reason
_WORST_FIRST = (Kind.UNSCOPED, Kind.UNKNOWN, Kind.SCOPED, Kind.EXEMPT)


def as_text(queries: Understood, document: Document, dialect: str) -> str:
    """A line for each query: where, what it does to which tables, its SQL; under it what could not be read."""
    style = Style(document.color)
    return "".join(f"{line}\n" for query, _ in queries for line in _lines(query, document, dialect, style))


def as_json(queries: Understood, document: Document, dialect: str) -> str:
    """One object, with a line end."""
    listed = [_object(query, view, document, dialect) for query, view in queries]
    return json.dumps({"version": VERSION, "queries": listed}, indent=2) + "\n"


def holes(queries: Understood, document: Document) -> str:
    """The reasons why queries were only partly understood, the most frequent first, with places to look at."""
    found: dict[tuple[str, str], dict[Hole, None]] = {}
    for query, _ in queries:
        for hole in query.holes:
            found.setdefault((hole.kind, hole.reason), {})[hole] = None
    ranked = sorted(found.items(), key=lambda entry: (-len(entry[1]), entry[0]))
    return "".join(_reason(kind, reason, tuple(places), document) for (kind, reason), places in ranked)


def _reason(kind: str, reason: str, places: tuple[Hole, ...], document: Document) -> str:
    shown = ", ".join(document.where(hole.span) for hole in places[:_EXAMPLES])
    more = ", ..." if len(places) > _EXAMPLES else ""
    return printable(f"{len(places):>6,}  {kind}: {reason}  ({shown}{more})") + "\n"


def _lines(query: Query, document: Document, dialect: str, style: Style) -> Iterator[str]:
    tables = ", ".join(dict.fromkeys(_name(source) for source, _ in _tables(query)))
    where = style("mark", printable(document.where(query.span)))
    yield f"{where}  {style('bold', query.operation.value)}  {printable(tables)}"
    yield f"    {printable(to_sql(query, dialect))}"
    for hole in query.holes:
        why = printable(f"{hole.reason} ({document.where(hole.span)})")
        yield f"    {style('warning', 'partly understood')}: {why}"


def _object(query: Query, view: View, document: Document, dialect: str) -> dict[str, object]:
    return {
        **place(query.span, document),
        "function": query.function,
        "operation": query.operation.value,
        "tables": [{"name": _name(one), "alias": one.alias or None, "role": role} for one, role in _tables(query)],
        "sql": to_sql(query, dialect),
        "complete": query.complete,
        "holes": [_hole(hole, document) for hole in query.holes],
        "terminal": query.run.terminal if query.run else None,
        "transaction": query.handle.transaction or None,
        "tenant": _tenant(query, view),
    }


def _tenant(query: Query, view: View) -> dict[str, str]:
    """The worst that the proof says of a table in the query, and why."""
    found = verdicts(query, view)
    for kind in _WORST_FIRST:
        reasons = dict.fromkeys(verdict.why for verdict in found if verdict.kind is kind)
        if reasons:
            return {"verdict": kind.value, "why": "; ".join(reasons)}
    return {"verdict": "none", "why": "no table of a tenant is read or changed"}


def _hole(hole: Hole, document: Document) -> dict[str, object]:
    where = {"path": document.sources.shown(hole.span.path), "start": position(document.start(hole.span))}
    return {"kind": hole.kind, "reason": hole.reason, **where}


def _tables(query: Query) -> Iterator[tuple[Source, str]]:
    """The tables of the statement and of the queries inside it; names of common table expressions are none."""
    if query.operation is Operation.SCHEMA and (table := table_of(query.schema)):
        schema, _, name = table.rpartition(".")
        yield Source(name, schema or query.handle.schema), "target"
    read = statement(query) if query.operation is Operation.RAW else query
    for part in () if read is None else (read, *read.subqueries):
        yield from ((source, role) for source, role in part.tables() if source.table and not source.cte)


def _name(source: Source) -> str:
    return f"{source.schema}.{source.table}" if source.schema else source.table
