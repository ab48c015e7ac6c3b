"""Mermaid reads the diagrams of `kyselylint schema --format mermaid`, whatever a database calls its tables."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from kyselylint.finding import Span
from kyselylint.report.mermaid import as_mermaid
from kyselylint.schema.catalog import Catalog, Column, ForeignKey, Key, Schema, Table, table_key
from kyselylint.schema.sql.apply import replay
from kyselylint.schema.sql.folders import folders

from . import node

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
ODD = (
    *(
        "a b",
        'x"y',
        "a;b",
        "<script>",
        "%%",
        "%%{init: {}}%%",
        "erDiagram",
        "direction TB",
        "title x",
        "PK",
        "1st",
        "{}",
    ),
    *(
        "таблица",
        "ünï",
        "o{",
        "||--o{",
        "a:b",
        "class",
        "style",
        "end",
        "subgraph",
        "a-b",
        "`x`",
        "\\",
        "a\nb",
        " ",
        "👍",
    ),
)


def tables(name):
    """A table of that name with a column of that name and type, and another that references it."""
    key = Key((name,))
    place = Span("m.sql", 0, 1)
    first = Table(name, columns=(Column(name, type=name, nullable=True),), primary_key=key, created=place, origin=place)
    foreign = ForeignKey((name,), name, (name,))
    return first, Table(f"{name} of", columns=(Column(name),), foreign_keys=(foreign,), created=place, origin=place)


def diagrams():
    """Of every folder of the corpus, and of every odd name."""
    listed = [path.relative_to(CORPUS).as_posix() for path in CORPUS.rglob("*.sql")]
    read = lambda path: (CORPUS / path).read_bytes()  # noqa: E731
    yield from ((found.path, replay(found, read).catalog) for found in folders(listed, read))
    yield from ((name, Catalog(tables={table_key(one.name): one for one in tables(name)})) for name in ODD)


@pytest.fixture(scope="module")
def wrong():
    """What Mermaid says of each diagram; "" for what it can read."""
    node.install()
    texts = {name: as_mermaid(Schema((catalog,))) for name, catalog in diagrams()}
    command = [shutil.which("node") or "node", str(node.HERE / "mermaid.mjs")]
    done = subprocess.run(command, input=json.dumps([*texts.values()]), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return dict(zip(texts, json.loads(done.stdout), strict=True))


@pytest.mark.node
@pytest.mark.skipif(node.may_skip(), reason=node.SKIP_REASON)
@pytest.mark.parametrize("name", [name for name, _ in diagrams()])
def test_mermaid_reads_the_diagram(name, wrong):
    """As an entity relationship diagram."""
    assert wrong[name] == ""
