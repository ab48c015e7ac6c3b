"""The database as it was understood: what `kyselylint schema` prints."""

from __future__ import annotations

import json
from collections.abc import Iterator

from kyselylint.finding import Span
from kyselylint.report.document import Document
from kyselylint.report.json import VERSION, position
from kyselylint.report.style import Style, printable
from kyselylint.schema.catalog import Catalog, Column, ForeignKey, Index, Key, Schema, Table


def as_text(schema: Schema, document: Document) -> str:
    """A block for each table: columns with type, null and default, then keys and indexes, and where each was read."""
    style = Style(document.color)
    lines = (line for catalog in schema.catalogs for line in _catalog(catalog, document, style))
    notes = (f"{style('warning', 'note')}: {printable(note)}" for note in schema.notes)
    return "".join(f"{line}\n" for line in (*lines, *notes))


def as_json(schema: Schema, document: Document) -> str:
    """One object, with a line end."""
    catalogs = [_catalog_object(catalog, document) for catalog in schema.catalogs]
    return json.dumps({"version": VERSION, "databases": catalogs, "notes": list(schema.notes)}, indent=2) + "\n"


def _catalog(catalog: Catalog, document: Document, style: Style) -> Iterator[str]:
    source = f"  {document.sources.shown(catalog.types_from)}" if catalog.types_from else ""
    count = f"{len(catalog.tables)} {'table' if len(catalog.tables) == 1 else 'tables'}"
    more = "" if catalog.complete else ", and possibly others"
    yield f"{style('bold', printable(catalog.name or 'database'))}  {count}{more}{printable(source)}"
    for table in catalog.tables.values():
        yield ""
        yield from _table(table, document, style)
    for contradiction in catalog.contradictions:
        yield f"{style('warning', 'contradiction')}: {printable(contradiction.message)}"
    yield ""


def _table(table: Table, document: Document, style: Style) -> Iterator[str]:
    facts = [*(["view"] if table.view else []), *(["row-level security"] if table.row_level_security else [])]
    facts += ["columns not all known"] if table.open else []
    said = f" ({', '.join(facts)})" if facts else ""
    yield f"  {style('bold', printable(_name(table)))}{said}{_origin(table.origin, document, style)}"
    width = max((len(column.name) for column in table.columns), default=0)
    for column in table.columns:
        yield f"    {printable(column.name.ljust(width))}  {printable(_described(column))}"
    for line in _keys(table):
        yield f"    {printable(line)}"


def _described(column: Column) -> str:
    null = {True: "null", False: "not null", None: "null?"}[column.nullable]
    default = f"default {column.default}" if column.default else "default" if column.has_default else ""
    generated = "generated" if column.generated else ""
    stored = f"stored as {column.stored}" if column.stored not in ("", column.name) else ""
    return "  ".join(part for part in (column.type or "?", null, generated or default, stored) if part)


def _keys(table: Table) -> Iterator[str]:
    if table.primary_key is not None:
        yield f"primary key ({', '.join(table.primary_key.columns)})"
    for key in table.uniques:
        yield f"unique ({', '.join(key.columns)})"
    for reference in table.foreign_keys:
        yield _reference(reference)
    for index in table.indexes:
        yield _index(index)


def _reference(reference: ForeignKey) -> str:
    actions = [f"on delete {reference.on_delete}"] if reference.on_delete else []
    actions += [f"on update {reference.on_update}"] if reference.on_update else []
    target = f"{reference.target} ({', '.join(reference.target_columns)})"
    return " ".join([f"foreign key ({', '.join(reference.columns)}) references {target}", *actions])


def _index(index: Index) -> str:
    kind = "unique index" if index.unique else "index"
    method = f" using {index.method}" if index.method != "btree" else ""
    where = f" where {index.where}" if index.where else ""
    return f"{kind} {index.name}{method} ({', '.join(index.parts)}){where}"


def _origin(span: Span | None, document: Document, style: Style) -> str:
    return f"  {style('mark', printable(document.where(span)))}" if span is not None else ""


def _name(table: Table) -> str:
    return f"{table.schema}.{table.name}" if table.schema else table.name


def _catalog_object(catalog: Catalog, document: Document) -> dict[str, object]:
    return {
        "name": catalog.name or None,
        "types_from": document.sources.shown(catalog.types_from) if catalog.types_from else None,
        "complete": catalog.complete,
        "tables": [_table_object(table, document) for table in catalog.tables.values()],
        "enums": [{"name": name, "values": list(values)} for name, values in sorted(catalog.enums.items())],
        "contradictions": [
            {
                "message": one.message,
                "table": one.table,
                "column": one.column or None,
                "types": _place(one.types, document),
                "sql": _place(one.sql, document),
            }
            for one in catalog.contradictions
        ],
    }


def _table_object(table: Table, document: Document) -> dict[str, object]:
    return {
        "name": table.name,
        "schema": table.schema or None,
        "view": table.view,
        "complete": not table.open,
        "keys_known": table.keys_known,
        "row_level_security": table.row_level_security,
        "columns": [_column_object(column, document) for column in table.columns],
        "primary_key": _key_object(table.primary_key, document) if table.primary_key else None,
        "unique_keys": [_key_object(key, document) for key in table.uniques],
        "foreign_keys": [_reference_object(reference, document) for reference in table.foreign_keys],
        "indexes": [_index_object(index, document) for index in table.indexes],
        "checks": [{"name": check.name, "expression": check.expression} for check in table.checks],
        "policies": [
            {"name": one.name, "command": one.command, "using": one.using or None, "check": one.check or None}
            for one in table.policies
        ],
        "origin": _place(table.origin, document),
    }


def _column_object(column: Column, document: Document) -> dict[str, object]:
    return {
        "name": column.name,
        "stored": column.stored or None,
        "type": column.type or None,
        "nullable": column.nullable,
        "has_default": column.has_default,
        "default": column.default or None,
        "generated": column.generated,
        "origin": _place(column.origin, document),
    }


def _key_object(key: Key, document: Document) -> dict[str, object]:
    return {"name": key.name or None, "columns": list(key.columns), "origin": _place(key.origin, document)}


def _reference_object(reference: ForeignKey, document: Document) -> dict[str, object]:
    return {
        "name": reference.name or None,
        "columns": list(reference.columns),
        "target": reference.target,
        "target_columns": list(reference.target_columns),
        "on_delete": reference.on_delete or None,
        "on_update": reference.on_update or None,
        "origin": _place(reference.origin, document),
    }


def _index_object(index: Index, document: Document) -> dict[str, object]:
    return {
        "name": index.name,
        "unique": index.unique,
        "method": index.method,
        "parts": list(index.parts),
        "include": list(index.include),
        "where": index.where or None,
        "origin": _place(index.origin, document),
    }


def _place(span: Span | None, document: Document) -> dict[str, object] | None:
    if span is None:
        return None
    return {"path": document.sources.shown(span.path), "start": position(document.start(span))}
