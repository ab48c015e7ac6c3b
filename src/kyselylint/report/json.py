"""For programs: everything that is known, in one object whose `version` changes when its meaning does."""

from __future__ import annotations

import json
from collections.abc import Mapping

from kyselylint import __version__
from kyselylint.finding import Finding, Fix, Label, Preset, Problem, Severity, Span
from kyselylint.report.document import Document
from kyselylint.report.lines import Position

VERSION = 1


def render(document: Document) -> str:
    """The object, with a line end."""
    return json.dumps(as_object(document), indent=2) + "\n"


def as_object(document: Document) -> dict[str, object]:
    """Shown findings first, then those that comments and the baseline take away, marked as such."""
    outcome = document.outcome
    suppressed = [
        *(_finding(one, document, {"kind": "comment", "reason": one.suppressed}) for one in outcome.suppressed),
        *(_finding(one, document, {"kind": "baseline", "reason": ""}) for one in outcome.baselined),
    ]
    return {
        "version": VERSION,
        "tool": {"name": "kyselylint", "version": __version__},
        "summary": _summary(document),
        "findings": [*(_finding(finding, document, None) for finding in outcome.findings), *suppressed],
        "problems": [problem_object(problem, document) for problem in outcome.problems],
        "notes": list(outcome.notes),
    }


def place(span: Span, document: Document) -> dict[str, object]:
    """`path`, `start` and `end` of a span."""
    return {
        "path": document.sources.shown(span.path),
        "start": position(document.start(span)),
        "end": position(document.end(span)),
    }


def position(at: Position) -> dict[str, int]:
    """Line and column from 1, the column in code points, the offset in bytes."""
    return {"line": at.line, "column": at.column, "offset": at.offset}


def _summary(document: Document) -> dict[str, object]:
    outcome, counts = document.outcome, document.outcome.counts
    return {
        "files": counts.files,
        "kysely_files": counts.kysely_files,
        "queries": counts.queries,
        "partial": counts.partial,
        "quiet_files": counts.quiet,
        "rules": counts.rules,
        **{severity.value: outcome.number(severity) for severity in Severity},
        "failing": outcome.failing,
        "suppressed": len(outcome.suppressed),
        "baseline": len(outcome.baselined),
        "hidden": _hidden(outcome.hidden),
        "skipped": dict(outcome.skipped),
        "seconds": round(outcome.seconds, 3),
    }


def _hidden(hidden: Mapping[Preset, int]) -> dict[str, int]:
    return {preset.label: hidden[preset] for preset in Preset if hidden.get(preset)}


def _finding(finding: Finding, document: Document, suppressed: dict[str, str | None] | None) -> dict[str, object]:
    page = document.page(finding)
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "confidence": finding.confidence.value,
        "preset": finding.preset.label,
        "message": finding.message,
        "help": finding.help,
        **place(finding.span, document),
        "related": [_label(label, document) for label in finding.related],
        "function": finding.function,
        "sql": finding.sql,
        "fingerprint": finding.fingerprint,
        "fix": _fix(finding.fix, document),
        "url": page.url,
        "suppressed": suppressed,
    }


def _label(label: Label, document: Document) -> dict[str, object]:
    return {"message": label.message, **place(label.span, document)}


def _fix(fix: Fix | None, document: Document) -> dict[str, object] | None:
    if fix is None:
        return None
    edits = [{**place(edit.span, document), "text": edit.text} for edit in fix.edits]
    return {"title": fix.title, "safe": fix.safe, "edits": edits}


def problem_object(problem: Problem, document: Document) -> dict[str, object]:
    """Why a part of the analysis did not take place."""
    at = place(problem.at, document) if problem.at and problem.at.path else None
    shown = document.sources.shown(problem.path) if problem.path else ""
    return {"message": problem.message, "path": shown, "rule": problem.rule, "at": at}
