"""What is read from migrations in TypeScript is the catalog of the PostgreSQL on which the real Kysely ran them."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from kyselylint.evaluate.read import read_project
from kyselylint.schema.sql.kysely import read_kysely
from kyselylint.source.cache import Cache

from . import node
from .catalog import ours, postgres_of

CORPUS = Path(__file__).resolve().parents[2] / "corpus" / "migrations"


@dataclass(frozen=True)
class Files:
    """The TypeScript of a project of the corpus."""

    root: Path

    @property
    def files(self) -> list[str]:
        """Every file."""
        return [path.relative_to(self.root).as_posix() for path in self.root.rglob("*.ts")]

    @property
    def candidates(self) -> list[str]:
        """Those with a word of Kysely."""
        return [path for path in self.files if b"kysely" in self.read(path)]

    def read(self, path: str) -> bytes:
        """The bytes of a file; empty for one that is not there."""
        return (self.root / path).read_bytes() if (self.root / path).is_file() else b""


def built(project):
    """What the migrations of a project build, as we read them."""
    files = Files(CORPUS / project)
    (replayed,) = read_kysely(read_project(files), files.read, Cache())
    return replayed


PROJECTS = sorted(path.name for path in CORPUS.iterdir() if path.is_dir())


@pytest.mark.node
@pytest.mark.skipif(node.may_skip(), reason=node.SKIP_REASON)
@pytest.mark.parametrize("project", PROJECTS)
def test_the_catalog_read_from_migrations_is_that_of_postgres(project):
    """Every statement in the order in which it is sent, wherever in the code it stands."""
    sent = node.sent_by_migrations(CORPUS / project / "migrations")
    ((expected, errors),) = postgres_of([sent])

    assert ([], expected) == (errors, ours(built(project).catalog))


@pytest.mark.node
@pytest.mark.skipif(node.may_skip(), reason=node.SKIP_REASON)
@pytest.mark.parametrize("project", PROJECTS)
def test_the_migrations_type_check(project):
    """They are code that could be somebody's."""
    assert () == node.run_tsc(CORPUS / project)


@pytest.mark.parametrize("project", PROJECTS)
def test_every_migration_is_understood_and_has_a_way_back(project):
    """Nothing is passed over in silence; `down` is known where another file makes it."""
    replayed = built(project)

    assert ((), {"present"}) == (replayed.skipped, {file.down for file in replayed.files})


def test_what_a_migration_sends_stands_in_its_own_file():
    """Also where helpers send it: that is where a finding is of use."""
    places = {change.span.path == file.path for file in built("depot").files for change in file.changes}

    assert {True} == places
