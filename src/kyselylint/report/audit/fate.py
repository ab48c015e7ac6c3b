"""What becomes of a finding, in words."""

from __future__ import annotations

from kyselylint.audit import Remark

_WORDS = {"suppressed": "ignored by a comment", "silenced": "silent in files like this", "off": "turned off"}


def said_of(remark: Remark) -> str:
    """`error`, or `error, shown by --preset strict`."""
    severity = remark.finding.severity.value
    if remark.fate == "shown":
        return severity
    return f"{severity}, {_WORDS.get(remark.fate, f'shown by --preset {remark.fate}')}"
