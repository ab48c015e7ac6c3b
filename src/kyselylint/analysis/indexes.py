"""Which index serves an access, and which one would."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from kyselylint.analysis.access import Access, Sort
from kyselylint.analysis.parts import Part, column_part, key_of
from kyselylint.analysis.remedy import NewIndex
from kyselylint.analysis.soft_delete import is_marker
from kyselylint.schema.catalog import Index, fold

_SORTED = frozenset({"btree", "hash", ""})
_HOLDERS = ("jsonb", "[]")
_MOST = 3  # equal columns of an index: the rest leaves few rows to look through
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_TERM = re.compile(
    r"(?P<not>not )?\"?(?P<column>\w+)\"?"
    r"(?: (?P<null>is null|is not null)| ?(?:=|is) ?(?P<value>true|false|\d+|'[^']*'))?",
    re.IGNORECASE,
)
_NOISE = re.compile(r"::\w+(?: \w+)*?(?=\s*(?:[^\w ]|and\b|is\b|$))|[()]", re.IGNORECASE)


def is_served(access: Access, tenants: frozenset[str]) -> bool:
    """Whether an index finds the rows, or gives them in the order that is asked for.

    Where the tenant leads an index and the query forgot it, the tenant is what is missing, not another index.
    """
    return any(_serves(index, access, tenants) for index in access.table.paths())


def is_partly_served(access: Access) -> bool:
    """Whether an index begins with what is given, but holds only some of the rows."""
    given = {part.key for part in access.given}
    return any(index.where and key_of(index.parts[0]) in given for index in access.table.indexes)


def contained(access: Access) -> tuple[Part, ...]:
    """What is asked whether it holds something, is JSON or an array, and stands in no index for that."""
    indexed = {key_of(part) for index in access.table.indexes for part in index.parts if index.method not in _SORTED}
    parts = (part for part in access.contained if part.column is not None and part.key not in indexed)
    return tuple(part for part in parts if part.column and part.column.type.endswith(_HOLDERS))


def _serves(index: Index, access: Access, tenants: frozenset[str]) -> bool:
    if index.where and implied(index.where, access.holds) is False:
        return False
    equal = {part.key for part in (*access.given, *access.tied)}
    further = {part.key for part in (*access.ranges, *(sort.part for sort in access.order[:1]))}
    keys = [key_of(part) for part in index.parts]
    if index.method not in _SORTED:  # GiST and BRIN serve equality and ranges too, with their operator classes
        return not equal.isdisjoint(keys) or not further.isdisjoint(keys)
    if index.method == "hash":
        return keys[0] in equal
    behind = keys[1:2] if keys and fold(keys[0]) in tenants else []
    return any(key in equal or key in further for key in (*keys[:1], *behind))


def implied(where: str, holds: Collection[str]) -> bool | None:
    """Whether rows of which that holds are all in a partial index; None if its condition cannot be read."""
    known: bool | None = True
    for term in _AND.split(_NOISE.sub("", where).strip()):
        match = _TERM.fullmatch(" ".join(term.split()))
        if match is None:
            return None
        name = fold(match["column"])
        if f"{name} = ?" in holds and match["value"]:
            known = None
        elif _fact(match, name) not in holds:
            return False
    return known


def _fact(match: re.Match[str], name: str) -> str:
    if match["null"]:
        return f"{name} {match['null'].lower()}"
    value = match["value"] or "true"
    if match["not"]:
        value = "false" if value.lower() == "true" else "true"
    return f"{name} = {value if value.startswith(chr(39)) else value.lower()}"


def is_selective(access: Access) -> bool:
    """Whether something that is given leaves few rows: not a status, a type or a flag alone."""
    return any(not part.kind and part.indexable for part in access.given)


def is_sorted_page(access: Access) -> bool:
    """Whether the first rows in an order are read of the whole table, or of those with a certain status."""
    indexable = bool(access.order) and all(sort.part.indexable for sort in access.order)
    return access.plain and access.paged and indexable and not access.ranges and not access.contained


def advised(access: Access, tenants: frozenset[str]) -> NewIndex:
    """The index that would help: the tenant, what is compared for equality, then one range or the order."""
    order = _order(access)
    given = [part for part in access.given if part.indexable and not (order and part in access.listed)]
    given.sort(key=lambda part: (fold(part.name) not in tenants, part.kind, part in access.listed, part.name))
    chosen = [*_few(given), *(() if order else _new(access.ranges, given)[:1])]
    columns = [part.sql for part in chosen]
    sorts = [_sorted(sort, order) for sort in order if sort.part not in chosen]
    names = [part.name for part in (*chosen, *(sort.part for sort in order if sort.part not in chosen))]
    return NewIndex(access.table, (*columns, *sorts), tuple(names), where=_where(access))


def advised_gin(access: Access) -> NewIndex:
    """The index that answers what a column of several values holds."""
    part = contained(access)[0]
    return NewIndex(access.table, (part.sql,), (part.name,), method="gin")


def _few(given: list[Part]) -> list[Part]:
    """A kind that stands behind columns that already leave few rows would only make the index larger."""
    sharp = [part for part in given if not part.kind]
    return given[:_MOST] if len(sharp) < _MOST - 1 else sharp[:_MOST]


def _order(access: Access) -> tuple[Sort, ...]:
    """The order, if an index can give it: behind equal values only, or as the range itself."""
    listed = [part for part in access.listed if not part.kind]
    first = access.order[0].part if access.order else None
    ranged = bool(access.ranges) and access.ranges != (first,)
    usable = access.paged and not listed and not ranged and all(sort.part.indexable for sort in access.order)
    return access.order if usable else ()


def _sorted(sort: Sort, order: tuple[Sort, ...]) -> str:
    """An index is read in both directions, so that directions count only where they differ."""
    mixed = len({one.direction or "asc" for one in order}) > 1 or any(one.nulls for one in order)
    said = (sort.part.sql, sort.direction if sort.direction == "desc" else "", sort.nulls)
    return " ".join(word for word in said if word) if mixed else sort.part.sql


def _new(parts: Iterable[Part], known: list[Part]) -> list[Part]:
    return [part for part in parts if part not in known and part.indexable]


def _where(access: Access) -> str:
    """Deleted rows, which the statement leaves out, need no place in the index."""
    marks = (column for column in access.table.columns if is_marker(column.name))
    column = next((one for one in marks if f"{fold(one.stored or one.name)} is null" in access.holds), None)
    return f"{column_part(column).sql} is null" if column is not None else ""
