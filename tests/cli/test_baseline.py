"""Findings that a project begins with."""

import json

import pytest

DELETE = "await db.deleteFrom('session').execute()\n"
UPDATE = "await db.updateTable('todo').set({ title }).execute()\n"
FILE = "kyselylint-baseline.json"


def lines(result):
    """Path, line and rule of what is shown."""
    found = (line.split(" ") for line in result.stdout.splitlines())
    return [(place.rsplit(":", 3)[0], kind.split("[")[1].rstrip("]")) for place, kind, *_ in found]


def test_what_is_in_the_baseline_is_not_shown(shell):
    """It is counted and passes, and what comes to it is shown alone."""
    shell.write("src/a.ts", DELETE)

    assert f"1 finding in {FILE}\n" == shell("baseline", "create").stdout
    clean = shell()
    assert (0, "") == (clean.exit_code, clean.stdout)
    assert "0 errors, 0 warnings (1 in the baseline)" == clean.stderr.splitlines()[-1]

    shell.write("src/a.ts", f"const before = 1\n{UPDATE}\n  {DELETE}")
    more = shell("--format", "concise")
    assert (1, [("src/a.ts", "writes/missing-where")]) == (more.exit_code, lines(more))
    assert "updates every row" in more.stdout
    assert 2 == len(lines(shell("--format", "concise", "--no-baseline")))


def test_json_and_sarif(shell):
    """A program sees what is kept, marked as such; code scanning does not."""
    shell.write("src/a.ts", DELETE)
    shell("baseline", "create")

    found = json.loads(shell("--format", "json").stdout)

    assert [{"kind": "baseline", "reason": ""}] == [one["suppressed"] for one in found["findings"]]
    assert (1, 0, 0) == tuple(found["summary"][key] for key in ("baseline", "error", "failing"))
    assert [] == json.loads(shell("--format", "sarif").stdout)["runs"][0]["results"]


def test_what_is_gone_is_said_and_taken_out(shell):
    """Whoever mends something is not failed for it, unless the team wants the file to be right."""
    shell.write("src/a.ts", DELETE)
    shell.write("src/b.ts", UPDATE)
    shell("baseline", "create")
    shell.write("src/a.ts", "export {}\n")
    (shell.directory / "src/b.ts").unlink()

    loose = shell()
    assert 0 == loose.exit_code
    assert f"note: {FILE}: 2 findings of it are no longer there" in loose.stderr
    assert 1 == shell("--strict-baseline").exit_code
    assert f"2 findings taken out of {FILE}\n" == shell("baseline", "prune").stdout
    assert [] == json.loads((shell.directory / FILE).read_text())["findings"]
    assert 0 == shell("--strict-baseline").exit_code


@pytest.mark.parametrize("words", [("src/b.ts",), ("--select", "execution"), ("--preset", "audit")])
def test_what_was_not_looked_for_is_not_gone(shell, words):
    """A run over other files, or with other rules, says nothing of an entry."""
    shell.write("src/a.ts", DELETE)
    shell.write("src/b.ts", "export {}\n")
    shell("baseline", "create")

    assert 0 == shell("--strict-baseline", "--ignore", "connection", *words).exit_code


def test_a_part_of_the_project(shell):
    """What is kept of the rest stays as it is."""
    shell.write("src/a.ts", DELETE)
    shell.write("lib/b.ts", DELETE)
    shell("baseline", "create")
    shell.write("lib/b.ts", f"{DELETE}{UPDATE}")

    assert f"2 findings in {FILE}\n" == shell("baseline", "create", "lib").stdout
    assert ["lib/b.ts", "lib/b.ts", "src/a.ts"] == [
        one["path"] for one in json.loads((shell.directory / FILE).read_text())["findings"]
    ]


def test_nothing_is_taken_out_when_a_file_could_not_be_read(shell):
    """What was not looked at may still be there."""
    shell.write("src/a.ts", DELETE)
    shell("baseline", "create")
    shell.write("src/a.ts", DELETE.encode() + b"// caf\xe9\n")

    assert 3 == shell("baseline", "prune").exit_code
    assert 1 == len(json.loads((shell.directory / FILE).read_text())["findings"])


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"version": 2, "findings": []}', '{"version": 1, "findings": [{"path": 1}]}', b"\xff"]
)
def test_a_file_that_is_none(shell, text):
    """It is a mistake to be mended, not a project without a baseline."""
    shell.write("src/a.ts", DELETE)
    shell.write(FILE, text)

    result = shell()

    assert (2, "") == (result.exit_code, result.stdout)
    assert f"error: `{FILE}` is no baseline of version 1" in result.stderr
