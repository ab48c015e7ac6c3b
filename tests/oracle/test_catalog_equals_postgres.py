"""The catalog read from SQL files is the catalog of the PostgreSQL to which those files were applied."""

from pathlib import Path

import pytest

from kyselylint.schema.sql.apply import replay
from kyselylint.schema.sql.folders import Folder, folders

from . import node
from .catalog import ours, postgres

CORPUS = Path(__file__).resolve().parents[2] / "corpus"


def read(path: str) -> bytes:
    """The bytes of a file of the corpus."""
    return (CORPUS / path).read_bytes()


def built() -> list[Folder]:
    """Every directory of migrations and every schema file of the corpus."""
    listed = [path.relative_to(CORPUS).as_posix() for path in CORPUS.rglob("*.sql") if "node_modules" not in path.parts]
    return list(folders(listed, read))


def with_type(ours, truth):
    """Our fact about a column; where we do not say a type (an expression of a view), with the real one."""
    if ours == "":
        return truth
    return (truth[0], *ours[1:]) if isinstance(ours, tuple) and ours[:1] == ("",) and truth else ours


@pytest.fixture(scope="module")
def truth():
    """What PostgreSQL says of each folder; one server for all."""
    found = built()
    return dict(zip(found, postgres(found, read), strict=True))


@pytest.mark.node
@pytest.mark.skipif(node.may_skip(), reason=node.SKIP_REASON)
@pytest.mark.parametrize("folder", built(), ids=lambda folder: folder.path)
def test_our_catalog_is_that_of_postgres(folder, truth):
    """Tables, columns, types, keys, indexes, policies and enums are equal, field by field."""
    expected, errors = truth[folder]

    found = ours(replay(folder, read).catalog)

    assert errors == []
    assert expected == {fact: with_type(value, expected.get(fact)) for fact, value in found.items()}


@pytest.mark.parametrize("folder", built(), ids=lambda folder: folder.path)
def test_every_statement_of_the_corpus_is_understood(folder):
    """Nothing is passed over in silence, and nothing at all in SQL that we wrote ourselves."""
    assert () == replay(folder, read).skipped


def test_all_of_the_corpus_is_found():
    """Folders of applications and the schemas written for this test."""
    expected = {"schemas/shop", "schemas/journal", "schemas/reports"}

    assert expected < {folder.path for folder in built()}


def test_every_column_of_the_reports_has_a_type():
    """Where PostgreSQL is compared with no type, nothing is compared: of these views each column's type is known."""
    (folder,) = (one for one in built() if one.path == "schemas/reports")

    tables = replay(folder, read).catalog.tables.values()

    assert [] == [(table.name, column.name) for table in tables for column in table.columns if not column.type]
