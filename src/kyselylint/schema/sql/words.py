"""SQL text as words: statements split, dollar quotes, COPY data and psql commands accounted for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from sqlglot.dialects.postgres import Postgres
from sqlglot.errors import TokenError
from sqlglot.tokens import Token, TokenType  # type: ignore[attr-defined]  # sqlglot 30 re-exports them

from kyselylint.finding import Span

_QUOTED = (
    TokenType.STRING,
    TokenType.HEREDOC_STRING,
    TokenType.NATIONAL_STRING,
    TokenType.BYTE_STRING,
    TokenType.UNICODE_STRING,
    TokenType.HEX_STRING,
    TokenType.BIT_STRING,
)
_PSQL = re.compile(r"^\\[^\n]*", re.MULTILINE)  # \connect, \restrict: for psql, not for the server
_COPY_DATA = re.compile(
    r"^COPY\s[^;]+\sFROM\s+stdin\b[^;]*;[^\n]*\n.*?(?:^\\\.\r?$|\Z)", re.MULTILINE | re.DOTALL | re.IGNORECASE
)
_MARK = "\ufeff"  # of the order of bytes, with which some editors begin a file
_BODIES = ("FUNCTION", "PROCEDURE", "TRIGGER")


class _Names(Postgres):
    """PostgreSQL, with the backquotes in which migrations of SQLite and MySQL put their names."""

    class Tokenizer(Postgres.Tokenizer):
        IDENTIFIERS = ['"', "`"]  # noqa: RUF012 - sqlglot's own form


@dataclass(frozen=True, slots=True)
class Word:
    """A keyword, name, literal or sign. `key` is the upper-case keyword, "" for quoted names and strings.

    `start` and `end` are characters of the text it was read from.
    """

    text: str
    key: str
    start: int
    end: int
    quoted: bool = False
    string: bool = False

    @property
    def name(self) -> str:
        """As the database stores it: folded to lower case unless quoted."""
        return self.text if self.quoted else self.text.lower()


class SqlText:
    """The text of a SQL file and where its characters stand in the file's bytes."""

    whole = True

    def __init__(self, path: str, source: bytes, start: int = 0) -> None:
        self.path = path
        self.text = source.decode("utf-8", "replace")
        self._start = start
        self._wide = (
            [index for index, char in enumerate(self.text) if not char.isascii()] if not source.isascii() else []
        )
        self._extra = [0]
        for index in self._wide:
            self._extra.append(self._extra[-1] + len(self.text[index].encode()) - 1)

    def span(self, start: int, end: int) -> Span:
        """The place of the characters from `start` to `end`."""
        return Span(self.path, self._byte(start), self._byte(end))

    def _byte(self, position: int) -> int:
        return self._start + position + self._extra[bisect_right(self._wide, position - 1)]


class ComputedText(SqlText):
    """A statement that a block of code builds; it stands where the code does.

    `whole` is False when the code adds something that is not visible.
    """

    def __init__(self, text: str, place: Span, *, whole: bool = True) -> None:
        super().__init__(place.path, text.encode())
        self._place = place
        self.whole = whole

    def span(self, start: int, end: int) -> Span:  # noqa: ARG002
        """The place of the code that builds the statement."""
        return self._place


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a file."""

    source: SqlText
    words: tuple[Word, ...]

    @property
    def span(self) -> Span:
        """Its first to its last word."""
        return self.source.span(self.words[0].start, self.words[-1].end)

    @property
    def text(self) -> str:
        """As written."""
        return self.source.text[self.words[0].start : self.words[-1].end]


class Unreadable(Exception):  # noqa: N818 - it says what the text is, like StopIteration
    """Text that is not SQL as far as we can read; the message says where it stopped."""


def statements(source: SqlText) -> Iterator[Statement]:
    """The statements of a file in order; raises Unreadable when not even its quotes match."""
    current: list[Word] = []
    for word in _words(source.text):
        if word.key == ";" and not _inside_body(current):
            if current:
                yield Statement(source, tuple(current))
            current = []
        else:
            current.append(word)
    if current:
        yield Statement(source, tuple(current))


def _inside_body(words: list[Word]) -> bool:
    """In a trigger or function whose body is written without quotes: `begin … ; … end`."""
    if not words or words[0].key != "CREATE" or not any(word.key in _BODIES for word in words[:5]):
        return False
    depth = 0
    for word in words:
        depth += word.key in ("BEGIN", "CASE")
        depth -= word.key == "END"
    return depth > 0


def _words(text: str) -> Iterator[Word]:
    if "\0" in text:
        raise Unreadable("the file is not in UTF-8")
    blanked = _PSQL.sub(_blank, _COPY_DATA.sub(_blank, text.replace(_MARK, " ")))
    yield from _tokenized(blanked, 0)


def _tokenized(text: str, offset: int) -> Iterator[Word]:
    try:
        tokens = _Names().tokenize(text)
    except TokenError as error:
        raise Unreadable(" ".join(str(error).split())) from error
    command: Token | None = None
    for token in tokens:
        if command is not None and token.token_type is TokenType.STRING and not _is_literal(token, text):
            # sqlglot keeps what follows DO and other commands as one unread text.
            start = text.find(token.text, command.end + 1)
            yield from _tokenized(token.text, offset + start)
        else:
            yield from _of_token(token, offset)
        command = token if token.token_type in Postgres.Tokenizer.COMMANDS else None


def _is_literal(token: Token, text: str) -> bool:
    """Whether a text has quotes of its own: within a block, `execute '…'` begins no statement."""
    written = text[token.start : token.end + 1]
    return written[:1] == "'" == written[-1:] and written[1:-1].replace("''", "'") == token.text


def _of_token(token: Token, offset: int) -> Iterator[Word]:
    start, end = offset + token.start, offset + token.end + 1
    if token.token_type in _QUOTED:
        yield Word(token.text, "", start, end, string=True)
    elif token.token_type is TokenType.IDENTIFIER:
        yield Word(token.text, "", start, end, quoted=True)
    else:
        for part in token.text.split():  # sqlglot joins `PRIMARY KEY`, `DOUBLE PRECISION` and others
            yield Word(part, part.upper(), start, end)


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])
