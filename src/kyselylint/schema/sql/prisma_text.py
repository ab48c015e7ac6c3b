"""The text of Prisma schema files: models with their fields and attributes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kyselylint.finding import Span
from kyselylint.schema.sql.words import SqlText

_FIELD = re.compile(r"^(\w+)\s+(\w+)(?:\(\"([^\"]*)\"\))?(\[\])?(\?)?(.*)$")
_ATTRIBUTE = re.compile(r"@@?([\w.]+)")
_NAMED = re.compile(r"^(\w+)\s*:(?!:)\s*(.*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Field:
    """A line of a model. `listed` for `[]`, `optional` for `?`; `attributes` by name, with their arguments."""

    name: str
    type: str
    listed: bool
    optional: bool
    attributes: Mapping[str, str]
    span: Span

    @property
    def stored(self) -> str:
        """The column's name in the database."""
        return string_in(self.attributes.get("map", "")) or self.name


@dataclass(frozen=True, slots=True)
class Model:
    """A model or view with its fields and its own attributes."""

    name: str
    fields: tuple[Field, ...]
    attributes: tuple[tuple[str, str], ...]
    span: Span
    view: bool

    @property
    def stored(self) -> tuple[str, str]:
        """Schema and name of the table."""
        said = dict(self.attributes)
        schema = string_in(said.get("schema", ""))
        return ("" if schema == "public" else schema), string_in(said.get("map", "")) or self.name

    def column(self, name: str) -> str:
        """The stored name of a field."""
        return next((field.stored for field in self.fields if field.name == name), name)


def members(source: SqlText, block: re.Match[str]) -> tuple[tuple[Field, ...], tuple[tuple[str, str], ...]]:
    """The fields and attributes of a block, whose third group is its body."""
    fields: list[Field] = []
    attributes: list[tuple[str, str]] = []
    position = block.start(3)
    for raw in block[3].splitlines(keepends=True):
        line = _without_comment(raw)
        if line.startswith("@@"):
            attributes.extend(attributes_in(line))
        elif match := _FIELD.match(line):
            start = position + raw.index(match[1])
            span = source.span(start, start + len(match[1]))
            kind = match[3] or match[2]
            fields.append(Field(match[1], kind, bool(match[4]), bool(match[5]), dict(attributes_in(match[6])), span))
        position += len(raw)
    return tuple(fields), tuple(attributes)


def attributes_in(text: str) -> Iterator[tuple[str, str]]:
    """Name and arguments of each attribute."""
    position = 0
    while match := _ATTRIBUTE.search(text, position):
        position = match.end()
        arguments = ""
        if text[position : position + 1] == "(":
            end = _closing(text, position)
            arguments, position = text[position + 1 : end], end + 1
        yield match[1], arguments


def _closing(text: str, start: int) -> int:
    depth = 0
    for position in range(start, len(text)):
        depth += (text[position] in "([") - (text[position] in ")]")
        if depth == 0:
            return position
    return len(text)


def argument(text: str, name: str) -> str:
    """The argument of that name; with "" the first one without a name."""
    for part in _parts(text):
        named = _NAMED.match(part)
        if (named[1] if named else "") == name:
            return named[2] if named else part
    return ""


def _parts(text: str) -> Iterator[str]:
    """Split at commas outside brackets and strings."""
    depth, start, quoted = 0, 0, False
    for position, sign in enumerate(text):
        quoted ^= sign == '"'
        depth += 0 if quoted else (sign in "([") - (sign in ")]")
        if sign == "," and depth == 0 and not quoted:
            yield text[start:position].strip()
            start = position + 1
    if text[start:].strip():
        yield text[start:].strip()


def names_in(text: str) -> tuple[str, ...]:
    """The names of a list: `[a, b(sort: Desc)]` → a, b."""
    inner = text[1:-1] if text.startswith("[") else text
    return tuple(part.partition("(")[0].strip() for part in _parts(inner))


def string_in(text: str) -> str:
    """The first string in a text, without its quotes."""
    match = re.search(r"\"([^\"]*)\"", text)
    return match[1] if match else ""


def lines_in(body: str) -> Iterator[str]:
    """The lines that hold something."""
    return (line for line in map(_without_comment, body.splitlines()) if line)


def _without_comment(line: str) -> str:
    return line.partition("//")[0].strip()
