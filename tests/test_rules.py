from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

import kyselylint.checks
from kyselylint import registry
from kyselylint.config.configuration import CommandLine, Configuration
from kyselylint.engine import run
from kyselylint.outcome import Outcome
from kyselylint.source.discover import discover

from .oracle import node

SECTIONS = ("Bad", "Good", "Not reported")
PRELUDE = registry.directory() / "prelude.ts"
NAMES = re.findall(r"^export (?:declare )?const (\w+)", PRELUDE.read_text(), re.MULTILINE)
IMPORT = f"import {{ type DB, Kysely, sql, {', '.join(NAMES)} }} from './prelude'\n"
EXPECT = re.compile(r" *(?://|--) expect: (.*)$")
IGNORE = re.compile(r"// kyselylint-ignore(?:-file)? ([\w/, -]+?)(?: -- | //|$)", re.MULTILINE)
BLOCK = re.compile(r"^```(ts|sql|toml)(?: file=(\S+))?(?: on=main)?$")
ON_MAIN = re.compile(r"^```\w+ file=(\S+) on=main\n(.*?)^```$", re.MULTILINE | re.DOTALL)

Findings = set[tuple[str, int, str]]  # path, line from 1, rule


@dataclass
class Example:
    """One case of a page: its files by path, and the line of the page where it begins."""

    rule: str
    section: str
    line: int
    files: dict[str, str] = field(default_factory=dict)
    on_main: dict[str, str] = field(default_factory=dict)

    def expected(self) -> Findings:
        """What the comments in its files announce."""
        return {
            (path, number, name.strip())
            for path, text in self.files.items()
            for number, line in enumerate(text.splitlines(), 1)
            if (found := EXPECT.search(line))
            for name in found[1].split(",")
        }

    def ignored(self) -> set[str]:
        """The rules that its suppression comments name."""
        comments = (found[1] for text in self.files.values() for found in IGNORE.finditer(text))
        return {name.strip() for names in comments for name in names.split(",")} & registry.pages().keys()

    def write(self, directory: Path) -> None:
        """Put the files, without those comments, beside what every example may use."""
        if self.on_main:
            commit(directory, self.on_main)
        (directory / "package.json").write_text("{}")
        (directory / "prelude.ts").write_text(PRELUDE.read_text())
        for path, text in self.files.items():
            target = directory / path
            target.parent.mkdir(parents=True, exist_ok=True)
            tail = IMPORT if path == "example.ts" else ""  # imports are hoisted; below, they move no line
            target.write_text("".join(EXPECT.sub("", line) + "\n" for line in text.splitlines()) + tail)


def commit(directory: Path, files: dict[str, str]) -> None:
    """Make the directory a repository whose base branch has the files; what is written then is work on a branch."""
    for path, text in files.items():
        (directory / path).parent.mkdir(parents=True, exist_ok=True)
        (directory / path).write_text(text + "\n")
    me = ("-c", "user.name=test", "-c", "user.email=test@example.com")
    base = (*me, "commit", "-q", "-m", "base")
    for words in (("init", "-q", "-b", "main"), ("add", "."), base, ("checkout", "-q", "-b", "work")):
        subprocess.run(["git", *words], cwd=directory, check=True)


def examples(rule: str) -> Iterator[Example]:
    """The cases of a page.

    Blocks that name a file belong together up to the next heading; a block of TypeScript that names none is a case of
    its own, with the configuration and the SQL files that stand before it under the same heading. SQL files with no
    code after them are a case too. A block marked `on=main` is what the base branch has; the files of the case come on
    top.
    """
    section, named, used = "", Example(rule, "", 0), False
    mains = {(path, text.removesuffix("\n")) for path, text in ON_MAIN.findall(registry.text(rule))}
    for line, heading, language, path, text in blocks(registry.text(rule)):
        if heading:
            yield from complete(named, used=used)
            section = heading[3:] if heading.startswith("## ") else section
            named, used = Example(rule, section, line), False
        elif section in SECTIONS and path and (path, text) in mains:
            named.on_main[path] = text
        elif section in SECTIONS and path:
            named.files[path] = text
        elif section in SECTIONS and language == "ts":
            beside = {name: text for name, text in named.files.items() if not name.endswith(".ts")}
            yield Example(rule, section, line, {**beside, "example.ts": text})
            used = True
    yield from complete(named, used=used)


def complete(example: Example, *, used: bool) -> Iterator[Example]:
    """The example if it has code, or SQL that no code of the page used; configuration alone is none."""
    code = any(path.endswith((".ts", ".tsx")) for path in example.files)
    if code or (not used and any(path.endswith(".sql") for path in example.files)):
        yield example


def blocks(page: str) -> Iterator[tuple[int, str, str, str, str]]:
    """Each heading and each fenced block: line, heading, language, file, text."""
    lines = iter(enumerate(page.splitlines(), 1))
    for number, line in lines:
        if line.startswith("#"):
            yield number, line, "", "", ""
        elif found := BLOCK.match(line):
            inside = []
            for _, text in lines:
                if text == "```":
                    break
                inside.append(text)
            yield number, "", found[1], found[2] or "", "\n".join(inside)


def lint(directory: Path, *select: str) -> Outcome:
    """Run the rules over the files of an example, as the command line would."""
    sources = discover((".",), directory)
    configuration = Configuration(sources, CommandLine(select=select))
    return run(configuration.narrowed(force_exclude=False), configuration.of, debug=True)


def found(directory: Path, outcome: Outcome) -> Findings:
    """What was reported, by line; a finding in the shared prelude is one too many."""
    return {
        (one.span.path, (directory / one.span.path).read_bytes().count(b"\n", 0, one.span.start) + 1, one.rule)
        for one in outcome.findings
    }


EXAMPLES = [example for rule in registry.pages() for example in examples(rule)]


def named(example: Example) -> str:
    """Where the example stands."""
    return f"{example.rule}:{example.line}"


@pytest.mark.parametrize("example", EXAMPLES, ids=named)
def test_example_alone(example, tmp_path):
    """Without other rules, save those that its comments name, an example gives what it announces of its own rule."""
    example.write(tmp_path)
    expected = {finding for finding in example.expected() if finding[2] == example.rule}
    mine = {
        finding
        for finding in found(tmp_path, lint(tmp_path, example.rule, *example.ignored()))
        if finding[2] == example.rule
    }

    assert expected == mine
    assert bool(expected) == (example.section == "Bad")


@pytest.mark.parametrize("example", EXAMPLES, ids=named)
def test_example_among_all_rules(example, tmp_path):
    """With every recommended rule, nothing else is said about an example: what is shown as good is good."""
    example.write(tmp_path)

    assert example.expected() == found(tmp_path, lint(tmp_path, "recommended", example.rule))


@pytest.mark.node
@pytest.mark.skipif(node.may_skip(), reason=node.SKIP_REASON)
def test_examples_type_check_against_the_real_kysely(tmp_path_factory):
    """What a page shows, good or bad, is code that TypeScript accepts: else it teaches something that cannot be."""
    folder = tmp_path_factory.mktemp("examples")
    for number, example in enumerate(EXAMPLES):
        place = folder / f"{number} {example.rule.replace('/', ' ')} line {example.line}"
        place.mkdir()
        replace(example, on_main={}).write(place)

    assert () == node.run_tsc(folder)


@pytest.mark.parametrize("rule", registry.pages())
def test_page_is_complete(rule):
    """A page says what is wrong in one line, shows it, and shows what is right."""
    page = registry.pages()[rule]
    shown = {example.section for example in examples(rule)}

    assert registry.text(rule).startswith(f"# {rule}\n\n```toml\n")
    assert page.summary
    assert page.since
    assert {"Bad", "Good"} <= shown


def test_each_page_has_a_check_and_each_check_a_page():
    """The path is the only link between the two, so it must hold in both directions."""
    folder = Path(kyselylint.checks.__path__[0])
    modules = (path for path in folder.glob("*/*.py") if path.name != "__init__.py")
    checks = {registry.module_name(rule): rule for rule in registry.pages()}

    assert sorted(checks) == sorted(f"kyselylint.checks.{path.parent.name}.{path.stem}" for path in modules)


@pytest.mark.parametrize("rule", registry.pages())
def test_options_are_frozen_and_explained(rule):
    """An option has a default and a sentence that says what it means."""
    for name, _default, doc in registry.options(rule):
        assert doc, name


@pytest.mark.parametrize("rule", registry.pages())
def test_options_stand_on_the_page_as_they_are_written(rule):
    """Who copies a name from the page into the configuration is understood."""
    _, _, section = registry.text(rule).partition("\n## Options\n")

    assert [name for name, _, _ in registry.options(rule)] == re.findall(
        r"^- `([^`]+)`:", section.partition("\n## ")[0], re.MULTILINE
    )


def test_an_example_that_announces_nothing_would_fail():
    """The reader of pages sees blocks of files, settings and comments as they are meant."""
    page = "## Bad\n```toml file=kyselylint.toml\nx = 1\n```\n```ts\na // expect: g/r, g/s\n```\n"

    assert [(1, "## Bad"), (2, ""), (5, "")] == [(line, heading) for line, heading, *_ in blocks(page)]
    example = Example("g/r", "Bad", 5, {"example.ts": "a // expect: g/r, g/s"})
    assert {("example.ts", 1, "g/r"), ("example.ts", 1, "g/s")} == example.expected()
