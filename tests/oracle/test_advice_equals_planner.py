"""Index advice is what PostgreSQL's planner says: see corpus/plans/README.md."""

import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from kyselylint.config.configuration import CommandLine, Configuration
from kyselylint.engine import run
from kyselylint.source.discover import discover

from . import node

PLANS = Path(__file__).resolve().parents[2] / "corpus" / "plans"
RULES = ("performance/missing-index", "performance/unindexed-text-search", "schema/foreign-key-without-index")
CASE = re.compile(
    r"^// (?P<said>advice: (?P<advice>.*)|served|silent: .*)\nexport async function (?P<name>\w+)", re.MULTILINE
)
INDEX = re.compile(r"create (?:unique )?index concurrently (\S+) on (\S+)")


@dataclass(frozen=True, slots=True)
class Case:
    """One function of the corpus. `said` is what its comment announces, `advice` the statement, "" for none."""

    name: str
    said: str
    advice: str
    path: str
    lines: range


def cases() -> list[Case]:
    """Every case; a function of a queries file that is none is a mistake."""
    found = []
    for path in sorted(PLANS.glob("*.queries.ts")):
        text = path.read_text()
        matches = list(CASE.finditer(text))
        assert len(matches) == text.count("export "), f"{path.name}: a function has no comment that says what it shows"
        ends = [match.start() for match in matches[1:]] + [len(text)]
        for match, end in zip(matches, ends, strict=True):
            first, last = (text.count("\n", 0, place) + 1 for place in (match.start(), end))
            found.append(Case(match["name"], match["said"], match["advice"] or "", path.name, range(first, last)))
    return found


@pytest.fixture(scope="module")
def advice(tmp_path_factory):
    """The statements that kyselylint suggests for each case: those that go forth, and those that go back.

    What a rule about the schema says belongs to the case that announces it.
    """
    alone = shutil.copytree(PLANS, tmp_path_factory.mktemp("plans") / "plans")
    sources = discover((".",), alone)
    settings = Configuration(sources, CommandLine(no_config=True, select=RULES, preset="audit"))
    found = {}
    for finding in run(sources, settings.of).findings:
        up = [line for line in finding.help.splitlines() if line.startswith("create ")]
        down = [line.removeprefix("-- back: ") for line in finding.help.splitlines() if line.startswith("-- back: ")]
        line = sources.read(finding.span.path).count(b"\n", 0, finding.span.start) + 1
        for case in cases():
            here = finding.span.path.endswith(case.path) and line in case.lines
            if here or (finding.span.path.endswith(".sql") and case.advice == up[-1]):
                found[case.name] = {"up": up, "down": down, "table": INDEX.search(up[-1])[2]}
    return found


@pytest.fixture(scope="module")
def plans(advice):
    """What the planner says of each case."""
    node.install()
    command = [shutil.which("node") or "node", str(node.HERE / "plans.mjs"), str(PLANS)]
    done = subprocess.run(command, input=json.dumps(advice), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_what_is_suggested_is_what_the_case_says(case, advice):
    """The statement, or nothing."""
    assert case.advice == (advice[case.name]["up"][-1] if case.name in advice else "")


@pytest.mark.node
@pytest.mark.skipif(node.may_skip(), reason=node.SKIP_REASON)
@pytest.mark.parametrize("case", [case for case in cases() if case.advice], ids=lambda case: case.name)
def test_the_planner_takes_the_index_and_read_the_whole_table_without_it(case, plans):
    """Advice changes the plan, and its way back undoes it."""
    index, table = (name.strip('"') for name in INDEX.search(case.advice).groups())

    plan = plans[case.name]

    assert {"table": table} in plan["before"]
    assert {"index": index} in plan["after"]
    assert {"table": table} not in plan["after"]
    assert [] == plan["left"]


@pytest.mark.node
@pytest.mark.skipif(node.may_skip(), reason=node.SKIP_REASON)
@pytest.mark.parametrize("case", [case for case in cases() if not case.advice], ids=lambda case: case.name)
def test_where_nothing_is_suggested_the_planner_uses_an_index_already(case, plans):
    """Silence is right; what is silent for another reason says so in its comment."""
    reads_all = any("table" in scan for scan in plans[case.name]["before"])

    assert case.said.startswith("silent") == reads_all
