"""The statements that `do` blocks and functions run: plain ones, and those built with `execute format(…)`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kyselylint.schema.sql.cursor import Cursor
from kyselylint.schema.sql.words import ComputedText, SqlText, Statement, Unreadable, Word, statements

Values = Mapping[str, tuple[str, ...]]
"""What variables of the code may hold: each value of a loop in turn."""

_CHANGES = frozenset({"CREATE", "ALTER", "DROP"})
_STARTS = frozenset({"BEGIN", "THEN", "ELSE", "LOOP"})
_MENTIONS = re.compile(r"\b(?:execute|(?:create|alter|drop)\s+\w+)\b", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"%(?:(\d+)\$)?([IsL%])")
_CALLS = ("PERFORM",)
_FIRST = re.compile(r"\s*(\w+)\s")
_OBJECT = re.compile(
    r"\s*(?:create|alter|drop)\s+(?:(?:or|replace|unique|constraint|temp|temporary|event|unlogged)\s+)*(\w+)\s",
    re.IGNORECASE,
)
_RUNS = ("EXECUTE", "DO", "CALL", "SELECT", "WITH")
_CODE = ("FUNCTION", "PROCEDURE")
_TABLES = frozenset({"TABLE", "VIEW", "INDEX", "TYPE", "SCHEMA", "POLICY", "MATERIALIZED", "FOREIGN"})


def changes_tables(body: Word) -> bool:
    """Whether the body of a function may change tables when it is called."""
    return _MENTIONS.search(body.text) is not None


def changes(source: SqlText, body: Word, given: Values) -> Iterator[Statement]:
    """The statements of a body that may change tables; raises Unreadable where they depend on the data."""
    values = dict(given)
    for statement in statements(_inner(source, body)):
        values.update(_bound(statement, values))
        for words in _commands(statement):
            if words[0].key == "EXECUTE":
                yield from _executed(Cursor(statement.source, words[1:]), values)
            else:
                yield Statement(statement.source, words)


def _inner(source: SqlText, body: Word) -> SqlText:
    opening = source.text.find(body.text, body.start, body.end)
    return SqlText(source.path, body.text.encode(), source.span(0, max(opening, 0)).end)


def _commands(statement: Statement) -> Iterator[tuple[Word, ...]]:
    """The change at the end of `if … then alter table …`, and of other openings of blocks."""
    words = statement.words
    starts = [0, *(position + 1 for position, word in enumerate(words) if word.key in _STARTS)]
    wanted = (start for start in starts if start < len(words) and words[start].key in (*_CHANGES, "EXECUTE", *_CALLS))
    first = next(wanted, None)
    if first is not None:
        yield words[first:]


def _bound(statement: Statement, values: Values) -> Values:
    """Variables that a declaration or the head of a loop fills with constants."""
    keys = [word.key for word in statement.words]
    for position, key in enumerate(keys):
        if key in ("FOREACH", "FOR") and "IN" in keys[position:] and "LOOP" in keys[position:]:
            start, end = keys.index("IN", position), keys.index("LOOP", position)
            return {statement.words[position + 1].name: _constants(statement.words[start:end], values)}
    assigned = next((position for position, word in enumerate(statement.words) if word.text == ":="), 0)
    names = [word for word in statement.words[:assigned] if word.key != "DECLARE"]
    return {names[0].name: _constants(statement.words[assigned:], values)} if assigned and names else {}


def _constants(words: tuple[Word, ...], values: Values) -> tuple[str, ...]:
    """The strings of an array or of VALUES; none if they come from a table."""
    if any(word.key == "FROM" for word in words):
        return ()
    known = next((values[word.name] for word in words if word.name in values), ())
    return tuple(word.text for word in words if word.string) or known


def _executed(cursor: Cursor, values: Values) -> Iterator[Statement]:
    place = cursor.span
    if _is_harmless(cursor):
        return
    if cursor.accept("FORMAT"):
        template, *arguments = cursor.group().items()
        texts = _formatted(_text(template), arguments, values)
    elif cursor.next.string and len(cursor.words) == 1:
        texts = [cursor.next.text]
    else:
        raise Unreadable("a block builds a statement as text")
    for text in texts:
        yield from statements(ComputedText(text, place))


def _is_harmless(cursor: Cursor) -> bool:
    """Whether the text that a statement begins with says that it changes no table, whatever names are put in."""
    after = 2 if cursor.at("FORMAT", "(") else 0
    text = next((word.text for word in cursor.words[cursor.position + after :][:1] if word.string), "")
    first, made = _FIRST.match(text), _OBJECT.match(text)
    if "search_path" in text.lower():
        return False
    if first is None or first[1].upper() not in _CHANGES:
        return first is not None and first[1].upper() not in (*_RUNS, *_CALLS)
    code = made is not None and made[1].upper() in _CODE and len(_MENTIONS.findall(text)) > 1
    return made is not None and made[1].upper() not in _TABLES and not code


def _text(cursor: Cursor) -> str:
    if not all(word.string for word in cursor.words):
        raise Unreadable("a block builds a statement as text")
    return "".join(word.text for word in cursor.words)


def _formatted(template: str, arguments: list[Cursor], values: Values) -> list[str]:
    """The texts for every value of the variable that is used; more than one variable is not followed."""
    names = {argument.next.name for argument in arguments if not argument.next.string}
    if len(names) > 1 or any(len(argument.words) > 1 for argument in arguments if not argument.next.string):
        raise Unreadable("a block builds a statement from computed values")
    choices = values.get(next(iter(names)), ()) if names else ("",)
    if not choices:
        raise Unreadable("a block builds a statement from values of the database")
    return [
        _filled(template, [argument.next.text if argument.next.string else choice for argument in arguments])
        for choice in choices
    ]


def _filled(template: str, arguments: list[str]) -> str:
    remaining = iter(arguments)

    def value(match: re.Match[str]) -> str:
        if match[2] == "%":
            return "%"
        text = arguments[int(match[1]) - 1] if match[1] else next(remaining, "")
        return f"'{text}'" if match[2] == "L" else f'"{text}"' if match[2] == "I" and not text.islower() else text

    return _PLACEHOLDER.sub(value, template)
