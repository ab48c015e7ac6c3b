"""The audit as one page for the browser: nothing is loaded, and nothing in it can run but its own script."""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from pathlib import Path
from string import Template

from kyselylint import __version__
from kyselylint.analysis.tenancy.model import Role
from kyselylint.analysis.tenancy.verdict import Kind
from kyselylint.audit import Audit
from kyselylint.query.statement import Operation
from kyselylint.report import summary
from kyselylint.report.audit.counts import Line, by_verdict, matrix, operations
from kyselylint.report.audit.listed import listed
from kyselylint.report.document import Document
from kyselylint.report.style import printable
from kyselylint.report.summary import number

_HERE = Path(__file__).parent
_MARKS = {Kind.UNSCOPED: "✕", Kind.UNKNOWN: "?", Kind.EXEMPT: "○", Kind.SCOPED: "✓", Kind.SHARED: "–"}  # noqa: RUF001
_MEANINGS = {
    Kind.UNSCOPED: "nothing proves whose rows it reaches",
    Kind.UNKNOWN: "it depends on something that could not be read",
    Kind.EXEMPT: "need not be scoped, for the reason given",
    Kind.SCOPED: "proven to stay with one tenant",
    Kind.SHARED: "the table belongs to no tenant",
}


def render(audit: Audit, document: Document, dialect: str) -> str:
    """The whole page."""
    style, script = (_HERE.joinpath(name).read_text("utf-8") for name in ("style.css", "script.js"))
    lines = matrix(audit.entries)
    judged = [line for line in lines if not _is_nobodys(line)]
    nobody = [line for line in lines if _is_nobodys(line)]
    return Template(_HERE.joinpath("page.html").read_text("utf-8")).substitute(
        policy=f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'",
        project=_text(document.sources.project_name),
        style=style,
        script=script,
        version=_text(__version__),
        facts=_text(_facts(audit)),
        problems=_problems(summary.problems(document)),
        notes="".join(f"<li>{_marked(note)}</li>" for note in audit.notes),
        tiles="".join(_tile(kind, count) for kind, count in by_verdict(audit.entries).items()),
        matrix="".join(_matrix(judged, nobody, _evidence(audit))),
        more_tables=_more(nobody),
        tables="".join(_option(name) for name in sorted(line.table for line in lines)),
        operations="".join(_option(one.value) for one in operations(lines)),
        data=_data(listed(audit, document, dialect)),
    )


def _digest(text: str) -> str:
    return f"sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _text(text: str) -> str:
    return escape(printable(text))


def _marked(text: str) -> str:
    """A sentence whose `names` are code."""
    parts = enumerate(_text(text).split("`"))
    return "".join(f"<code>{part}</code>" if at % 2 else part for at, part in parts)


def _data(value: object) -> str:
    """JSON that HTML reads as text to its end: without `<` neither `</script>` nor `<!--` can stand in it."""
    return json.dumps(value, separators=(",", ":")).replace("<", "\\u003c")


def _facts(audit: Audit) -> str:
    partial = f" ({audit.partial:,} only partly understood)" if audit.partial else ""
    places = number(len(audit.entries), "place with a table", "places with a table")
    return f"{number(audit.queries, 'query', 'queries')}{partial}, {places}"


def _problems(problems: Iterable[str]) -> str:
    said = "".join(f"<p>{_marked(problem)}</p>" for problem in problems)
    return f'<div class="problems" role="note"><p><b>This audit is incomplete.</b></p>{said}</div>' if said else ""


def _tile(kind: Kind, count: int) -> str:
    said = f"<b>{count:,}</b><span>{_MARKS[kind]} {kind.value}</span><small>{_MEANINGS[kind]}</small>"
    return (
        f'<button type="button" class="{kind.value}" data-verdict="{kind.value}" aria-pressed="false">{said}</button>'
    )


def _evidence(audit: Audit) -> Mapping[str, str]:
    """By table: why it belongs to a tenant, or is one."""
    tables = (table for one in audit.databases for table in one.of(Role.OWNED, Role.CHILD, Role.TENANT))
    return {table.name: table.why for table in tables}


def _is_nobodys(line: Line) -> bool:
    return not any(line.total(kind) for kind in Kind if kind is not Kind.SHARED)


def _matrix(judged: list[Line], nobody: list[Line], evidence: Mapping[str, str]) -> Iterator[str]:
    wanted = operations((*judged, *nobody))
    heads = "".join(f'<th scope="col">{one.value}</th>' for one in wanted)
    yield f'<thead><tr><th scope="col">table</th>{heads}<th scope="col">scoped or exempt</th></tr></thead>'
    for lines, name in ((judged, ""), (nobody, ' class="nobody" hidden')):
        rows = "".join(_row(line, [_cell(line, one) for one in wanted], evidence) for line in lines)
        yield f"<tbody{name}>{rows}</tbody>" if rows else ""


def _row(line: Line, cells: list[str], evidence: Mapping[str, str]) -> str:
    why = f"<small>{_marked(evidence[line.table])}</small>" if line.table in evidence else ""
    named = f'<button type="button" data-table="{_text(line.table)}" aria-pressed="false">{_text(line.table)}</button>'
    return f'<tr><th scope="row">{named}{why}</th>{"".join(cells)}<td>{_share(line)}</td></tr>'


def _cell(line: Line, operation: Operation) -> str:
    counts = {kind: count for kind, count in line.by_operation(operation).items() if count}
    if not counts:
        return "<td></td>"
    shown = "".join(_count(kind, count) for kind, count in counts.items())
    data = f'data-table="{_text(line.table)}" data-operation="{operation}" aria-pressed="false"'
    unseen = f'<i class="unseen">{operation} on {_text(line.table)}: </i>'
    return f'<td><button type="button" {data}>{unseen}{shown}</button></td>'


def _count(kind: Kind, count: int) -> str:
    """A mark for the eye, a word for the ear."""
    mark, word = f'<i aria-hidden="true">{_MARKS[kind]}</i>', f'<i class="unseen"> {kind.value} </i>'
    return f'<span class="{kind.value}">{mark}&nbsp;{count:,}{word}</span>'


def _share(line: Line) -> str:
    """A bar of the verdicts, the best first, and how many are fine."""
    kinds = [kind for kind in reversed(Kind) if kind is not Kind.SHARED]
    counts = {kind: line.total(kind) for kind in kinds}
    total, fine = sum(counts.values()), counts[Kind.SCOPED] + counts[Kind.EXEMPT]
    if not total:
        return ""
    bars, at = "", 0.0
    for kind, count in counts.items():
        wide = 100 * count / total
        bars += f'<rect class="{kind.value}" x="{at:.2f}" width="{wide:.2f}" height="8"/>' if count else ""
        at += wide
    svg = f'<svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">{bars}</svg>'
    return f'{svg} <span class="share">{fine:,} of {total:,}</span>'


def _more(nobody: list[Line]) -> str:
    if not nobody:
        return ""
    said = number(len(nobody), "table belongs to no tenant", "tables belong to no tenant")
    return f'<button type="button" class="plain more-tables" aria-expanded="false">{said}</button>'


def _option(value: str) -> str:
    return f'<option value="{_text(value)}">{_text(value)}</option>'
