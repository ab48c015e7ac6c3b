"""Reading a statement word by word."""

from __future__ import annotations

from dataclasses import dataclass

from kyselylint.finding import Span
from kyselylint.schema.sql.words import SqlText, Unreadable, Word

_OPEN, _CLOSE = ("(", "["), (")", "]")
_END = Word("", "", 0, 0)


@dataclass(slots=True)
class Cursor:
    """A position in words. Methods consume what they return."""

    source: SqlText
    words: tuple[Word, ...]
    position: int = 0

    @property
    def next(self) -> Word:
        """The word at the position; an empty one at the end."""
        return self.words[self.position] if self.position < len(self.words) else _END

    @property
    def done(self) -> bool:
        """Whether nothing is left."""
        return self.position >= len(self.words)

    def at(self, *keys: str) -> bool:
        """Whether these keywords come next."""
        following = self.words[self.position : self.position + len(keys)]
        return len(following) == len(keys) and all(word.key == key for word, key in zip(following, keys, strict=True))

    def accept(self, *keys: str) -> bool:
        """Consume these keywords if they come next."""
        found = self.at(*keys)
        self.position += len(keys) if found else 0
        return found

    def expect(self, *keys: str) -> None:
        """Consume these keywords, which must come next."""
        if not self.accept(*keys):
            raise Unreadable(f"expected {' '.join(keys).lower()} before `{self.next.text}`")

    def take(self) -> Word:
        """The next word."""
        if self.done:
            raise Unreadable("the statement ends early")
        self.position += 1
        return self.words[self.position - 1]

    def name(self) -> str:
        """A name, folded as the database does."""
        word = self.take()
        if word.string or not (word.quoted or word.text[0].isalpha() or word.text[0] == "_"):
            raise Unreadable(f"expected a name, not `{word.text}`")
        return word.name

    def qualified(self) -> tuple[str, str]:
        """Schema ("" if not said) and name."""
        parts = [self.name()]
        while self.accept("."):
            parts.append(self.name())
        return (parts[-2] if len(parts) > 1 else ""), parts[-1]

    def group(self) -> Cursor:
        """What stands in the parentheses that come next."""
        if not self.at("("):
            raise Unreadable(f"expected ( before `{self.next.text}`")
        start, depth = self.position + 1, 0
        while not self.done:
            word = self.take()
            depth += (word.key in _OPEN) - (word.key in _CLOSE)
            if depth == 0:
                return Cursor(self.source, self.words[start : self.position - 1])
        raise Unreadable("a parenthesis is not closed")

    def until(self, *stops: str) -> Cursor:
        """Everything up to one of the keywords outside parentheses, or to the end; the keyword is left."""
        start, depth = self.position, 0
        while not self.done and (depth or self.next.key not in stops):
            depth += (self.next.key in _OPEN) - (self.next.key in _CLOSE)
            self.position += 1
        return Cursor(self.source, self.words[start : self.position])

    def rest(self) -> Cursor:
        """Everything that is left."""
        return self.until()

    def items(self) -> list[Cursor]:
        """What is left, split at commas outside parentheses."""
        found: list[Cursor] = []
        while not self.done:
            found.append(self.until(","))
            self.accept(",")
        return found

    def names(self) -> tuple[str, ...]:
        """The names in the parentheses that come next."""
        return tuple(item.name() for item in self.group().items())

    @property
    def text(self) -> str:
        """All its words as written, on one line."""
        if not self.words:
            return ""
        return " ".join(self.source.text[self.words[0].start : self.words[-1].end].split())

    @property
    def span(self) -> Span:
        """Where its words stand."""
        first, last = (self.words[0], self.words[-1]) if self.words else (_END, _END)
        return self.source.span(first.start, last.end)

    def place(self, word: Word) -> Span:
        """Where a word stands."""
        return self.source.span(word.start, word.end)
