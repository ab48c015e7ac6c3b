"""Reading raw SQL; sqlglot is imported only where there is some to read."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from functools import lru_cache

from kyselylint.analysis.raw.text import Template, template
from kyselylint.finding import Span
from kyselylint.query.expression import Expression, Raw, RawText
from kyselylint.query.statement import Handle, HandleKind, Query

_LONGEST = 20_000  # characters; longer text is data, not a query
# Without one of these words and signs a condition can neither fix a column nor open an alternative.
_TELLING = re.compile(r"=|\b(?:in|is|or|exists|any|some|not)\b", re.IGNORECASE)
_SELECTS = re.compile(r"\b(?:select|update|delete|insert|merge)\b", re.IGNORECASE)
_NOWHERE = Handle(HandleKind.NONE, "sql")  # of a sub-query inside raw SQL


def says_nothing(raw: Raw | RawText) -> bool:
    """Whether a condition can be passed over, for it neither compares with `=` nor contains another query."""
    made = template(raw)
    return made.readable and not _TELLING.search(made.text)


def predicate(raw: Raw | RawText) -> Expression | None:
    """The condition or value that raw SQL stands for; None if it cannot be read."""
    return None if raw.span is None else _predicate(raw, raw.span)


@lru_cache(maxsize=2048)
def _predicate(raw: Raw | RawText, span: Span) -> Expression | None:  # equal text at two places is two predicates
    made = template(raw)
    if not _may_be_read(made):
        return None
    from sqlglot import exp

    parsed = _parsed(f"select 1 where {made.text}")
    where = parsed.args.get("where") if isinstance(parsed, exp.Select) else None
    extra = isinstance(parsed, exp.Select) and any(
        parsed.args.get(name) for name in ("group", "order", "limit", "joins")
    )
    if where is None or extra:
        return None
    from kyselylint.analysis.raw.statements import Statements

    return Statements(made.slots, _NOWHERE, span).expressions.of(where.this)


def statement(query: Query) -> Query | None:
    """The statement that a raw query stands for; None if it cannot be read, or is not about rows."""
    raw = query.raw
    if not isinstance(raw, Raw | RawText):
        return None
    made = template(raw)
    if not _may_be_read(made) or not _SELECTS.search(made.text):
        return None
    from kyselylint.analysis.raw.statements import Statements

    parsed = _parsed(made.text)
    found = None if parsed is None else Statements(made.slots, query.handle, raw.span or query.root).query(parsed)
    known = {name: getattr(query, name) for name in ("id", "run", "assumptions", "function", "entry")}
    return found and replace(found, **known)


def is_about_rows(query: Query) -> bool:
    """Whether a raw query may read or write rows, going by its words; where its text is not known it may."""
    if not isinstance(query.raw, Raw | RawText):
        return True
    made = template(query.raw)
    return not made.readable or _SELECTS.search(made.text) is not None


def is_raw(one: Query) -> bool:
    """Whether a statement was read from raw SQL inside a built query."""
    return one.handle == _NOWHERE


def _may_be_read(made: Template) -> bool:
    return made.readable and bool(made.text.strip()) and len(made.text) <= _LONGEST


def _parsed(text: str):  # type: ignore[no-untyped-def]  # noqa: ANN202  # sqlglot's type, which is imported late
    """The statement, as PostgreSQL, or as MySQL where it is none; what is quoted `"so"` there is a text."""
    found = _parsed_as("postgres", text)
    if found is None and '"' not in text:
        found = _parsed_as("mysql", text)
    return None if found is None or _joins_in_place(found) else found


def _joins_in_place(found) -> bool:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """`update a join b … set …`: MySQL joins where other databases write a FROM."""
    return bool(found.args.get("tables") or (found.key in ("update", "delete") and found.this.args.get("joins")))


def _parsed_as(dialect: str, text: str):  # type: ignore[no-untyped-def]  # noqa: ANN202
    from sqlglot import parse
    from sqlglot.errors import SqlglotError

    logging.getLogger("sqlglot").setLevel(logging.ERROR)  # what it cannot parse is not a warning of ours

    try:
        statements = [one for one in parse(text, read=dialect) if one is not None]
    except (SqlglotError, RecursionError):
        return None
    return statements[0] if len(statements) == 1 else None
