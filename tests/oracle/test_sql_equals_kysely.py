"""The SQL that kyselylint shows for the query corpus is the SQL that the real Kysely sends."""

import json
import shutil
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from . import node
from .listing import listed_by, listed_elsewhere

GAPS_FILE = node.QUERIES.parent / "known-gaps" / "queries.toml"
AT_LEAST = 600
SHARE = 0.98


@dataclass(frozen=True, slots=True)
class Case:
    """One function of the corpus: the file it stands in, its name, and the SQL it must give."""

    source: str
    name: str
    sql: tuple[str, ...]

    @property
    def id(self) -> str:
        """Name the case as corpus/known-gaps does."""
        return f"{self.source.rpartition('.')[0]}::{self.name}"

    @property
    def listed(self) -> Counter[str]:
        """Collect what kyselylint lists for the case.

        A query that a helper makes is listed with the helper: it counts as the case's if the case sends it.
        """
        own = listed_by(self.source, self.name)
        missing = Counter(self.sql) - own
        helped = listed_elsewhere(self.source, NAMES[self.source])
        return own + Counter({sql: count for sql, count in missing.items() if sql in helped})

    @property
    def is_equal(self) -> bool:
        """Say whether kyselylint lists the same SQL as Kysely sends."""
        return Counter(self.sql) == self.listed


def committed_cases() -> tuple[Case, ...]:
    """Read every expected/*.json next to the source it belongs to."""
    files = sorted(node.EXPECTED.rglob("*.json"))
    return tuple(case for file in files for case in _cases(file))


def _cases(file: Path) -> tuple[Case, ...]:
    expected = json.loads(file.read_text("utf-8"))
    source = file.relative_to(node.EXPECTED).with_suffix("").as_posix()
    return tuple(Case(source, name, tuple(sql)) for name, sql in expected.items())


CASES = committed_cases()
NAMES = {case.source: frozenset(other.name for other in CASES if other.source == case.source) for case in CASES}
GAPS: dict[str, str] = tomllib.loads(GAPS_FILE.read_text("utf-8")).get("gaps", {})


@cache
def _compiled() -> node.Compiled:
    return node.compile_corpus()


@pytest.mark.node
@pytest.mark.skipif(node.may_skip(), reason=node.SKIP_REASON)
def test_expected_sql_is_what_kysely_gives() -> None:
    """The committed SQL is that of the pinned Kysely; python tests/oracle/node.py writes it anew."""
    committed: node.Compiled = {}
    for case in CASES:
        committed.setdefault(case.source, {})[case.name] = list(case.sql)

    assert _compiled() == committed


@pytest.mark.node
@pytest.mark.skipif(node.may_skip(), reason=node.SKIP_REASON)
def test_corpus_type_checks() -> None:
    """Every corpus file is code that Kysely's own types accept."""
    problems = node.run_tsc(node.QUERIES)

    assert problems == ()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_sql_equals_kysely(case: Case) -> None:
    """A case's SQL equals Kysely's, unless it is listed as a known gap; a listed one must differ."""
    if case.id in GAPS:
        assert not case.is_equal, f"{case.id} works now: remove it from {GAPS_FILE.name}"
        pytest.xfail(GAPS[case.id])

    assert Counter(case.sql) == case.listed


@pytest.mark.parametrize("source", NAMES)
def test_helpers_list_what_cases_send(source: str) -> None:
    """A query that stands in a helper is listed in the forms in which some case sends it, and in no other."""
    sent = {sql for case in CASES if case.source == source for sql in case.sql}
    in_doubt = any(case.id in GAPS for case in CASES if case.source == source)

    assert in_doubt or listed_elsewhere(source, NAMES[source]) <= sent


def test_known_gaps_name_cases() -> None:
    """A gap whose case was renamed or removed is not carried along."""
    unknown = GAPS.keys() - {case.id for case in CASES}

    assert not unknown


def test_enough_cases_are_equal() -> None:
    """The corpus is large, and nearly all of it is understood."""
    share = sum(case.is_equal for case in CASES) / len(CASES)

    assert len(CASES) >= AT_LEAST
    assert share >= SHARE


def test_node_is_there_in_ci() -> None:
    """In CI the tests that need Node must run, so Node must be there."""
    assert shutil.which("node") or node.may_skip()
