from __future__ import annotations

from dataclasses import replace

import pytest

from kyselylint.finding import Confidence, Finding, Label, Preset, Severity, Span
from kyselylint.query.facts import Ignore, Module
from kyselylint.suppress import suppress, uses

COMMENT = Span("a.ts", 0, 40)
STATEMENT = Span("a.ts", 41, 100)
IGNORE = Ignore(COMMENT, ("writes/missing-where",), "why", STATEMENT, (Span("a.ts", 21, 40),))
FINDING = Finding(
    span=Span("a.ts", 50, 60),
    rule="writes/missing-where",
    message="",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    preset=Preset.RECOMMENDED,
)


@pytest.mark.parametrize(
    ("place", "taken"),
    [
        (Span("a.ts", 41, 50), True),
        (Span("a.ts", 99, 120), True),
        (Span("a.ts", 101, 120), False),
        (Span("a.ts", 0, 30), False),
        (Span("b.ts", 50, 60), False),
    ],
)
def test_a_comment_speaks_for_its_statement(place, taken):
    """For what stands in it, or reaches into it; not for what comes after, and not for another file."""
    assert taken == (suppress(replace(FINDING, span=place), [IGNORE]).suppressed is not None)


def test_a_comment_may_stand_at_any_place_of_a_finding():
    """The places that a finding shows are as good as the one that it points to."""
    finding = replace(FINDING, span=Span("b.ts", 1, 2), related=(Label(Span("a.ts", 50, 60), ""),))

    assert "why" == suppress(finding, [IGNORE]).suppressed


@pytest.mark.parametrize(("path", "taken"), [("a.ts", True), ("b.ts", False)])
def test_a_comment_for_a_file_speaks_for_all_of_it(path, taken):
    """Wherever in the file a finding points to."""
    ignore = replace(IGNORE, covers=None)

    assert taken == (suppress(replace(FINDING, span=Span(path, 900, 910)), [ignore]).suppressed is not None)


def test_a_comment_takes_away_only_what_it_names():
    """There is no form for everything."""
    assert suppress(replace(FINDING, rule="writes/hard-delete"), [IGNORE]).suppressed is None


def test_the_first_reason_is_kept():
    """When several comments speak for a place."""
    second = replace(IGNORE, reason="because")

    assert "why" == suppress(FINDING, [IGNORE, second]).suppressed


def test_what_became_of_each_name():
    """Known or not, judged or not, matched or not, one by one."""
    names = ("writes/missing-where", "writes/hard-delete", "sql/dynamic-raw", "writes/missing-were")
    ignore = replace(IGNORE, rules=names, rule_spans=tuple(Span("a.ts", n, n + 1) for n in range(4)))
    module = Module("a.ts", ignores=(ignore,))

    found = tuple(uses(module, [FINDING], {"writes/missing-where", "writes/hard-delete"}))

    assert [
        ("writes/missing-where", True, True, True, ""),
        ("writes/hard-delete", True, True, False, ""),
        ("sql/dynamic-raw", True, False, False, ""),
        ("writes/missing-were", False, False, False, "writes/missing-where"),
    ] == [(use.rule, use.known, use.ran, use.matched, use.suggestion) for use in found]
    assert [0, 1, 2, 3] == [use.at.start for use in found]
