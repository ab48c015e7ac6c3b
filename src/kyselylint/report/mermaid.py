"""The database as an entity-relationship diagram: https://mermaid.js.org/syntax/entityRelationshipDiagram.html."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kyselylint.schema.catalog import Catalog, Column, ForeignKey, Schema, Table, fold

# What an attribute may not be written with, may not begin with, and may not be: ATTRIBUTE_WORD and ATTRIBUTE_KEY of
# Mermaid's grammar (packages/mermaid/src/diagrams/er/parser/erDiagram.jison).
_NOT_A_WORD = re.compile("[^A-Za-z0-9_\u00c0-\uffff]+")
_NOT_A_START = re.compile("[0-9]")
_NOT_IN_A_NAME = re.compile(r'["%\\\r\n\v\x08]')  # ENTITY_NAME
_COMMAND = re.compile(r"(direction)\s+(TB|BT|RL|LR)")
_KEYS = frozenset({"PK", "FK", "UK"})


def as_mermaid(schema: Schema) -> str:
    """One diagram; where there are several databases, their names stand in comments above their tables."""
    lines = (line for catalog in schema.catalogs for line in _catalog(catalog, several=len(schema.catalogs) > 1))
    return "".join(f"{line}\n" for line in ("erDiagram", *lines))


def _catalog(catalog: Catalog, *, several: bool) -> Iterator[str]:
    if several:
        yield f"  %% {' '.join(catalog.name.split()) or 'database'}"
    for table in catalog.tables.values():
        yield f"  {_entity(table)} {{"
        yield from (f"    {_attribute(table, column)}" for column in table.columns)
        yield "  }"
    for table in catalog.tables.values():
        yield from (f"  {line}" for reference in table.foreign_keys for line in _relation(catalog, table, reference))


def _entity(table: Table) -> str:
    name = f"{table.schema}.{table.name}" if table.schema else table.name
    return _quoted(name)


def _quoted(name: str) -> str:
    """Mermaid knows no escapes, and takes `direction TB` for a command even in quotes."""
    plain = _COMMAND.sub(r"\1_\2", _NOT_IN_A_NAME.sub("", name).strip())
    return f'"{plain or "unnamed"}"'


def _attribute(table: Table, column: Column) -> str:
    name = fold(column.stored or column.name)
    primary = table.primary_key is not None and name in map(fold, table.primary_key.columns)
    foreign = any(name in map(fold, reference.columns) for reference in table.foreign_keys)
    unique = any(tuple(map(fold, key.columns)) == (name,) for key in table.unique_keys())
    keys = [label for label, holds in (("PK", primary), ("FK", foreign), ("UK", unique)) if holds]
    null = ' "null"' if column.nullable else ""
    written = f"{_word(column.type) or 'unknown'} {_word(column.name) or 'unnamed'}"
    return f"{written}{' ' + ', '.join(keys) if keys else ''}{null}"


def _relation(catalog: Catalog, table: Table, reference: ForeignKey) -> Iterator[str]:
    schema, _, name = reference.target.rpartition(".")
    target = catalog.table(name, schema)
    if target is None:
        return
    columns = [table.column(one) for one in reference.columns]
    optional = any(column is not None and column.nullable for column in columns)
    label = _quoted(", ".join(reference.columns))
    yield f"{_entity(target)} {'|o' if optional else '||'}--o{{ {_entity(table)} : {label}"


def _word(text: str) -> str:
    word = _NOT_A_WORD.sub("_", text.replace("[]", "_array")).strip("_")
    return f"_{word}" if _NOT_A_START.match(word) or word in _KEYS else word
