"""The places of an audit as the page's script reads them: texts that repeat are written once."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.tenancy.contexts import Place
from kyselylint.analysis.tenancy.verdict import Kind
from kyselylint.audit import Audit, Entry, Remark
from kyselylint.query.sql import render as to_sql
from kyselylint.report.audit.counts import UNNAMED
from kyselylint.report.audit.fate import said_of
from kyselylint.report.document import Document
from kyselylint.report.style import printable

KEYS = (
    "verdict",
    "category",
    "operation",
    "table",
    "detail",
    "path",
    "line",
    "column",
    "function",
    "why",
    "rules",
    "help",
    "sql",
)
_WORST_FIRST = tuple(Kind)
_PLACES = {
    Place.ARM: "in an arm of a union",
    Place.CTE: "in a common table expression",
    Place.SOURCE: "in a sub-query",
    Place.INSERTED: "in the query whose rows are inserted",
    Place.EXPRESSION: "in a sub-query",
}


def listed(audit: Audit, document: Document, dialect: str) -> dict[str, object]:
    """The places, the worst first; `path` and `sql` are positions in the lists of those."""
    paths: dict[str, int] = {}
    texts: dict[str, int] = {}
    ranked = sorted(audit.entries, key=lambda entry: _WORST_FIRST.index(entry.occurrence.kind))
    places = [list(_values(entry, document, dialect, paths, texts)) for entry in ranked]
    return {"keys": KEYS, "places": places, "paths": list(paths), "sql": list(texts)}


def _values(
    entry: Entry, document: Document, dialect: str, paths: dict[str, int], texts: dict[str, int]
) -> Iterator[object]:
    one, start = entry.occurrence, document.start(entry.occurrence.at)
    path = printable(document.sources.shown(one.at.path))
    sql = printable(to_sql(one.query, dialect))
    yield from (
        one.kind.value,
        one.category,
        one.operation.value,
        printable(one.name or UNNAMED),
        printable(_detail(entry)),
    )
    yield from (paths.setdefault(path, len(paths)), start.line, start.column, printable(one.query.function))
    yield printable(one.why)
    yield [_rule(remark) for remark in entry.remarks]
    yield printable(_help(entry))
    yield texts.setdefault(sql, len(texts))


def _detail(entry: Entry) -> str:
    one = entry.occurrence
    parts = (f"as {one.alias}" if one.alias else "", _PLACES.get(one.place, ""))
    return "".join(f" {part}" for part in parts if part)


def _help(entry: Entry) -> str:
    """What would scope the place, where it needs to be."""
    first = next(iter(entry.remarks), None)
    return first.finding.help if first is not None and entry.occurrence.kind is Kind.UNSCOPED else ""


def _rule(remark: Remark) -> str:
    return f"{remark.finding.rule}: {said_of(remark)}"
