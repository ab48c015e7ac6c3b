"""Searches for a piece of text, and the indexes that can answer them."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.access import Access
from kyselylint.analysis.bounds import belongs
from kyselylint.analysis.predicate import bare
from kyselylint.query.expression import Binary, Or, Param, Ref
from kyselylint.query.statement import Query
from kyselylint.query.walk import walk
from kyselylint.schema.catalog import Column, fold

_SEARCH = frozenset({"ilike", "~*", "like"})
_TEXT = frozenset({"gin", "gist"})
_SEARCHABLE = ("text", "character varying")  # what gin_trgm_ops takes and its operators find: citext has its own


def is_text_search(node: Binary) -> bool:
    """`like 'abc%'` can use an ordinary index; what begins with a wildcard, or minds no case, cannot."""
    right = bare(node.right)
    text = right.value.text.strip("`'\"") if isinstance(right, Param) else ""
    return node.operator in _SEARCH and (node.operator != "like" or text.startswith("%"))


def text_searches(statement: Query) -> Iterator[Binary]:
    """The searches of a statement that an index could answer: an `or` over several tables is judged row by row."""
    nodes = tuple(walk(statement.where))
    hopeless = {id(one) for node in nodes if isinstance(node, Or) and _is_mixed(node) for one in walk(node)}
    yield from (one for one in nodes if isinstance(one, Binary) and is_text_search(one) and id(one) not in hopeless)


def _is_mixed(node: Or) -> bool:
    return len({one.table for one in walk(node) if isinstance(one, Ref)}) > 1


def unindexed_text(node: Binary, access: Access) -> Column | None:
    """The searched column, if it is one of this table's, holds text, and stands in no text index."""
    ref = bare(node.left)
    if not isinstance(ref, Ref) or not belongs(ref, access.source, only=False):
        return None
    column = access.table.column(ref.column)
    texts = (index for index in access.table.indexes if index.method in _TEXT)
    indexed = any(fold(ref.column) in fold(part) for index in texts for part in index.parts)
    return column if column is not None and column.type.startswith(_SEARCHABLE) and not indexed else None
