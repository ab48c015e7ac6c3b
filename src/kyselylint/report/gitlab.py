"""GitLab's code quality report, which a merge request shows: a list of violations, compared by fingerprint."""

from __future__ import annotations

import json

from kyselylint.finding import Finding, Severity
from kyselylint.report.document import Document

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.INFO: "info"}


def render(document: Document) -> str:
    """The list; paths are those of the repository, as GitLab wants them."""
    return json.dumps([_violation(finding, document) for finding in document.outcome.findings], indent=2) + "\n"


def _violation(finding: Finding, document: Document) -> dict[str, object]:
    return {
        "description": finding.message,
        "check_name": finding.rule,
        "fingerprint": finding.fingerprint,
        "severity": _SEVERITIES[finding.severity],
        "location": {
            "path": document.sources.in_repository(finding.span.path),
            "lines": {"begin": document.start(finding.span).line, "end": document.end(finding.span).line},
        },
    }
