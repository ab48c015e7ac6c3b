from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from kyselylint.finding import Finding, Label, Severity, Span
from kyselylint.outcome import Outcome
from kyselylint.report import formats, summary
from kyselylint.report.document import Document

SARIF = json.loads((Path(__file__).parent / "sarif-2.1.0.json").read_text())
HOSTILE = "src/%0A::error,x=y: <b>|`*`\x1b[31m\n\u202e.ts"


def with_findings(document: Document, *findings: Finding, **other: object) -> Document:
    """The document with other findings."""
    return replace(document, outcome=replace(document.outcome, findings=findings, **other))


def repeated(finding: Finding, count: int) -> tuple[Finding, ...]:
    """As many findings, each a little longer than the one before."""
    return tuple(replace(finding, span=replace(finding.span, end=finding.span.end + number)) for number in range(count))


def validate(text: str) -> dict:
    """The SARIF in a text, if it is valid."""
    document = json.loads(text)
    validator = jsonschema.Draft202012Validator(SARIF, format_checker=jsonschema.FormatChecker())
    assert [] == [f"{error.json_path}: {error.message}" for error in validator.iter_errors(document)]
    return document


def test_pretty_shows_source_marks_sql_help_and_where_to_read_more(document):
    """A finding is the code it speaks of, each of its places marked, wherever they are."""
    assert [
        "error[writes/missing-where]: deletes every row of `session`",
        "  --> src/a.ts:1:10",
        "  |",
        "1 | await db.deleteFrom('session').execute()",
        "  |          ^^^^^^^^^^",
        "  |                                ------- and runs with no .where()",
        "  |",
        '   = sql: delete from "session"',
        "   = help: add .where(...),",
        "           or say why every row must go",
        "   = more: kyselylint explain writes/missing-where",
        "",
        "info[selection/select-all]: fetches every column of `todo` (medium confidence)",
        "  --> src/a.ts:10:44",
        "   |",
        "10 |     const 名 = '日本', q = db.selectFrom('todo').selectAll('todo')",
        "   |                                                  ^^^^^^^^^",
        "11 |         .leftJoin('user', 'user.id', 'todo.user_id')",
        "   |          -------- and joins",
        "...",
        "18 |         .execute()",
        "   |          ------- later",
        "   |",
        "  ::: src/b.ts:1:14",
        "  |",
        "1 | export const limit = undefined",
        "  |              ----- no limit",
        "  |",
        '   = sql: select "todo".* from "todo"',
        "   = more: kyselylint explain selection/select-all",
    ] == formats.render("pretty", document).rstrip().split("\n")


def test_pretty_without_colour_sends_nothing_a_terminal_obeys(document):
    """Control characters of a source file, a name or a message never reach the terminal."""
    finding = replace(document.outcome.findings[0], message="a\x1b[31m\x07b\u202e", sql="select '\x1b]0;x\x07'")

    text = formats.render("pretty", with_findings(document, finding))

    assert [] == re.findall(r"[\x00-\x09\x0b-\x1f\u202e]", text)


def test_pretty_with_colour_differs_by_colour_only(document):
    """Colour adds escape sequences and nothing else."""
    plain, painted = formats.render("pretty", document), formats.render("pretty", replace(document, color=True))

    assert plain != painted
    assert plain == re.sub(r"\x1b\[[\d;]*m", "", painted)


def test_pretty_cuts_long_lines_around_the_mark(document):
    """A line of ten thousand characters is cut so that the marked piece stays in sight, and nothing else is long."""
    source = "x" * 9_000 + "selectAll" + "y" * 9_000
    (document.sources.root / "src/long.ts").write_text(source)
    finding = replace(document.outcome.findings[0], span=Span("src/long.ts", 9_000, 9_009), related=())

    lines = formats.render("pretty", with_findings(document, finding)).split("\n")

    assert "selectAll" in lines[3]
    assert lines[3].index("selectAll") == lines[4].index("^^^^^^^^^")
    assert max(map(len, lines)) < 200


@pytest.mark.parametrize("start", [0, 5, 10_000])
def test_a_place_outside_of_the_text_does_no_harm(document, start):
    """A file may have changed on disk since it was read; the report is still written."""
    finding = replace(document.outcome.findings[0], span=Span("src/empty.ts", start, start + 3), related=())

    for name in formats.FORMATS:
        assert formats.render(name, with_findings(document, finding))


def test_concise_is_one_clickable_line(document):
    """path:line:column, severity, rule, message."""
    assert [
        "src/a.ts:1:10: error[writes/missing-where] deletes every row of `session`",
        "src/a.ts:10:44: info[selection/select-all] fetches every column of `todo`",
    ] == formats.render("concise", document).splitlines()


def test_json_has_what_the_interface_promises(document):
    """The keys that programs rely on, positions from 1 in code points, offsets in bytes."""
    found = json.loads(formats.render("json", document))

    assert (1, "kyselylint") == (found["version"], found["tool"]["name"])
    assert {
        "files": 3,
        "kysely_files": 1,
        "queries": 2,
        "partial": 1,
        "error": 1,
        "warning": 0,
        "info": 1,
    }.items() <= found["summary"].items()
    delete, star = found["findings"]
    assert {"line": 1, "column": 10, "offset": 12} == delete["start"]
    assert {"line": 10, "column": 44, "offset": 110} == star["start"]
    assert ("src/a.ts", "kl1:0123456789abcdef", None, None) == tuple(
        delete[key] for key in ("path", "fingerprint", "fix", "suppressed")
    )
    assert ["and runs with no .where()"] == [label["message"] for label in delete["related"]]
    assert "select(['id'])" == star["fix"]["edits"][0]["text"]
    assert document.outcome.notes == tuple(found["notes"])


def test_json_marks_what_comments_took_away(document):
    """Suppressed findings are listed last, with the reason."""
    taken = replace(document.outcome.findings[0], suppressed="nightly job")

    found = json.loads(formats.render("json", with_findings(document, suppressed=(taken,))))

    assert [{"kind": "comment", "reason": "nightly job"}] == [one["suppressed"] for one in found["findings"]]


def test_sarif_is_valid(document):
    """Code scanning services refuse a file that the standard's schema refuses."""
    run = validate(formats.render("sarif", document))["runs"][0]

    assert ["error", "note"] == [result["level"] for result in run["results"]]
    assert run["invocations"][0]["executionSuccessful"] is False
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == sorted(
        finding.rule for finding in document.outcome.findings
    )
    for result in run["results"]:
        assert result["ruleId"] == run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"]


def test_sarif_without_findings_is_valid(document):
    """An empty report says that everything was fixed; it must not be refused."""
    assert [] == validate(formats.render("sarif", replace(document, outcome=Outcome())))["runs"][0]["results"]


def test_sarif_leaves_suppressed_findings_out(document):
    """GitHub would show them as open alerts (codeql-action issue 1230)."""
    document = with_findings(document, suppressed=(replace(document.outcome.findings[0], suppressed="known"),))

    assert [] == validate(formats.render("sarif", document))["runs"][0]["results"]


def test_github_commands_are_escaped(document):
    """Nothing in a path or a message can end a command or begin another."""
    finding = replace(
        document.outcome.findings[0],
        span=Span(HOSTILE, 0, 0),
        message="100%: a,b\r\n::set-output name=x::y",
        related=(),
        help="",
    )

    lines = formats.render("github", with_findings(document, finding)).splitlines()

    file = "src/%250A%3A%3Aerror%2Cx=y%3A <b>|`*`\x1b[31m%0A\u202e.ts"
    place = "line=1,endLine=1,col=1,endColumn=1,title=writes/missing-where"
    assert [f"::error file={file},{place}::100%25: a,b%0D%0A::set-output name=x::y"] == lines


def test_github_keeps_to_its_limits_and_says_so(document):
    """GitHub shows ten annotations of a level and drops the others silently, so they are printed as text."""
    delete, star = document.outcome.findings
    findings = (*repeated(star, 12), *repeated(replace(delete, message="::warning::x"), 13))

    lines = formats.render("github", with_findings(document, *findings)).splitlines()

    assert (10, 10) == tuple(sum(line.startswith(start) for line in lines) for start in ("::error ", "::notice "))
    assert lines[0].startswith("::error ")
    assert lines[20].startswith("5 more")
    assert all(line.startswith("  src/a.ts:") for line in lines[21:])
    assert 26 == len(lines)


def test_gitlab_has_what_a_merge_request_shows(document):
    """The keys that GitLab reads, each violation with a fingerprint of its own."""
    found = json.loads(formats.render("gitlab", document))

    assert {
        "description": "deletes every row of `session`",
        "check_name": "writes/missing-where",
        "fingerprint": "kl1:0123456789abcdef",
        "severity": "critical",
        "location": {"path": "src/a.ts", "lines": {"begin": 1, "end": 1}},
    } == found[0]
    assert ["critical", "info"] == [one["severity"] for one in found]


def junit(document: Document) -> ET.Element:
    """The report, parsed."""
    return ET.fromstring(formats.render("junit", document))  # noqa: S314 - it is our own


def test_junit_is_xml_with_a_failure_for_each_finding(document):
    """And an error for what could not be analysed; hostile names and characters that XML has not do no harm."""
    hostile = replace(
        document.outcome.findings[0], span=Span(HOSTILE, 0, 0), message="a\x00\x1b<&\"'\ud800b", related=()
    )

    root = junit(with_findings(document, *document.outcome.findings, hostile))

    assert ("4", "3", "1") == tuple(root.get(name) for name in ("tests", "failures", "errors"))
    assert ["error", "info", "error"] == [one.get("type") for one in root.iter("failure")]
    assert "a<&\"'b" == list(root.iter("failure"))[2].get("message")
    assert ["src/c d.ts is binary, not TypeScript"] == [one.get("message") for one in root.iter("error")]


def test_junit_of_a_clean_run_has_a_test_that_passes(document):
    """A report without a test is a mistake to some systems."""
    clean = replace(document, outcome=Outcome())

    root = junit(clean)

    assert [("no findings", 0)] == [(one.get("name"), len(one)) for one in root.iter("testcase")]


def test_markdown_counts_and_lists(document):
    """The job's summary: counts, a table by rule, the findings, what is incomplete, what was assumed."""
    text = formats.render("markdown", document)

    assert "**1 error, 0 warnings, 1 info" in text
    assert "| src/a.ts:1 | **error** deletes every row of \\`session\\` (writes/missing-where) |" in text
    assert "**Incomplete:** src/c d.ts is binary" in text
    assert "organization\\_id" in text


def test_markdown_is_cut_before_github_refuses_it(document):
    """A summary above a mebibyte is refused as a whole."""
    long = replace(document.outcome.findings[0], message="m" * 100_000)

    text = formats.render("markdown", with_findings(document, *repeated(long, 60)))

    assert len(text.encode()) < 1024 * 1024
    assert "and 10 more" in text or "(cut: see the log)" in text


def test_markdown_cannot_be_broken_by_names(document):
    """A hostile file name stays in its cell."""
    finding = replace(document.outcome.findings[0], span=Span(HOSTILE, 0, 0), related=())

    row = next(
        line
        for line in formats.render("markdown", with_findings(document, finding)).splitlines()
        if line.startswith("| src")
    )

    assert "<b>" not in row.replace("\\<b\\>", "")
    assert 3 == len(re.findall(r"(?<!\\)\|", row))


@pytest.mark.parametrize("name", formats.FORMATS)
def test_every_format_counts_lines_from_one(document, name):
    """A finding in the first line is in line 1, one in the tenth in line 10, in every format."""
    text = formats.render(name, document)
    pattern = {
        "pretty": r"a\.ts:(\d+):\d+\n",
        "concise": r"a\.ts:(\d+):\d+:",
        "json": r'"rule".*?"start": {\s+"line": (\d+)',
        "sarif": r'"locations": \[\s+{\s+"physicalLocation": {\s+"arti[^}]*},\s+"region": {\s+"startLine": (\d+)',
        "github": r",line=(\d+),",
        "gitlab": r'"begin": (\d+)',
        "junit": r'line="(\d+)"',
        "markdown": r"a\.ts:(\d+) \|",
    }[name]

    assert ["1", "10"] == re.findall(pattern, text, re.DOTALL)[:2]


def test_summary_says_what_was_looked_at_and_what_was_taken_away(document):
    """The last lines of every run."""
    taken = "3 tests, migrations and the like left out by most rules, 2 more under --preset audit"
    assert [
        "error: src/c d.ts is binary, not TypeScript",
        "note: tenants are told apart by `organization_id`",
        "3 files (left out: 1 minified), 1 uses Kysely, 2 queries (1 only partly understood), 16 rules, 0.25 s",
        f"1 error, 0 warnings, 1 info ({taken}); the analysis is incomplete: 1 problem",
    ] == summary.render(document).splitlines()


def test_statistics_rank_the_rules(document):
    """The most frequent rule first."""
    delete, star = document.outcome.findings

    assert ["     2  selection/select-all  info", "     1  writes/missing-where  error"] == formats.render(
        "statistics", with_findings(document, delete, *repeated(star, 2))
    ).splitlines()


def test_equal_labels_are_one_related_location(document):
    """SARIF wants related locations to be unique; a check may well say the same twice."""
    label = Label(Span("src/b.ts", 0, 6), "here")
    finding = replace(document.outcome.findings[0], related=(label, label), severity=Severity.WARNING)

    validate(formats.render("sarif", with_findings(document, finding)))
