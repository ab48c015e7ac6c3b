"""How code is laid out, and what is named on the way, never changes what a query is."""

import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random

import pytest

from kyselylint.evaluate.read import read_project
from kyselylint.query.sql import render
from kyselylint.query.statement import Fate
from kyselylint.syntax.tree import parse

from .rewriting import REWRITINGS, Edit, apply

QUERIES = Path(__file__).parents[2] / "corpus" / "queries"
FILES = sorted(path.name for pattern in ("*.ts", "*.tsx", "*.mts") for path in QUERIES.glob(pattern))
TURNS = int(os.environ.get("KYSELYLINT_REWRITINGS", "1"))
SEED = int(os.environ.get("KYSELYLINT_REWRITING_SEED", "1"))
SHARE = 0.25  # of the places that are rewritten at once


@dataclass(frozen=True)
class Corpus:
    """The files of the corpus, one of them rewritten."""

    path: str
    source: bytes
    files: Iterable[str] = field(default=tuple(FILES))

    @property
    def candidates(self) -> Iterable[str]:
        """The rewritten file."""
        return (self.path,)

    def read(self, path: str) -> bytes | None:
        """A file's bytes."""
        if path == self.path:
            return self.source
        file = QUERIES / path
        return file.read_bytes() if file.is_file() else None


def queries(path: str, source: bytes) -> Counter[tuple[str, str, bool]]:
    """What is understood of a file: each query's SQL, how it ends, and whether there is a hole in it.

    A query that is part of another one is listed by itself only where it is written outside of that.
    """
    listed = (one for module in read_project(Corpus(path, source)).modules for one in module.queries)
    own = (one for one in listed if one.fate is not Fate.EMBEDDED)
    return Counter((one.run.terminal if one.run else "", render(one), one.complete) for one in own)


@cache
def understood(path: str) -> Counter[tuple[str, str, bool]]:
    """What is understood of a file as it is."""
    return queries(path, (QUERIES / path).read_bytes())


def chosen(path: str, rewriting, random: Random) -> list[Edit]:
    """Some of the edits that can be made together: none inside another."""
    tree = parse(path, (QUERIES / path).read_bytes())
    made: list[Edit] = []
    for edits in rewriting(tree, random):
        inner = [edit for edit in edits if edit.end > edit.start]
        if random.random() < SHARE and not any(_touches(edit, known) for edit in inner for known in made):
            made.extend(edits)
    return made


def _touches(edit: Edit, known: Edit) -> bool:
    return (edit.start < known.end and known.start < edit.end) or edit.start <= known.start < edit.end


@pytest.mark.parametrize("rewriting", REWRITINGS, ids=lambda one: one.__name__)
@pytest.mark.parametrize("path", FILES)
def test_the_same_code_written_differently_is_the_same_queries(path, rewriting):
    """Comments, lines, parentheses, types, variables and names change neither the SQL nor what is known of it."""
    for turn in range(TURNS):
        random = Random(f"{SEED} {turn} {path} {rewriting.__name__}")  # noqa: S311  # repeatable
        edits = chosen(path, rewriting, random)
        source = apply((QUERIES / path).read_bytes(), edits)

        assert understood(path) == queries(path, source), source.decode()


@pytest.mark.parametrize("rewriting", REWRITINGS, ids=lambda one: one.__name__)
def test_every_rewriting_finds_places(rewriting):
    """A rewriting that rewrites nothing proves nothing; the result is code that the grammar reads."""
    random = Random(SEED)  # noqa: S311
    paths = ("idioms.ts", "where.ts", "branches.ts")
    places = [list(rewriting(parse(path, (QUERIES / path).read_bytes()), random)) for path in paths]
    edits = {path: chosen(path, rewriting, random) for path in paths}
    trees = [parse(path, apply((QUERIES / path).read_bytes(), made)) for path, made in edits.items()]

    assert all(places)
    assert [] == [error for tree in trees for error in tree.errors()]
