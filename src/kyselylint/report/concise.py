"""One line per finding, for grep and for editors that make `path:line:column` a link."""

from __future__ import annotations

from kyselylint.report.document import Document
from kyselylint.report.style import printable


def render(document: Document) -> str:
    """`path:line:column: severity[rule] message` for each finding."""
    return "".join(
        f"{printable(document.where(one.span))}: {one.severity.value}[{one.rule}] {printable(one.message)}\n"
        for one in document.outcome.findings
    )
