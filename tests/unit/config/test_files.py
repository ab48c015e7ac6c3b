from __future__ import annotations

import pytest

from kyselylint.config.files import nearest, rebased
from kyselylint.settings import Settings, matches


def test_the_nearest_configuration_is_found_upwards(tmp_path):
    """From a directory up to the root, never beyond."""
    (tmp_path / "apps/api/src").mkdir(parents=True)
    (tmp_path / "apps/kyselylint.toml").touch()

    assert "apps/kyselylint.toml" == nearest(tmp_path, "apps/api/src")
    assert nearest(tmp_path, "") is None
    assert nearest(tmp_path / "apps/api", "src") is None


@pytest.mark.parametrize(
    ("glob", "inside", "outside"),
    [
        ("*.test.ts", "apps/x/a.test.ts", "lib/a.test.ts"),
        ("gen/", "apps/x/gen/a.ts", "gen/a.ts"),
        ("/gen/", "apps/gen/a.ts", "apps/x/gen/a.ts"),
        ("gen/**", "apps/gen/deep/a.ts", "gen/a.ts"),
        ("**/old/*.ts", "apps/x/y/old/a.ts", "old/a.ts"),
        ("src/a.ts", "apps/src/a.ts", "src/a.ts"),
    ],
)
def test_a_glob_belongs_to_the_directory_of_its_file(glob, inside, outside):
    """As with .gitignore: with a slash it is meant from there, without one at any depth below."""
    globs = (rebased(glob, "apps"),)

    assert (True, False) == (matches(globs, inside), matches(globs, outside))


def test_a_negated_glob_stays_one():
    """The last pattern that matches decides."""
    globs = (rebased("*.ts", "apps"), rebased("!keep.ts", "apps"))

    assert (True, False) == (matches(globs, "apps/a.ts"), matches(globs, "apps/keep.ts"))


@pytest.mark.parametrize(
    ("path", "classes"),
    [
        ("src/todo.ts", set()),
        ("src/todo.test.ts", {"tests"}),
        ("apps/api/test/todo.ts", {"tests"}),
        ("src/latest/todo.ts", set()),
        ("src/contest.ts", set()),
        ("db/migrations/001.ts", {"migrations"}),
        ("prisma/seed.ts", {"seeds"}),
        ("src/seedling.ts", set()),
        ("tests/fixtures/a.ts", {"tests", "fixtures"}),
        ("src/jobs/purge.ts", {"jobs"}),
        ("scripts/backfill.ts", {"scripts"}),
        ("src/admin/users.ts", {"admin"}),
    ],
)
def test_paths_say_what_files_are_for(path, classes):
    """By default, from names that projects use; a name that only contains such a word is none."""
    assert classes == Settings().classify(path)
