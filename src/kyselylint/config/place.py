"""Where in a TOML file a key or a value stands; the standard library's reader does not say."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

Path = tuple[str | int, ...]

_HEADER = re.compile(r"\s*(\[\[?)(.*?)\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*=""")


@dataclass(frozen=True, slots=True)
class Place:
    """A piece of the text, in characters."""

    start: int
    end: int


def place(text: str, path: Path) -> Place:
    """Where the value at `path` is named: its key, or the last name in a table's header.

    Falls back to the nearest thing above it, at last to the first line.
    """
    keys: dict[Path, Place] = {}
    for found, where in _keys(text):
        keys.setdefault(found, where)
    above = (path[:length] for length in range(len(path), 0, -1))
    first_line = Place(0, max(text.find("\n"), 0))
    return next((keys[part] for part in above if part in keys), first_line)


def string(text: str, path: Path, written: str) -> Place:
    """Where the string `written` stands in the value of the key at `path`."""
    key = place(text, path)
    found = re.search(f"[\"']{re.escape(written)}[\"']", text[key.end :])
    return key if found is None else Place(key.end + found.start() + 1, key.end + found.end() - 1)


def _keys(text: str) -> Iterator[tuple[Path, Place]]:
    """Every table header and key of the text with its full path; entries of [[arrays]] are numbered."""
    table: Path = ()
    numbers: dict[Path, int] = {}
    start = 0
    for line in text.splitlines(keepends=True):
        header, key = _HEADER.match(line), _KEY.match(line)
        if header is not None and (named := _parsed(header[2])):
            table = named
            if header[1] == "[[":
                numbers[named] = numbers.get(named, -1) + 1
                table = (*named, numbers[named])
            yield from _steps(table, header[2], start + header.start(2))
        elif key is not None and (named := _parsed(key[1])):
            yield (*table, *named), Place(start + key.start(1), start + key.end(1))
        start += len(line)


def _steps(table: Path, written: str, start: int) -> Iterator[tuple[Path, Place]]:
    """The header's path, at the last name in it."""
    last = re.search(r"""("[^"]*"|'[^']*'|[\w-]+)\s*$""", written)
    if last is not None:
        yield table, Place(start + last.start(1), start + last.end(1))


def _parsed(dotted: str) -> Path:
    """The names in a dotted key, as TOML reads them."""
    try:
        tree = tomllib.loads(f"{dotted} = 0")
    except tomllib.TOMLDecodeError:
        return ()
    names: list[str | int] = []
    node: object = tree
    while isinstance(node, dict):
        name, node = next(iter(node.items()))
        names.append(name)
    return tuple(names)
