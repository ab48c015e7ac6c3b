"""A file that an editor holds and that is not on the disk, or not as it is there."""

import json

import pytest

DELETE = "await db.deleteFrom('session').execute()\n"


@pytest.fixture
def lint(shell):
    """What is found in a text that comes on standard input."""

    def found(text, *words):
        result = shell("check", "-", "--format", "json", *words, input=text)
        listed = json.loads(result.stdout)["findings"]
        return result, [(one["path"], one["rule"]) for one in listed]

    return found


def test_the_text_counts_and_not_the_file(shell, lint):
    """What is on the disk under that name is not looked at, nor are the other files reported."""
    shell.write("src/a.ts", "export {}\n")
    shell.write("src/b.ts", DELETE)

    result, found = lint(DELETE, "--stdin-filename", "src/a.ts")

    assert (1, [("src/a.ts", "writes/missing-where")]) == (result.exit_code, found)


def test_a_file_that_is_not_there(lint):
    """Without a name it is one in the current directory."""
    assert [("stdin.ts", "writes/missing-where")] == lint(DELETE)[1]


def test_files_beside_it_are_followed(shell, lint):
    """Helpers come from the disk, and so do the settings for the path."""
    shell.write("src/scope.ts", "export const one = (query) => query.where('id', '=', id)\n")
    text = "import { one } from './scope'\nawait one(db.deleteFrom('session')).execute()\n"

    assert [] == lint(text, "--stdin-filename", "src/a.ts")[1]
    assert [] == lint(DELETE, "--stdin-filename", "src/a.test.ts")[1]


def test_text_that_is_none(lint):
    """It is said as it is of a file."""
    result, _ = lint(DELETE.encode("utf-16"))

    assert 3 == result.exit_code
    assert "error: stdin.ts is UTF-16; kyselylint reads UTF-8" in result.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("-", "src"), "name `-` alone"),
        (("--stdin-filename", "a.ts"), "this goes with the path `-`"),
        (("-", "--stdin-filename", "nowhere/a.ts"), "there is no directory `nowhere`"),
        (("-", "--stdin-filename", "a.sql"), "`a.sql` is neither TypeScript nor JavaScript"),
    ],
)
def test_wrong_usage(shell, words, said):
    """What to do is said."""
    shell.write("src/a.ts", DELETE)
    result = shell("check", *words, input=DELETE)

    assert (2, "") == (result.exit_code, result.stdout)
    assert said in result.stderr
