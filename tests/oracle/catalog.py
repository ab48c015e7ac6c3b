"""Our catalog and PostgreSQL's own in one form, so that they can be compared field by field."""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterable
from typing import Any

from kyselylint.schema.catalog import Catalog, Index, Table
from kyselylint.schema.sql.folders import Folder
from kyselylint.schema.sql.migration import applied_parts, is_checkpoint

from . import node

_ACTIONS = {"a": "", "r": "restrict", "c": "cascade", "n": "set null", "d": "set default"}
_KINDS = {"p": "primary key", "u": "unique", "f": "foreign key", "c": "check"}
Facts = dict[str, Any]
"""Every fact of a catalog by a path of names, like `table todo / column id / type`."""


def postgres(
    folders: Iterable[Folder], read: Callable[[str], bytes], before: str = ""
) -> list[tuple[Facts, list[str]]]:
    """What PostgreSQL has after `before` and the files of each folder were applied, and the errors it gave."""
    return postgres_of([[{"path": "before", "text": before}, *_texts(folder, read)] for folder in folders])


def postgres_of(databases: list[list[dict[str, str]]]) -> list[tuple[Facts, list[str]]]:
    """What PostgreSQL has of each database after its texts, `path` and `text`, were applied, and the errors it gave."""
    node.install()
    command = [shutil.which("node") or "node", str(node.HERE / "postgres.mjs")]
    done = subprocess.run(command, input=json.dumps(databases), capture_output=True, text=True, check=True)
    return [(dict(_of_postgres(found)), found["errors"]) for found in json.loads(done.stdout)]


def _texts(folder: Folder, read: Callable[[str], bytes]) -> Iterable[dict[str, str]]:
    checkpoints = [position for position, path in enumerate(folder.files) if is_checkpoint(read(path))]
    for path in folder.files[(checkpoints or [0])[-1] :]:
        yield from ({"path": path, "text": part.decode()} for _, part in applied_parts(read(path)))


def ours(catalog: Catalog) -> Facts:
    """What our catalog says, for tables of which every statement was seen."""
    facts: Facts = {}
    for table in catalog.tables.values():
        facts.update(_of_table(table))
    for name, values in catalog.enums.items():
        facts[f"enum {name}"] = values
    return facts


def _of_table(table: Table) -> Iterable[tuple[str, Any]]:
    place = f"table {_name(table.schema, table.name)}"
    yield f"{place} / view", table.view
    yield f"{place} / columns", tuple(column.stored for column in table.columns)
    if table.view:
        yield from ((f"{place} / column {column.stored}", column.type) for column in table.columns)
        return
    yield f"{place} / row level security", table.row_level_security
    for column in table.columns:
        fact = (column.type, column.nullable, column.has_default, column.generated)
        yield f"{place} / column {column.stored}", fact
    yield from _of_constraints(place, table)
    for index in table.indexes:
        yield f"{place} / index {index.name}", _index(index)
    for policy in table.policies:
        yield f"{place} / policy {policy.name}", policy.command


def _of_constraints(place: str, table: Table) -> Iterable[tuple[str, Any]]:
    if table.primary_key is not None:
        yield f"{place} / primary key {table.primary_key.name}", table.primary_key.columns
    for key in table.uniques:
        yield f"{place} / unique {key.name}", (key.columns, key.nulls_not_distinct)
    for foreign in table.foreign_keys:
        actions = tuple("" if action == "no action" else action for action in (foreign.on_delete, foreign.on_update))
        yield (
            f"{place} / foreign key {foreign.name}",
            (foreign.columns, foreign.target, foreign.target_columns, *actions),
        )
    for check in table.checks:
        yield f"{place} / check {check.name}", True


def _index(index: Index) -> tuple[Any, ...]:
    parts = tuple("expression" if part.startswith("(") else part for part in index.parts)
    descending = tuple(part in index.descending for part in index.parts)
    return index.unique, index.method, parts, index.include, bool(index.where), index.nulls_not_distinct, descending


def _of_postgres(found: dict[str, Any]) -> Iterable[tuple[str, Any]]:
    views = {(row["schema"], row["name"]) for row in found["tables"] if row["view"]}
    for row in found["tables"]:
        place = _place(row, "name")
        yield f"{place} / view", row["view"]
        names = [
            one["name"] for one in found["columns"] if (one["schema"], one["table"]) == (row["schema"], row["name"])
        ]
        yield f"{place} / columns", tuple(names)
        if not row["view"]:
            yield f"{place} / row level security", row["security"]
    for row in found["columns"]:
        if (row["schema"], row["table"]) in views:
            yield f"{_place(row)} / column {row['name']}", _type(row["type"])
        else:
            default = row["has_default"] and not str(row["default_text"]).lower().startswith("null::")
            fact = (_type(row["type"]), row["nullable"], default, row["generated"])
            yield f"{_place(row)} / column {row['name']}", fact
    for row in found["constraints"]:
        yield f"{_place(row)} / {_KINDS[row['type']]} {row['name']}", _constraint(row)
    for row in found["indexes"]:
        if (row["schema"], row["table"]) not in views:
            yield f"{_place(row)} / index {row['name']}", _postgres_index(row)
    for row in found["policies"]:
        yield f"{_place(row)} / policy {row['name']}", row["command"]
    for row in found["enums"]:
        yield f"enum {_name(row['schema'], row['name'])}", tuple(row["values"])


def _constraint(row: dict[str, Any]) -> Any:
    columns = tuple(row["columns"] or ())
    if row["type"] == "p":
        return columns
    if row["type"] == "u":
        return columns, row["nulls_not_distinct"]
    if row["type"] == "c":
        return True
    target = _name(row["target_schema"], row["target"])
    return columns, target, tuple(row["target_columns"]), _ACTIONS[row["on_delete"]], _ACTIONS[row["on_update"]]


def _postgres_index(row: dict[str, Any]) -> tuple[Any, ...]:
    parts = tuple(
        "expression" if expression else part.strip('"')
        for part, expression in zip(row["parts"], row["expressions"], strict=True)
    )
    include = tuple(part.strip('"') for part in row["include"] or ())
    descending = tuple(flag and part != "expression" for part, flag in zip(parts, row["descending"], strict=True))
    return row["unique"], row["method"], parts, include, row["partial"], row["nulls_not_distinct"], descending


def _place(row: dict[str, Any], name: str = "table") -> str:
    return f"table {_name(row['schema'], row[name])}"


def _name(schema: str, name: str) -> str:
    return name if schema in ("", "public") else f"{schema}.{name}"


def _type(text: str) -> str:
    return text.replace('"', "").removeprefix("public.")
