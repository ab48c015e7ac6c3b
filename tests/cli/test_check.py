from __future__ import annotations

import json
import os
import re

import pytest

from kyselylint import registry
from kyselylint.finding import Report, Span

DELETE = "await db.deleteFrom('session').execute()\n"
SELECT = "await db.selectFrom('session').select('id').where('id', '=', id).limit(1).execute()\n"


def timeless(text: str) -> list[str]:
    """The lines, with the time that the run took replaced."""
    return re.sub(r"\d+\.\d\d s", "0.00 s", text).splitlines()


def rules(result) -> list[str]:
    """The rules of a JSON report's findings."""
    return [finding["rule"] for finding in json.loads(result.stdout)["findings"]]


def test_a_finding_is_shown_counted_and_fails_the_run(shell):
    """The whole output of a run with one finding: the finding on standard output, the counts on standard error."""
    shell.write("src/a.ts", DELETE)

    result = shell()

    assert 1 == result.exit_code
    lines = result.stdout.splitlines()
    assert lines[0].startswith("error[writes/missing-where]: deletes every row of `session`")
    assert [
        "  --> src/a.ts:1:10",
        "  |",
        "1 | await db.deleteFrom('session').execute()",
        "  |          ^^^^^^^^^^",
    ] == lines[1:5]
    assert '   = sql: delete from "session"' in lines
    assert "   = more: kyselylint explain writes/missing-where" in result.stdout
    assert timeless(result.stderr)[-2].startswith("1 file, 1 uses Kysely, 1 query, ")
    assert "1 error, 0 warnings" == timeless(result.stderr)[-1]


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ("await db.transaction(async (tx) => { await tx.insert(todo).values({ title }) })", 0),
        ("import { Kysely } from 'kysely'\nexport const db = new Kysely<DB>({ dialect })", 1),
    ],
)
def test_what_counts_as_a_use_of_kysely(shell, code, count):
    """An instance is one, a transaction of another library is none."""
    shell.write("src/a.ts", f"{code}\n")

    assert f"1 file, {count} use" in shell().stderr


def test_a_clean_run_says_what_it_looked_at(shell):
    """Silence alone could also mean that nothing was looked at."""
    shell.write("src/a.ts", "export const one = 1\n")

    result = shell("src")

    assert (0, "") == (result.exit_code, result.stdout)
    assert timeless(result.stderr)[0].startswith("1 file, 0 use Kysely, 0 queries, ")
    assert "0 errors, 0 warnings" == timeless(result.stderr)[1]


def test_check_is_the_default_command(shell):
    """`kyselylint PATHS` and `kyselylint check PATHS` are the same, with options too."""
    shell.write("src/a.ts", DELETE)

    assert shell("check", "--format", "concise", "src").stdout == shell("--format", "concise", "src").stdout


def test_only_what_is_named_is_reported(shell):
    """Files that are not named are read for what they define, not judged."""
    shell.write("src/a.ts", DELETE)
    shell.write("src/b.ts", DELETE)

    result = shell("--format", "concise", "src/b.ts")

    assert ["src/b.ts"] == [line.partition(":")[0] for line in result.stdout.splitlines()]
    assert "1 file, 1 uses Kysely, 1 query" in result.stderr


def test_paths_are_shown_as_the_user_would_type_them(shell, monkeypatch):
    """From a directory below the root, paths are relative to it."""
    shell.write("apps/api/src/a.ts", DELETE)
    monkeypatch.chdir(shell.directory / "apps/api")

    assert shell("--format", "concise").stdout.startswith("src/a.ts:1:10: ")


def test_a_missing_path_is_a_mistake(shell):
    """Never an empty success, however many other paths are there."""
    shell.write("a.ts", "")

    result = shell("a.ts", "nowhere", "neither")

    assert 2 == result.exit_code
    assert ["error: there is no file or directory `nowhere`", "error: there is no file or directory `neither`"] == [
        line for line in result.stderr.splitlines() if line
    ]


def test_a_misspelled_command_is_recognised(shell):
    """A word that is neither a path nor a command is most likely a command."""
    result = shell("qeries")

    assert 2 == result.exit_code
    assert "did you mean the command `queries`?" in result.stderr


def test_no_file_to_lint_is_said_and_is_no_failure(shell):
    """A hook that was given nothing to lint must pass."""
    shell.write("docs/readme.md", "")

    result = shell("docs")

    assert 0 == result.exit_code
    assert "note: there is no TypeScript or JavaScript file under `docs`" in result.stderr


def test_require_queries_makes_nothing_found_a_failure(shell):
    """A gate that checked nothing can be made to say so."""
    shell.write("a.ts", "export const one = 1\n")

    result = shell("--require-queries")

    assert 2 == result.exit_code
    assert "no query was found" in result.stderr
    assert 0 == shell("--require-queries", str(shell.write("b.ts", SELECT))).exit_code


@pytest.mark.parametrize(("fail_on", "code"), [("error", 1), ("warning", 1), ("info", 1), ("never", 0)])
def test_fail_on_decides_about_the_exit_code(shell, fail_on, code):
    """The findings are shown all the same."""
    shell.write("a.ts", DELETE)

    result = shell("--fail-on", fail_on, "--format", "concise")

    assert code == result.exit_code
    assert "writes/missing-where" in result.stdout


def test_a_severity_below_fail_on_does_not_fail(shell):
    """An error that the configuration makes a warning no longer fails a run that fails on errors."""
    shell.write("a.ts", DELETE)
    shell.write("kyselylint.toml", '[rules."writes/missing-where"]\nseverity = "warning"\n')

    result = shell("--fail-on", "error", "--format", "concise")

    assert 0 == result.exit_code
    assert "warning[writes/missing-where]" in result.stdout


@pytest.mark.parametrize("format_", ["pretty", "concise", "json", "sarif", "github", "markdown"])
def test_the_exit_code_does_not_depend_on_the_format(shell, format_):
    """A report for machines fails as a report for people does."""
    shell.write("a.ts", DELETE)

    assert 1 == shell("--format", format_).exit_code


def test_several_formats_in_one_run(shell):
    """One goes to standard output, the others to files in directories that need not exist."""
    shell.write("a.ts", DELETE)

    result = shell("--format", "concise", "--format", "json=out/deep/k.json", "--format", "sarif=k.sarif")

    assert result.stdout.startswith("a.ts:1:10: error[writes/missing-where]")
    assert 1 == len(json.loads((shell.directory / "out/deep/k.json").read_text())["findings"])
    assert "2.1.0" == json.loads((shell.directory / "k.sarif").read_text())["version"]


def test_a_format_in_a_file_only_leaves_standard_output_empty(shell):
    """Nothing is printed twice."""
    shell.write("a.ts", DELETE)

    assert "" == shell("--format", "json=k.json").stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--format", "json", "--format", "sarif"), "only one format can go to standard output"),
        (("--format", "xml"), "unknown format `xml`"),
        (("--format", "json=."), "`.` cannot be written"),
        (("--select", "writes/missing-were"), "did you mean `writes/missing-where`?"),
        (("--ignore", "missing-where"), "did you mean `writes/missing-where`?"),
        (("--preset", "loud"), "Invalid value for '--preset'"),
        (("--config", "nowhere.toml"), "there is no file `nowhere.toml`"),
        (("--fail-on", "nothing"), "Invalid value for '--fail-on'"),
        (("--no-such-option",), "No such option"),
        (("x" * 5_000,), "there is no file or directory"),
    ],
)
def test_wrong_usage_is_refused_with_what_to_do(shell, words, said):
    """Exit code 2, and a message that names the option."""
    shell.write("a.ts", DELETE)

    result = shell(*words)

    assert 2 == result.exit_code
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_select_and_ignore(shell):
    """The more specific name wins, whatever the order."""
    shell.write("a.ts", DELETE + "await db.selectFrom('todo').selectAll().where('id', '=', id).execute()\n")

    assert rules(shell("--format", "json", "--select", "writes")) == ["writes/missing-where"]
    assert rules(shell("--format", "json", "--select", "writes", "--ignore", "writes/missing-where")) == []
    assert "writes/missing-where" in rules(
        shell("--format", "json", "--ignore", "writes", "--select", "writes/missing-where")
    )
    assert "selection/select-all" in rules(shell("--format", "json", "--select", "selection/select-all"))
    assert "selection/select-all" not in rules(shell("--format", "json"))
    assert "selection/select-all" in rules(shell("--format", "json", "--preset", "strict"))


def test_what_a_wider_preset_would_show_is_counted(shell):
    """Nothing is hidden without a number."""
    shell.write("a.ts", "await db.selectFrom('todo').selectAll().where('id', '=', id).limit(1).execute()\n")

    assert "more under --preset strict" in shell().stderr


def test_a_comment_takes_a_finding_away(shell):
    """It is counted, and listed in JSON with its reason."""
    shell.write("a.ts", "// kyselylint-ignore writes/missing-where -- nightly job\n" + DELETE)

    result = shell("--format", "json")

    assert 0 == result.exit_code
    assert "1 ignored by comments" in result.stderr
    assert [{"kind": "comment", "reason": "nightly job"}] == [
        finding["suppressed"] for finding in json.loads(result.stdout)["findings"]
    ]


IDLE = (
    "// kyselylint-ignore writes/missing-where -- once\nawait db.deleteFrom('session').where('id', '=', id).execute()\n"
)


@pytest.mark.parametrize(("path", "said"), [("src/a.ts", True), ("src/a.test.ts", False)])
def test_an_unused_comment_is_reported_where_its_rule_could_speak(shell, path, said):
    """A rule that is silent in a kind of file does not make the comments there unused."""
    shell.write(path, IDLE)

    assert said == ("suppression/unused-ignore" in rules(shell("--format", "json")))


def test_a_comment_for_a_file_takes_all_of_its_findings_away(shell):
    """Anywhere in the file, and in no other."""
    shell.write("a.ts", "// kyselylint-ignore-file writes/missing-where -- fixtures\n" + DELETE + DELETE)
    shell.write("b.ts", DELETE)

    assert ["b.ts"] == [line.partition(":")[0] for line in shell("--format", "concise").stdout.splitlines()]


@pytest.mark.parametrize(
    "path", ["src/a.test.ts", "test/a.ts", "src/__tests__/a.ts", "db/migrations/a.ts", "prisma/seed.ts"]
)
def test_tests_and_migrations_are_counted_not_judged(shell, path):
    """The summary says that most rules did not look at them."""
    shell.write(path, DELETE)

    result = shell()

    assert (0, "") == (result.exit_code, result.stdout)
    assert "1 test, migration or the like left out by most rules" in result.stderr


def test_one_bad_file_does_not_silence_the_others(shell):
    """Binary, undecodable and oversized files are named, the run is incomplete, the rest is linted."""
    shell.write("good.ts", DELETE)
    shell.write("binary.ts", b"\0\1\2" + DELETE.encode())
    shell.write("latin.ts", b"// caf\xe9\n" + DELETE.encode())
    shell.write("large.ts", DELETE * 40_000)

    result = shell("--format", "concise")

    assert 3 == result.exit_code
    assert ["good.ts:1:10: error[writes/missing-where]"] == [
        line.partition("] ")[0] + "]" for line in result.stdout.splitlines()
    ]
    assert [
        "error: binary.ts is binary, not TypeScript",
        "error: large.ts is larger than 1,500,000 bytes and was not read",
        "error: latin.ts is not UTF-8: byte 0xe9 in line 1",
    ] == result.stderr.splitlines()[:3]
    assert "the analysis is incomplete: 3 problems" in result.stderr


@pytest.mark.parametrize(
    "code",
    [
        "(" * 2_000 + "db.selectFrom('a')" + ")" * 2_000,
        "x = [" * 2_000 + "db.selectFrom('a')" + "]" * 2_000,
        "const a = db.selectFrom('a')" + ".where('a', '=', 1)" * 2_000 + ".execute()",
        "if (a) { " * 2_000 + "await db.deleteFrom('session').execute()" + " }" * 2_000,
        "f(() => " * 2_000 + "db.selectFrom('a')" + ")" * 2_000,
        "a" + " + a" * 5_000 + "; db.selectFrom('a')",
        "`${" * 2_000 + "sql`x`" + "}`" * 2_000,
        "db.selectFrom('a'" * 2_000,
        "}}}}))))]]]] db.selectFrom('a').execute( {{{{ <<<< `${",
    ],
)
def test_strange_code_does_not_stop_a_run(shell, code):
    """Depth, length and broken syntax are the analysis's business: the other files are still linted."""
    shell.write("strange.ts", code)
    shell.write("good.ts", DELETE)

    result = shell("--format", "concise")

    assert result.exit_code in (1, 3)
    assert "good.ts:1:10: error[writes/missing-where]" in result.stdout
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_line_ends_and_byte_order_marks_do_not_move_places(shell, end, start):
    """Line 3, column 10, whatever the file was saved with."""
    shell.write("a.ts", start + f"// ünïcode 日本{end}{end}await db.deleteFrom('session').execute(){end}")

    assert shell("--format", "concise").stdout.startswith("a.ts:3:10: ")


NAMES = ["a b.ts", "[slug]/(app)/+page.server.ts", "日本/ö.ts", "a'b.ts", "%41.ts", "-a.ts", os.fsdecode(b"\xff.ts")]


@pytest.mark.parametrize("name", NAMES)
def test_odd_names_in_every_format(shell, name):
    """A name is shown as it is, as far as the terminal can, and no format breaks on it."""
    shell.write(name, DELETE)
    shown = name.encode("utf-8", "backslashreplace").decode()

    assert shell("--format", "concise").stdout.startswith(f"{shown}:1:10: ")
    assert 1 == shell("--format", "pretty=out.txt", "--format", "markdown=out.md", "--format", "github=g").exit_code
    assert name == json.loads(shell("--format", "json").stdout)["findings"][0]["path"]
    for format_ in ("sarif", "github", "markdown", "pretty"):
        assert 1 == shell("--format", format_).exit_code


@pytest.fixture
def replaced(monkeypatch):
    """Puts another function in the place of the check writes/missing-where."""

    def replace_by(check):
        monkeypatch.setattr("kyselylint.checks.writes.missing_where.check", check)
        registry.check.cache_clear()

    registry.check("writes/missing-where")
    yield replace_by
    registry.check.cache_clear()


def test_a_failing_check_is_named_and_the_others_go_on(shell, replaced):
    """A bug in one rule costs that rule, not the run; --debug shows where it is."""
    shell.write("a.ts", f"// kyselylint-ignore writes/missing-where -- why\n{DELETE}db.selectFrom('todo')\n")
    replaced(lambda *_: 1 / 0)

    result, debugged = shell("--format", "concise"), shell("--debug")

    assert 3 == result.exit_code
    assert "a.ts:2:10: rule `writes/missing-where` failed (ZeroDivisionError: division by zero)" in result.stderr
    assert "suppression/unused-ignore" not in result.stdout
    assert "execution/never-executed" in result.stdout
    assert 3 == debugged.exit_code
    assert "Traceback (most recent call last)" in debugged.stderr
    assert "ZeroDivisionError: division by zero" in debugged.stderr


def test_the_same_failure_in_many_places_is_said_once(shell, replaced):
    """With the first place, and how many others there are."""
    shell.write("a.ts", DELETE * 3)
    replaced(lambda *_: 1 / 0)

    lines = [line for line in shell().stderr.splitlines() if line.startswith("error: ")]

    assert 1 == len(lines)
    assert lines[0].endswith("(and in 2 other places)")


def test_a_finding_in_a_file_that_nobody_asked_about_is_not_shown(shell, replaced):
    """A query of the named file may lead a rule to another one."""
    shell.write("a.ts", DELETE)
    shell.write("b.ts", DELETE)
    replaced(lambda *_: [Report(message="there", at=Span("b.ts", 0, 5))])

    assert "" == shell("--format", "concise", "a.ts").stdout


def test_a_failure_that_nothing_catches_is_no_finding(shell, monkeypatch):
    """Python would end with 1, which means that findings were reported."""
    shell.write("a.ts", DELETE)
    monkeypatch.setattr("kyselylint.report.concise.render", lambda _: 1 / 0)

    result = shell("--format", "concise")

    assert 3 == result.exit_code
    assert "ZeroDivisionError" in result.stderr
    assert result.stderr.endswith("error: this is a bug in kyselylint\n")


def test_a_directory_that_was_deleted_is_a_mistake(shell, tmp_path, monkeypatch):
    """A shell may stand in a directory that is gone."""
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()

    result = shell()

    assert (2, "error: the current directory no longer exists\n") == (result.exit_code, result.stderr)


def test_statistics_replace_the_findings(shell):
    """Counts by rule, the same exit code."""
    shell.write("a.ts", DELETE)

    result = shell("--statistics")

    assert 1 == result.exit_code
    assert ["     1  writes/missing-where  error"] == result.stdout.splitlines()


@pytest.mark.parametrize(("choice", "painted"), [("always", True), ("never", False), ("auto", False)])
def test_colour_only_where_it_is_wanted(shell, choice, painted):
    """By default on a terminal only; a pipe gets text."""
    shell.write("a.ts", DELETE)

    assert painted == ("\x1b[" in shell("--color", choice).stdout)


def test_fingerprints_survive_moved_and_reformatted_code(shell):
    """A finding is the same finding when lines above it, its layout or its neighbours change; twins are told apart."""

    def fingerprints(text):
        shell.write("a.ts", text)
        return [finding["fingerprint"] for finding in json.loads(shell("--format", "json").stdout)["findings"]]

    once = fingerprints(f"async function f() {{\n  {DELETE}}}\n")
    moved = fingerprints(
        "// a\n\nconst x = 1\nasync function f() {\n  await db\n    .deleteFrom( 'session' )\n    .execute()\n}\n"
    )
    twice = fingerprints(f"async function f() {{\n  {DELETE}  {DELETE}}}\n")
    other = fingerprints("async function f() {\n  await db.deleteFrom('user').execute()\n}\n")

    assert once == moved
    assert once == twice[:1]
    assert 2 == len(set(twice))
    assert set(once).isdisjoint(other)


def test_a_statement_that_was_not_understood_is_said(shell):
    """The migrations stand beside the code's folder, not in it; who asks about the code alone is spared."""
    shell.write("src/a.ts", SELECT)
    shell.write(
        "migrations/001_init.sql", "create table session (id int primary key);\nalter table session add column;\n"
    )
    said = "note: migrations/001_init.sql: a statement was not understood"

    assert said in shell().stderr
    assert said not in shell("src").stderr


def test_the_one_finding_of_a_table_is_not_spent_on_a_test(shell):
    """A rule that reports each table once does so in code that is judged, though the test's path comes first."""
    query = "db.selectFrom('label').select('id').where('organization_id', '=', org).orderBy('id').limit(5).execute()"
    text = f"export const labels = (db: Kysely<DB>, org: string) => {query}\n"
    own, label, todo = "{ id: string }", "{ organization_id: string | null }", "{ organization_id: string }"
    tables = f"organization: {own}; label: {own} & {label}; todo: {own} & {todo}"
    shell.write("db.ts", f"interface DB {{ {tables} }}\nnew Kysely<DB>({{}})\n")
    for path in ("a.test.ts", "labels.ts"):
        shell.write(path, f"import {{ DB }} from './db'\n{text}")

    result = shell("--select", "tenancy/wrong-scope-level", "--preset", "strict", "--format", "json")

    assert ["labels.ts"] == [finding["path"] for finding in json.loads(result.stdout)["findings"]]
