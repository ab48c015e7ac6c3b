"""Columns and expressions as an index holds them, so that those of a query and those of an index can meet."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from kyselylint.analysis.lists import is_kind
from kyselylint.analysis.sqlnames import quoted
from kyselylint.query.expression import Expression, Function, Inline, JsonPath, Raw, Ref
from kyselylint.schema.catalog import Column, fold

_LOOSE = re.compile(r"::\w+(?: \w+)*(?=[^\w ]|$)|[\s()]")  # pg_dump writes casts and parentheses that nobody typed
# Functions of one text column that are immutable, as an index demands.
_INDEXABLE = re.compile(r"(?P<function>lower|upper)\((?P<column>\"?\w+\"?)\)", re.IGNORECASE)
_FEW = ("boolean",)  # types with few values
_Find = Callable[[Ref], Column | None]


@dataclass(frozen=True, slots=True)
class Part:
    """A column or expression of a table. `sql` is its text for `create index`, `name` what stands for it in a name.

    `column` is the one that it is about. `indexable` when PostgreSQL lets an index hold it. `kind` when many rows share
    each of its values: by its type or by its name.
    """

    sql: str
    name: str
    column: Column | None = field(default=None, compare=False)
    indexable: bool = True
    kind: bool = False

    @property
    def written(self) -> str:
        """For a message: the column as code calls it, or the expression."""
        return self.column.name if self.column is not None and not self.sql.startswith("(") else self.sql[1:-1]

    @property
    def key(self) -> str:
        """Equal for the same part in whatever way it is written."""
        return key_of(self.sql)


def key_of(part: str) -> str:
    """The key of a part of an index."""
    return fold(_LOOSE.sub("", part))


def column_part(column: Column, enums: Collection[str] = ()) -> Part:
    """A column by itself, in the database's spelling; `enums` are the types that have few values."""
    stored = column.stored or column.name
    return Part(quoted(stored), stored, column, kind=column.type in (*_FEW, *enums) or is_kind(stored))


def expression_part(expression: Expression, find: _Find, *, alone: bool) -> Part | None:
    """An expression over columns of one table; None if it names other things.

    Raw text names its columns without a table, so it is read only in a statement that has no other (`alone`).
    """
    if isinstance(expression, Raw) and not alone:
        return None
    text = _written(expression, find)
    if text is None:
        return None
    simple = _INDEXABLE.fullmatch(text)
    path = isinstance(expression, JsonPath)
    name = re.sub(r"\W+", "_", text).strip("_").lower()
    column = find(Ref(simple["column"].strip('"'))) if simple else _root(expression, find)
    return Part(f"({text})", name, column, indexable=column is not None and bool(simple or path))


def _root(expression: Expression, find: _Find) -> Column | None:
    inner = expression.root if isinstance(expression, JsonPath) else None
    return find(inner) if isinstance(inner, Ref) else None


def _written(expression: Expression, find: _Find) -> str | None:
    if isinstance(expression, Ref):
        column = find(expression)
        return quoted(column.stored or column.name) if column is not None else None
    if isinstance(expression, Inline):
        return f"'{expression.value}'" if isinstance(expression.value, str) else str(expression.value).lower()
    if isinstance(expression, Function) and not expression.dynamic:
        arguments = [_written(one, find) for one in expression.args]
        return f"{expression.name}({', '.join(map(str, arguments))})" if None not in arguments else None
    if isinstance(expression, JsonPath) and expression.root is not None and expression.operator == "->>":
        return _path(expression, _written(expression.root, find))
    if isinstance(expression, Raw):
        texts = [part if isinstance(part, str) else _written(part, find) for part in expression.parts]
        return "".join(map(str, texts)).strip() if None not in texts else None
    return None


def _path(path: JsonPath, root: str | None) -> str | None:
    legs = [f"'{leg}'" if isinstance(leg, str) else str(leg) for _, leg in path.legs if isinstance(leg, str | int)]
    if root is None or len(legs) != len(path.legs):
        return None
    return "".join((root, *(f" -> {leg}" for leg in legs[:-1]), f" ->> {legs[-1]}"))
