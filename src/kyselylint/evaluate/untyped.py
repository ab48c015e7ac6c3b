"""Places where the code turns Kysely's type checking off."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kyselylint.finding import Span
from kyselylint.project.modules import SourceModule
from kyselylint.query.facts import Untyped

# Read from the text: types of tagged templates are not in the tree (`syntax/mask.py`).
_HANDLE = re.compile(rb"\b(?P<name>Kysely|Transaction|ControlledTransaction)<\s*any\s*>")
_SQL = re.compile(rb"(?<![\w$.])(?P<name>sql)<\s*any(?:\[\])?\s*>(?=\s*`)")
_CAST = re.compile(
    rb"\((?P<name>[\w$.]+)\s+as\s+any\)\s*\.(?:selectFrom|insertInto|updateTable|deleteFrom|mergeInto|replaceInto|transaction\(\))"
)
_CODE = frozenset({"identifier", "type_identifier", "property_identifier"})


def untyped(module: SourceModule) -> Iterator[Untyped]:
    """`Kysely<any>`, `sql<any>`, and casts of a handle to any, in the order of the text; not those in comments."""
    found = (match for pattern in (_HANDLE, _SQL, _CAST) for match in pattern.finditer(module.source))
    for match in sorted(found, key=lambda one: one.start()):
        end = match.end("name")
        node = module.tree.root.descendant_for_byte_range(end - 1, end)
        if node is not None and node.type in _CODE:
            cast = match.re is _CAST
            yield Untyped(match["name"].decode(), Span(module.path, match.start("name"), end), cast=cast)
