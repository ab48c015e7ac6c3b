"""The audit for spreadsheets: a line for each occurrence."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from kyselylint.audit import Audit, Entry
from kyselylint.query.sql import render as to_sql
from kyselylint.report.document import Document
from kyselylint.report.style import printable

_HEAD = (
    *("path", "line", "column", "function", "operation", "table", "alias", "role", "place"),
    *("belongs", "verdict", "category", "why", "findings", "sql"),
)
# A spreadsheet runs a cell that begins with one of these: https://owasp.org/www-community/attacks/CSV_Injection.
# The last four are wide forms that some take for the same.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001


def render(audit: Audit, document: Document, dialect: str) -> str:
    """RFC 4180 with plain line ends; text that would be a formula begins with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_HEAD)
    writer.writerows([_harmless(cell) for cell in _cells(entry, document, dialect)] for entry in audit.entries)
    return out.getvalue()


def _cells(entry: Entry, document: Document, dialect: str) -> Iterator[str | int]:
    one, start = entry.occurrence, document.start(entry.occurrence.at)
    yield from (document.sources.shown(one.at.path), start.line, start.column, one.query.function)
    yield from (one.operation.value, one.name, one.alias, one.role, one.place.value)
    yield from (one.belongs.value, one.kind.value, one.category, one.why)
    yield "; ".join(f"{said.finding.rule} ({said.finding.severity.value}, {said.fate})" for said in entry.remarks)
    yield to_sql(one.query, dialect)


def _harmless(cell: str | int) -> str | int:
    if isinstance(cell, int):
        return cell
    text = "\n".join(map(printable, cell.splitlines()))
    return f"'{text}" if text.startswith(_FORMULA) or cell.startswith(_FORMULA) else text
