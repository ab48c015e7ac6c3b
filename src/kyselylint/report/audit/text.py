"""The audit for people at a terminal: every occurrence, then what is done to which table."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.tenancy.verdict import Kind
from kyselylint.audit import Audit, Entry
from kyselylint.query.statement import Operation
from kyselylint.report.audit.counts import UNNAMED, Line, matrix, operations
from kyselylint.report.audit.fate import said_of
from kyselylint.report.document import Document
from kyselylint.report.style import Style, printable, width

_PAINT = {Kind.UNSCOPED: "error", Kind.UNKNOWN: "warning", Kind.EXEMPT: "info", Kind.SCOPED: "bold", Kind.SHARED: "dim"}


def render(audit: Audit, document: Document, _dialect: str) -> str:
    """A block for each occurrence, then the matrix of tables and operations."""
    style = Style(document.color)
    lines = [line for entry in audit.entries for line in _entry(entry, document, style)]
    table = _matrix(matrix(audit.entries))
    return "".join(f"{line}\n" for line in (*lines, *([""] if lines else []), *table))


def _entry(entry: Entry, document: Document, style: Style) -> Iterator[str]:
    one = entry.occurrence
    where = style("mark", printable(document.where(one.at)))
    named = printable(one.name or UNNAMED) + (f" as {printable(one.alias)}" if one.alias else "")
    yield f"{where}  {style(_PAINT[one.kind], one.kind.value)}  {one.operation.value} {named}"
    yield f"    {printable(one.why)}"
    for said in entry.remarks:
        yield f"    {style('dim', f'{said.finding.rule} ({said_of(said)})')}"


def _matrix(lines: tuple[Line, ...]) -> Iterator[str]:
    """`scoped/all` for each operation, without the tables of nobody."""
    wanted = operations(lines)
    rows = [("table", *(one.value for one in wanted))]
    rows += [(printable(line.table), *(_cell(line, one) for one in wanted)) for line in lines if _is_judged(line)]
    if len(rows) == 1:
        return
    yield "places that are scoped or exempt, of all:"
    wide = [max(width(row[at]) for row in rows) for at in range(len(rows[0]))]
    for row in rows:
        padded = (f"{' ' * (space - width(cell))}{cell}" for cell, space in zip(row[1:], wide[1:], strict=True))
        yield "  ".join((row[0] + " " * (wide[0] - width(row[0])), *padded)).rstrip()


def _is_judged(line: Line) -> bool:
    return any(line.total(kind) for kind in Kind if kind is not Kind.SHARED)


def _cell(line: Line, operation: Operation) -> str:
    cell = line.by_operation(operation)
    judged = sum(count for kind, count in cell.items() if kind is not Kind.SHARED)
    fine = cell.get(Kind.SCOPED, 0) + cell.get(Kind.EXEMPT, 0)
    return f"{fine}/{judged}" if judged else ""
