"""What was worked out before is used again only if nothing that it was made of has changed."""

import json
import os
import pickle
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import pytest

from kyselylint.schema.sql.apply import replay
from kyselylint.schema.sql.folders import folders
from kyselylint.schema.sql.replayed import Replayed
from kyselylint.source.cache import Cache
from kyselylint.source.codec import WrongTypeError, decode, encode

CORPUS = Path(__file__).resolve().parents[3] / "corpus"


class Color(StrEnum):
    """An enum."""

    RED = "red"


@dataclass(frozen=True, slots=True)
class Leaf:
    """The end of a tree."""

    text: str
    number: int | None = None
    hidden: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Node:
    """A class that holds itself, and every kind of field that facts have."""

    children: tuple["Node | Leaf", ...] = ()
    names: Mapping[str, tuple[Leaf, ...]] = field(default_factory=dict)
    color: Color = Color.RED
    scalar: str | int | float | bool | None = None


TREE = Node((Node((Leaf("a", 1),), scalar=True), Leaf("b", hidden="kept")), {"x": (Leaf("ö"),)}, scalar=1.5)


@dataclass
class Maker:
    """Counts how often a value is made."""

    value: Node = TREE
    made: int = 0

    def __call__(self):
        """The value."""
        self.made += 1
        return self.value


def asked(cache, maker, *inputs, about="x"):
    """What the cache gives, and how often it was made so far."""
    return cache.get(Node, about, inputs, maker), maker.made


def test_a_value_is_made_once_for_the_same_inputs(tmp_path):
    """The second time it is read, all of it, by another process too."""
    maker = Maker()

    assert (TREE, 1) == asked(Cache(tmp_path, "p"), maker, "file", b"text")
    found, made = asked(Cache(tmp_path, "p"), maker, "file", b"text")
    assert (repr(TREE), 1) == (repr(found), made)


@pytest.mark.parametrize("inputs", [("file", b"other"), ("file2", b"text"), ("filet", b"ext"), ("file",)])
def test_other_inputs_are_another_value(tmp_path, inputs):
    """Any byte counts, and where one input ends and the next begins."""
    cache, maker = Cache(tmp_path, "p"), Maker()
    asked(cache, maker, "file", b"text")

    assert (TREE, 2) == asked(cache, maker, *inputs)


def test_projects_and_subjects_have_entries_of_their_own(tmp_path):
    """Two checkouts with the same file do not push each other out."""
    maker = Maker()
    for project, about in (("p", "x"), ("q", "x"), ("p", "y"), ("p", "x"), ("q", "x")):
        asked(Cache(tmp_path, project), maker, "file", about=about)

    assert (3, 3) == (maker.made, len(list(tmp_path.iterdir())))


def test_without_a_folder_nothing_is_kept():
    """`--no-cache`."""
    maker = Maker()
    asked(Cache(), maker, "file")

    assert (TREE, 2) == asked(Cache(), maker, "file")


class Harmful:
    """Makes a file when it is unpickled."""

    def __reduce__(self):
        """What unpickling would run."""
        return (os.mkdir, ("harmed",))


SPOILED = [
    b"",
    b"\x00\xff\xfe",
    b'["',
    b"null",
    b"[]",
    b"{}",
    pickle.dumps(Harmful()),
    b"[" * 100_000,
]


@pytest.mark.parametrize("spoiled", SPOILED, ids=range(len(SPOILED)))
def test_a_file_that_is_no_entry_is_made_anew(tmp_path, monkeypatch, spoiled):
    """Cut off, of another tool, or meant to do harm: it is not used, nothing of it is run, and it is replaced."""
    monkeypatch.chdir(tmp_path)
    cache, maker = Cache(tmp_path / "cache", "p"), Maker()
    asked(cache, maker, "file")
    (entry,) = (tmp_path / "cache").iterdir()
    entry.write_bytes(spoiled)

    assert (TREE, 2) == asked(cache, maker, "file")
    assert (TREE, 2) == asked(cache, maker, "file")
    assert not (tmp_path / "harmed").exists()


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        ["Leaf", "a", 1, ""],
        ["Node", [], {}, "blue", None],
        ["Node", [["Leaf", 1, 1, ""]], {}, "red", None],
        ["Node", [["os.system", "x"]], {}, "red", None],
        ["Node", [], {}, "red", []],
        ["Node", [], {}, "red"],
    ],
)
def test_the_right_key_with_another_value_is_made_anew(tmp_path, value):
    """What is read has the type that was asked for, in every part."""
    cache, maker = Cache(tmp_path, "p"), Maker()
    asked(cache, maker, "file")
    (entry,) = tmp_path.iterdir()
    entry.write_text(json.dumps([json.loads(entry.read_text())[0], value]))

    assert (TREE, 2) == asked(cache, maker, "file")
    with pytest.raises((WrongTypeError, ValueError)):
        decode(Node, value)


def test_a_folder_that_cannot_be_written_changes_nothing(tmp_path):
    """The value is made every time."""
    (tmp_path / "file").write_text("")
    cache, maker = Cache(tmp_path / "file" / "cache", "p"), Maker()
    asked(cache, maker, "file")

    assert (TREE, 2) == asked(cache, maker, "file")


def test_entries_that_nobody_asks_for_are_removed(tmp_path):
    """After a month, when another is written."""
    old = tmp_path / "old.json"
    old.write_text("[]")
    os.utime(old, (0, 0))
    asked(Cache(tmp_path, "p"), Maker(), "file")

    assert not old.exists()


def read(path):
    """The bytes of a file of the corpus."""
    return (CORPUS / path).read_bytes()


def corpus_folders():
    """Its directories of migrations, and its schema files."""
    listed = [path.relative_to(CORPUS).as_posix() for path in CORPUS.rglob("*.sql") if "node_modules" not in path.parts]
    return list(folders(listed, read))


@pytest.mark.parametrize("folder", corpus_folders(), ids=lambda folder: folder.path)
def test_what_a_replay_gives_comes_back_whole(folder):
    """Also what does not count for equality: places, and the names in code."""
    replayed = replay(folder, read)

    assert repr(replayed) == repr(decode(Replayed, json.loads(json.dumps(encode(replayed)))))
