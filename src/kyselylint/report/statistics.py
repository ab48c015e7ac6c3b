"""How many findings each rule has, the most frequent first."""

from __future__ import annotations

from collections import Counter

from kyselylint.report.document import Document


def render(document: Document) -> str:
    """A line per rule: count, rule, severity."""
    counted = Counter((one.rule, one.severity.value) for one in document.outcome.findings)
    wide = max((len(rule) for rule, _ in counted), default=0)
    ranked = sorted(counted.items(), key=lambda entry: (-entry[1], entry[0]))
    return "".join(f"{count:>6,}  {rule:<{wide}}  {severity}\n" for (rule, severity), count in ranked)
