from __future__ import annotations

from types import SimpleNamespace

import pytest

from kyselylint import registry
from kyselylint.finding import Confidence, Preset, Report, Severity, Span
from kyselylint.grade import distinct, grade, identified, shown
from kyselylint.registry import Page, asked_for, enabled
from kyselylint.settings import Selector, Settings

PAGE = Page(id="writes/missing-where", summary="", severity=Severity.ERROR, tags=("security",))
STRICT = Page(id="selection/select-all", summary="", severity=Severity.INFO, preset=Preset.STRICT)
PLACE = Span("a.ts", 1, 2)


def selectors(text: str) -> tuple[Selector, ...]:
    """Selectors from a short form: + selects, - ignores, ! for the command line."""
    return tuple(Selector(word.lstrip("+-!"), "+" in word[:2], "!" in word[:2]) for word in text.split())


@pytest.mark.parametrize(
    ("text", "page", "on", "named"),
    [
        ("", PAGE, True, False),
        ("", STRICT, True, False),
        ("+writes", PAGE, True, True),
        ("+writes", STRICT, False, False),
        ("-writes", PAGE, False, False),
        ("-writes +writes/missing-where", PAGE, True, True),
        ("+writes/missing-where -writes", PAGE, True, True),
        ("+writes -writes/missing-where", PAGE, False, False),
        ("+all -security", PAGE, False, False),
        ("+security", PAGE, True, True),
        ("+recommended", PAGE, True, True),
        ("+recommended", STRICT, False, False),
        ("+strict", STRICT, True, True),
        ("+writes -writes", PAGE, False, False),
        ("!+writes -writes", PAGE, True, True),
        ("+writes !-writes", PAGE, False, False),
        ("-all +selection", STRICT, True, True),
    ],
)
def test_the_most_specific_selector_decides(text, page, on, named):
    """Rule before group before tag before preset; then the command line before the file, and ignore before select."""
    settings = Settings(selectors=selectors(text))

    assert (on, named) == (enabled(page, settings), asked_for(page, settings))


def test_an_override_turns_a_rule_off_whatever_selects_it():
    """It speaks of these files, the selector of all."""
    settings = Settings(selectors=selectors("!+writes/missing-where"), disabled={PAGE.id: "why"})

    assert not enabled(PAGE, settings)


def graded(*, partly_read=False, page=PAGE, settings=None, **said):
    """The finding of a report that says something of its own."""
    report = Report(message="", at=PLACE, **said)
    return grade(report, page, settings or Settings(), None, partly_read=partly_read)


def test_a_finding_takes_from_its_page_what_its_report_does_not_say():
    """Severity, confidence and preset."""
    finding = graded()

    assert (Severity.ERROR, Confidence.HIGH, Preset.RECOMMENDED) == (
        finding.severity,
        finding.confidence,
        finding.preset,
    )


def test_what_rests_on_a_hole_is_shown_in_the_audit_only():
    """Unless the check says that the hole does not matter."""
    finding, sure = graded(partly_read=True), graded(partly_read=True, confidence=Confidence.HIGH)

    assert (Confidence.LOW, Preset.AUDIT) == (finding.confidence, finding.preset)
    assert (Confidence.HIGH, Preset.RECOMMENDED) == (sure.confidence, sure.preset)


def test_low_confidence_is_audit_whoever_says_so():
    """A report or a page with low confidence is no different."""
    assert Preset.AUDIT is graded(confidence=Confidence.LOW).preset


def test_the_configured_severity_wins():
    """Over the page's and over the report's."""
    settings = Settings(severities={PAGE.id: Severity.INFO})

    assert Severity.INFO is graded(settings=settings, severity=Severity.WARNING).severity


@pytest.mark.parametrize(
    ("preset", "text", "visible"),
    [
        (Preset.RECOMMENDED, "", False),
        (Preset.STRICT, "", True),
        (Preset.RECOMMENDED, "+selection/select-all", True),
        (Preset.RECOMMENDED, "+writes", False),
    ],
)
def test_naming_a_rule_shows_what_its_page_promises(preset, text, visible):
    """A strict rule is shown in preset strict, or when it is asked for."""
    settings = Settings(preset=preset, selectors=selectors(text))

    assert visible == shown(graded(page=STRICT), STRICT, settings)


def test_naming_a_rule_does_not_show_what_is_hardly_sure():
    """Low confidence stays in the audit."""
    settings = Settings(selectors=selectors("+selection/select-all"))

    assert not shown(graded(page=STRICT, partly_read=True), STRICT, settings)


def test_one_finding_per_rule_and_place():
    """A helper that is read for each of its callers is reported once, as the worst and surest of them."""
    findings = (graded(partly_read=True), graded(), graded(severity=Severity.INFO))

    assert (graded(),) == distinct(findings)
    assert Severity.ERROR is distinct(findings)[0].severity


def fingerprints(*findings, text="text"):
    """The fingerprints of findings in a project with that text."""
    sources = SimpleNamespace(text=lambda _: text, in_repository=lambda path: path)
    return [finding.fingerprint for finding in identified(findings, sources)]


def test_fingerprints_tell_equal_findings_apart():
    """By their order only, so that a third one does not change the first two."""
    once, more = fingerprints(graded(), graded()), fingerprints(graded(), graded(), graded())

    assert once == more[:2]
    assert 3 == len(set(more))


def test_layout_is_not_part_of_a_fingerprint():
    """The same text on more lines is the same finding."""
    assert fingerprints(graded(), text="a . b ()") == fingerprints(graded(), text="a\n  . b\n\t()")


@pytest.mark.parametrize(
    ("written", "meant"),
    [("writes/missing-were", "writes/missing-where"), ("missing-where", "writes/missing-where"), ("zzzzzz", "")],
)
def test_the_nearest_name(written, meant):
    """A forgotten group or a typing error is recognised, nonsense is not."""
    assert meant == registry.nearest(written, registry.pages())
