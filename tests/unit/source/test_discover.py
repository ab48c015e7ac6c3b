from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from kyselylint.exits import UsageError
from kyselylint.source.discover import discover
from kyselylint.source.sources import Sources

QUERY = "await db.selectFrom('todo').select('id').execute()\n"


def tree(root: Path, *files: str, text: str = QUERY) -> None:
    """Write files with the same text below a directory."""
    for name in files:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def git(root: Path, *words: str) -> None:
    """Run git without the user's own settings."""
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(("git", "-C", root, *words), check=True, capture_output=True, env=environment)


def found(root: Path, *paths: str) -> Sources:
    """Discover from a directory."""
    return discover(paths or (".",), root)


def test_every_extension_is_found(tmp_path):
    """TypeScript and JavaScript of every flavour is code; other files are listed only."""
    tree(tmp_path, "a.ts", "b.tsx", "c.mts", "d.cts", "e.js", "f.jsx", "g.mjs", "h.cjs", "i.svelte", "j.sql")

    sources = found(tmp_path)

    assert ("a.ts", "b.tsx", "c.mts", "d.cts", "e.js", "f.jsx", "g.mjs", "h.cjs") == sources.files
    assert "j.sql" in sources.listed


def test_gitignore_holds_without_a_repository(tmp_path):
    """Outside of git the .gitignore files still say what is generated, each for its own directory."""
    tree(tmp_path, "src/a.ts", "src/gen/b.ts", "src/keep.ts", "gen/c.ts", "deep/x/d.ts", "deep/y.ts")
    (tmp_path / ".gitignore").write_text("/gen/\nx/\n")
    (tmp_path / "src/.gitignore").write_text("*\n!keep.ts\n")

    assert ("deep/y.ts", "src/keep.ts") == found(tmp_path).files


def test_git_decides_in_a_work_tree(tmp_path):
    """Tracked and new files are found, ignored ones are not, deleted ones do no harm."""
    git(tmp_path, "init", "-q")
    tree(tmp_path, "tracked.ts", "new.ts", "ignored.ts", "deleted.ts")
    (tmp_path / ".gitignore").write_text("ignored.ts\n")
    git(tmp_path, "add", "tracked.ts", "deleted.ts")
    (tmp_path / "deleted.ts").unlink()

    sources = found(tmp_path)

    assert ("new.ts", "tracked.ts") == sources.candidates
    assert () == sources.problems


def test_a_named_file_is_looked_at_although_git_ignores_it(tmp_path):
    """Whoever names a file means it."""
    git(tmp_path, "init", "-q")
    tree(tmp_path, "gen/a.ts", "b.ts")
    (tmp_path / ".gitignore").write_text("gen/\n")

    assert frozenset({"gen/a.ts"}) == found(tmp_path, "gen/a.ts").reported
    assert frozenset({"gen/a.ts"}) == found(tmp_path, "gen").reported


def test_the_project_is_read_and_the_named_part_reported(tmp_path):
    """With a path the whole work tree is read, from its top, wherever the command runs."""
    git(tmp_path, "init", "-q")
    tree(tmp_path, "apps/api/src/a.ts", "packages/db/b.ts")

    sources = found(tmp_path / "apps/api", "src")

    assert tmp_path == sources.root
    assert ("apps/api/src/a.ts", "packages/db/b.ts") == sources.files
    assert frozenset({"apps/api/src/a.ts"}) == sources.reported
    assert "src/a.ts" == sources.shown("apps/api/src/a.ts")
    assert "../../packages/db/b.ts" == sources.shown("packages/db/b.ts")


def test_without_git_the_nearest_project_directory_is_the_root(tmp_path):
    """A package.json or a kyselylint.toml says where a project begins."""
    tree(tmp_path, "app/src/a.ts", "other/b.ts")
    (tmp_path / "app/package.json").write_text("{}")

    assert tmp_path / "app" == found(tmp_path, "app/src").root


def test_a_configuration_can_say_that_the_project_begins_with_it(tmp_path):
    """With `root = true` the rest of a repository is not read; services still get paths from the repository's top."""
    git(tmp_path, "init", "-q")
    tree(tmp_path, "apps/api/src/a.ts", "apps/web/b.ts")
    (tmp_path / "apps/api/kyselylint.toml").write_text("root = true\n")

    sources = found(tmp_path, "apps/api/src")

    assert tmp_path / "apps/api" == sources.root
    assert ("src/a.ts",) == sources.files
    assert "apps/api/src/a.ts" == sources.in_repository("src/a.ts") == sources.shown("src/a.ts")


@pytest.mark.parametrize("text", ["root = false", "root = 'true'", "# root = true", "root = ", b"\xffroot"])
def test_only_a_true_root_is_one(tmp_path, text):
    """What else a file may say, or be, does not begin a project."""
    git(tmp_path, "init", "-q")
    tree(tmp_path, "apps/a.ts")
    (tmp_path / "apps/kyselylint.toml").write_bytes(text if isinstance(text, bytes) else text.encode())

    assert tmp_path == found(tmp_path, "apps").root


@pytest.mark.parametrize(
    ("path", "cause"),
    [
        ("node_modules/kysely/index.ts", None),
        ("src/dist/a.ts", None),
        ("build/a.js", "generated"),
        ("a.min.js", "minified"),
        ("both.js", "compiled"),
    ],
)
def test_generated_code_is_left_out(tmp_path, path, cause):
    """What tools write is no business of a linter; what is left out by name is counted by cause."""
    tree(tmp_path, path, "build/source.ts", "both.ts")

    sources = found(tmp_path)

    assert ("both.ts", "build/source.ts") == sources.files
    assert ({cause: 1} if cause else {}) == dict(sources.skipped)


def test_a_generated_directory_that_is_named_is_read(tmp_path):
    """Naming `dist` means what is in it."""
    tree(tmp_path, "dist/a.js", "src/b.ts")

    assert frozenset({"dist/a.js"}) == found(tmp_path, "dist").reported


def test_declarations_are_read_but_not_judged(tmp_path):
    """A .d.ts file may hold the database's types; it has no queries."""
    tree(tmp_path, "db.d.ts", "a.ts")

    sources = found(tmp_path)

    assert ("a.ts",) == sources.files
    assert ("db.d.ts",) == sources.declarations


def test_all_missing_paths_are_named(tmp_path):
    """A path that is not there is a mistake, never an empty success."""
    with pytest.raises(UsageError) as error:
        found(tmp_path, "nowhere", "neither.ts")

    assert 2 == len(error.value.mistakes)


@pytest.mark.parametrize(
    "name", ["a b.ts", "[slug]/(group)/+page.server.ts", "größe/日本.ts", "-dash.ts", "a'b\".ts", "new\nline.ts"]
)
@pytest.mark.parametrize("in_git", [False, True])
def test_odd_names_are_names(tmp_path, name, in_git):
    """Whatever a file system allows in a name is found, inside and outside of git."""
    if in_git:
        git(tmp_path, "init", "-q")
    tree(tmp_path, name)

    assert (name,) == found(tmp_path).candidates


def test_a_link_is_no_second_file(tmp_path):
    """A link to a listed file is not read twice; links to directories are not followed, loops do no harm."""
    tree(tmp_path, "src/a.ts")
    (tmp_path / "link.ts").symlink_to("src/a.ts")
    (tmp_path / "src/loop").symlink_to("..")
    (tmp_path / "dangling.ts").symlink_to("nowhere.ts")

    sources = found(tmp_path)

    assert ("src/a.ts",) == sources.candidates
    assert () == sources.problems


def test_a_linked_directory_can_be_named(tmp_path):
    """A path through a link means what it leads to."""
    tree(tmp_path, "src/a.ts")
    (tmp_path / "alias").symlink_to("src")

    assert frozenset({"src/a.ts"}) == found(tmp_path, "alias").reported


def test_a_hook_of_another_repository_does_not_mislead(tmp_path, monkeypatch):
    """Git exports GIT_DIR to hooks; the work tree of the paths counts, not the one that is committed to."""
    git(tmp_path, "init", "-q")
    tree(tmp_path, "a.ts", "local.ts")
    (tmp_path / ".git/info/exclude").write_text("local.ts\n")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))

    assert ("a.ts",) == found(tmp_path).candidates


def test_other_kinds_of_files_are_warned_about(tmp_path):
    """Naming a file that is no code is said, not an error: hooks pass what was changed."""
    tree(tmp_path, "README.md")

    sources = found(tmp_path, "README.md")

    assert frozenset() == sources.reported
    assert ("`README.md` is neither TypeScript nor JavaScript",) == sources.warnings


def test_an_empty_directory_is_an_empty_project(tmp_path):
    """Nothing to find is no failure."""
    assert () == found(tmp_path).files


def test_a_link_to_itself_is_no_file(tmp_path):
    """What the system cannot follow is passed over, as what may not be read."""
    tree(tmp_path, "src/todo.ts")
    (tmp_path / "src/loop.ts").symlink_to("loop.ts")

    assert ("src/todo.ts",) == found(tmp_path).files


def test_directories_of_different_projects_are_read_by_themselves(tmp_path):
    """What lies beside them is no part of either."""
    tree(tmp_path, "one/a.ts", "two/b.ts", "three/c.ts", "here/d.ts")

    assert ("one/a.ts", "two/b.ts") == found(tmp_path / "here", "../one", "../two").listed
