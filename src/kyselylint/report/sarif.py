"""SARIF 2.1.0, the format of code scanning services."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from kyselylint import __version__
from kyselylint.finding import Confidence, Finding, Label, Problem, Severity, Span
from kyselylint.registry import URL, Page, body, pages
from kyselylint.report.document import Document

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_PRECISION = {Confidence.HIGH: "high", Confidence.MEDIUM: "medium", Confidence.LOW: "low"}
# GitHub shows a rule with this property among security alerts; the numbers are CVSS-like, see its "SARIF support" page.
_SECURITY = {Severity.ERROR: "8.0", Severity.WARNING: "5.0", Severity.INFO: "2.0"}
_TAGS = 10  # GitHub keeps no more of a rule
_RELATED = 100  # nor more of a result


def render(document: Document) -> str:
    """One run. Suppressed findings are left out: GitHub does not honour SARIF's own marks (codeql-action#1230)."""
    findings = sorted(document.outcome.findings, key=lambda finding: finding.severity.rank)
    rules = tuple(pages()[rule] for rule in sorted({finding.rule for finding in findings}))
    run = {
        "tool": {"driver": _driver(rules)},
        "invocations": [_invocation(document)],
        "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "the root of the repository"}}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, rules, document) for finding in findings],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _driver(rules: Sequence[Page]) -> dict[str, object]:
    return {
        "name": "kyselylint",
        "semanticVersion": __version__,
        "informationUri": URL,
        "rules": [_rule(page) for page in rules],
    }


def _rule(page: Page) -> dict[str, object]:
    security = {"security-severity": _SECURITY[page.severity]} if "security" in page.tags else {}
    return {
        "id": page.id,
        "name": page.id.replace("/", "-"),
        "shortDescription": {"text": page.summary},
        "fullDescription": {"text": page.summary},
        "helpUri": page.url,
        "help": {"text": page.summary, "markdown": body(page.id)},
        "defaultConfiguration": {"level": _LEVELS[page.severity]},
        "properties": {"tags": [*page.tags][:_TAGS], "precision": _PRECISION[page.confidence], **security},
    }


def _invocation(document: Document) -> dict[str, object]:
    problems = document.outcome.problems
    return {
        "executionSuccessful": not problems,
        "toolExecutionNotifications": [_notification(problem, document) for problem in problems],
    }


def _notification(problem: Problem, document: Document) -> dict[str, object]:
    where = (
        {"locations": [{"physicalLocation": {"artifactLocation": _artifact(problem.path, document)}}]}
        if problem.path
        else {}
    )
    return {"level": "error", "message": {"text": problem.message}, **where}


def _result(finding: Finding, rules: Sequence[Page], document: Document) -> dict[str, object]:
    related = finding.related[:_RELATED]
    return {
        "ruleId": finding.rule,
        "ruleIndex": next(index for index, page in enumerate(rules) if page.id == finding.rule),
        "level": _LEVELS[finding.severity],
        "message": {"text": _message(finding)},
        "locations": [{"physicalLocation": _place(finding.span, document)}],
        **({"relatedLocations": list(_related(related, document))} if related else {}),
        "partialFingerprints": {"kyselylint/v1": finding.fingerprint},
        "properties": {"confidence": finding.confidence.value, **({"sql": finding.sql} if finding.sql else {})},
    }


def _message(finding: Finding) -> str:
    return f"{finding.message}\n{finding.help}" if finding.help else finding.message


def _related(labels: Sequence[Label], document: Document) -> Iterator[dict[str, object]]:
    for number, label in enumerate(labels, 1):
        yield {"id": number, "message": {"text": label.message}, "physicalLocation": _place(label.span, document)}


def _place(span: Span, document: Document) -> dict[str, object]:
    start, end = document.start(span), document.end(span)
    region = {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
        "byteOffset": start.offset,
        "byteLength": end.offset - start.offset,
    }
    return {"artifactLocation": _artifact(span.path, document), "region": region}


def _artifact(path: str, document: Document) -> dict[str, str]:
    # Relative with forward slashes, whatever the system (codeql-action#2215); a file name may hold any byte.
    return {"uri": quote(os.fsencode(document.sources.in_repository(path))), "uriBaseId": "%SRCROOT%"}
