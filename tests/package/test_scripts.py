"""The programs in scripts/, and what the README takes from elsewhere."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def run(script, *arguments):
    """Run a script of the project; returns the finished process."""
    return subprocess.run([sys.executable, script, *arguments], capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path):
    """A checkout that holds nothing but the scripts."""
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts")
    return tmp_path


def test_pages_are_current():
    """The tables of rules and keys and the example output are what the sources and the program say today."""
    done = run(ROOT / "scripts" / "generate.py", "--check")

    assert (0, "\n", "") == (done.returncode, done.stdout, done.stderr)


def test_page_that_is_not_current(copy):
    """A part that differs from what it is generated from is noticed, and written anew on request."""
    script = copy / "scripts" / "generate.py"
    (copy / "README.md").write_text("before\n<!-- generated: rules -->\nold\n<!-- end -->\nafter\n")

    before = run(script, "--check")
    run(script)
    written = (copy / "README.md").read_text()

    assert (1, "README.md\n") == (before.returncode, before.stdout)
    assert written.startswith("before\n<!-- generated: rules -->\n\n| rule |")
    assert written.endswith("|\n\n<!-- end -->\nafter\n")
    assert 0 == run(script, "--check").returncode


def test_second_command_is_what_ci_runs():
    """The README's command for the tests is the last line of .ci/run."""
    command = (ROOT / ".ci" / "run").read_text().splitlines()[-1]

    assert f"\n{command}\n" in README


@pytest.mark.parametrize("page", ["README.md", "docs/configuration.md"])
def test_example_configuration(page, tmp_path):
    """The configuration that a page shows is one that the program takes."""
    (example,) = re.findall(r"```toml\n(.*?)```", (ROOT / page).read_text("utf-8"), re.DOTALL)
    (tmp_path / "kyselylint.toml").write_text("")
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "kyselylint.toml").write_text(example)

    done = subprocess.run(
        [sys.executable, "-c", "from kyselylint.cli.main import main; main()", "check"],
        cwd=tmp_path / "app",
        capture_output=True,
        text=True,
        check=False,
    )

    assert 0 == done.returncode, done.stderr


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "docs"])
def test_links(page):
    """Links to files of the repository lead somewhere."""
    pages = (ROOT / page).rglob("*.md") if (ROOT / page).is_dir() else [ROOT / page]
    links = [(page, link) for page in pages for link in re.findall(r"\]\(([^)#:]+)[^):]*\)", page.read_text("utf-8"))]

    assert [] == [link for page, link in links if not (page.parent / link).exists()]


def test_new_rule(copy):
    """A new rule is a page and a check, and the group's package when the group is new."""
    done = run(copy / "scripts" / "new_rule.py", "joins/cross-product")

    check = "src/kyselylint/checks/joins"

    assert ["rules/joins/cross-product.md", f"{check}/cross_product.py", f"{check}/__init__.py"] == done.stdout.split()
    assert [] == [name for name in done.stdout.split() if not (copy / name).stat().st_size]


@pytest.mark.parametrize("name", ["cross-product", "joins/", "Joins/cross", "joins/cross_product"])
def test_new_rule_with_a_bad_name(copy, name):
    """A name that is no rule id is refused before anything is written."""
    done = run(copy / "scripts" / "new_rule.py", name)

    assert (1, [copy / "scripts"]) == (done.returncode, list(copy.iterdir()))


def test_new_rule_that_is_there(copy):
    """A rule that is there is not overwritten."""
    page = copy / "rules" / "joins" / "cross-product.md"
    page.parent.mkdir(parents=True)
    page.write_text("mine")

    done = run(copy / "scripts" / "new_rule.py", "joins/cross-product")

    assert (1, "mine") == (done.returncode, page.read_text())
