"""Prisma schema files: models, enums, keys and relations, as the database has them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterator, Mapping

from kyselylint.finding import Span
from kyselylint.schema.catalog import Column, ForeignKey, Index, Key
from kyselylint.schema.sql.apply import finished
from kyselylint.schema.sql.cursor import Cursor
from kyselylint.schema.sql.draft import Draft
from kyselylint.schema.sql.folders import Folder, is_applied
from kyselylint.schema.sql.prisma_text import Field, Model, argument, lines_in, members, names_in, string_in
from kyselylint.schema.sql.replayed import Replayed
from kyselylint.schema.sql.state import State
from kyselylint.schema.sql.types import read_type
from kyselylint.schema.sql.words import SqlText, Unreadable, statements

_BLOCK = re.compile(r"^(model|view|enum|datasource)\s+(\w+)\s*\{$(.*?)^\}", re.MULTILINE | re.DOTALL)
_SCALARS = {
    "String": "text",
    "Boolean": "boolean",
    "Int": "integer",
    "BigInt": "bigint",
    "Float": "double precision",
    "Decimal": "numeric(65,30)",
    "DateTime": "timestamp(3) without time zone",
    "Json": "jsonb",
    "Bytes": "bytea",
}
_NATIVE = {"DoublePrecision": "double precision", "SmallInt": "smallint", "ByteA": "bytea", "Integer": "integer"}
_BY_CLIENT = ("uuid", "cuid", "nanoid", "ulid")  # filled in by Prisma, not by the database
_ACTIONS = {
    "Cascade": "cascade",
    "Restrict": "restrict",
    "SetNull": "set null",
    "SetDefault": "set default",
    "NoAction": "no action",
}
_DIALECTS = {
    "postgresql": "postgres",
    "postgres": "postgres",
    "mysql": "mysql",
    "sqlite": "sqlite",
    "cockroachdb": "postgres",
}


def read_prisma(listed: Collection[str], read: Callable[[str], bytes]) -> Iterator[Replayed]:
    """One database for each place with Prisma schema files; a schema may be spread over a directory."""
    paths = sorted(path for path in listed if path.endswith(".prisma") and is_applied(posixpath.dirname(path)))
    homes: dict[str, list[str]] = {}
    for path in sorted(paths, key=lambda path: path.count("/")):
        directory = posixpath.dirname(path)
        home = next((one for one in homes if directory == one or directory.startswith(f"{one}/")), directory)
        homes.setdefault(home, []).append(path)
    for home, files in homes.items():
        replayed = _schema(home, tuple(files), read)
        if replayed.catalog.tables:
            yield replayed


def _schema(home: str, files: tuple[str, ...], read: Callable[[str], bytes]) -> Replayed:
    models: dict[str, Model] = {}
    state, dialect = State(), ""
    for path in files:
        source = SqlText(path, read(path))
        for block in _BLOCK.finditer(source.text):
            kind, name, body = block[1], block[2], block[3]
            if kind == "enum":
                state.enums[("", name)] = tuple(line.split()[0] for line in lines_in(body) if not line.startswith("@@"))
            elif kind == "datasource":
                dialect = next((found for word, found in _DIALECTS.items() if f'"{word}"' in body), "")
            else:
                place = source.span(block.start(2), block.end(2))
                models[name] = Model(name, *members(source, block), place, kind == "view")
    for model in models.values():
        state.tables[model.stored] = _table(model, models, state)
    for draft in _joins(models):
        state.tables[draft.name] = draft
    return Replayed(Folder(home, "schema", files), finished(state, home, dialect), (), len(models))


def _table(model: Model, models: Mapping[str, Model], state: State) -> Draft:
    draft = Draft(model.stored, model.span, view=model.view)
    for field in model.fields:
        if field.type not in models and "ignore" not in field.attributes:
            draft.columns[field.stored] = _column(field, state)
        if "id" in field.attributes:
            draft.add_primary_key(Key((field.stored,), draft.free_name((), "pkey"), origin=field.span))
        if "unique" in field.attributes:
            name = argument(field.attributes["unique"], "map") or draft.free_name((field.stored,), "key")
            _add_unique(draft, (field.stored,), name, field.span)
        if field.type in models and "fields" in field.attributes.get("relation", ""):
            draft.foreign_keys.append(_reference(field, model, models[field.type], draft))
    for name, arguments in model.attributes:
        _key(draft, model, name, arguments)
    return draft


def _column(field: Field, state: State) -> Column:
    default = field.attributes.get("default", "")
    by_database = bool(default) and not default.startswith(_BY_CLIENT)
    declared = field.type if ("", field.type) in state.enums or field.type not in _SCALARS else _SCALARS[field.type]
    typed = next(
        (_native(name[3:], text) for name, text in field.attributes.items() if name.startswith("db.")), declared
    )
    return Column(
        field.stored,
        f"{typed}[]" if field.listed else typed,
        nullable=None if field.listed else field.optional,  # Prisma reads a null list as an empty one
        has_default=by_database,
        stored=field.stored,
        declared="serial" if default.startswith("autoincrement") else typed,
        default=default if by_database else "",
        origin=field.span,
        created=field.span,
    )


def _native(name: str, arguments: str) -> str:
    """`@db.VarChar(20)` in PostgreSQL's spelling."""
    text = _NATIVE.get(name, name.lower()) + (f"({arguments})" if arguments else "")
    try:
        (statement,) = statements(SqlText("", text.encode()))
        return read_type(Cursor(statement.source, statement.words))
    except (Unreadable, ValueError):
        return text


def _reference(field: Field, model: Model, target: Model, draft: Draft) -> ForeignKey:
    arguments = field.attributes["relation"]
    columns = tuple(model.column(name) for name in names_in(argument(arguments, "fields")))
    wanted = tuple(target.column(name) for name in names_in(argument(arguments, "references")))
    optional = any(one.optional for one in model.fields if one.stored in columns)
    on_delete = _ACTIONS.get(argument(arguments, "onDelete"), "set null" if optional else "restrict")
    on_update = _ACTIONS.get(argument(arguments, "onUpdate"), "cascade")
    name = string_in(argument(arguments, "map")) or draft.free_name(columns, "fkey")
    return ForeignKey(
        columns, ".".join(part for part in target.stored if part), wanted, on_delete, on_update, name, field.span
    )


def _key(draft: Draft, model: Model, kind: str, arguments: str) -> None:
    columns = tuple(model.column(name) for name in names_in(argument(arguments, "fields") or argument(arguments, "")))
    name = string_in(argument(arguments, "map"))
    if kind == "id":
        draft.add_primary_key(Key(columns, name or draft.free_name((), "pkey"), origin=model.span))
    elif kind == "unique":
        _add_unique(draft, columns, name or draft.free_name(columns, "key"), model.span)
    elif kind == "index":
        method = (argument(arguments, "type") or "btree").lower()
        label = name or draft.free_name(columns, "idx")
        draft.indexes.append(Index(label, columns, columns, method=method, origin=model.span))


def _add_unique(draft: Draft, columns: tuple[str, ...], name: str, place: Span) -> None:
    """Prisma makes unique indexes, no constraints."""
    draft.indexes.append(Index(name, columns, columns, unique=True, origin=place))


def _joins(models: Mapping[str, Model]) -> Iterator[Draft]:
    """The tables that Prisma makes for relations of many to many, with the columns A and B."""
    for model in models.values():
        for field in model.fields:
            other = models.get(field.type)
            if other is not None and field.listed and model.name <= other.name and _is_many(field, model, other):
                yield _join(field, model, other)


def _is_many(field: Field, model: Model, other: Model) -> bool:
    """Both ends are lists. Of a relation between rows of one model, the first field makes the table."""
    ends = [one for one in other.fields if one.type == model.name and _relation(one) == _relation(field)]
    back = [one for one in ends if one is not field]
    first = model is not other or (bool(back) and ends.index(field) == 0)
    return bool(back) and all(one.listed for one in back) and first


def _relation(field: Field) -> str:
    arguments = field.attributes.get("relation", "")
    return string_in(argument(arguments, "name") or argument(arguments, ""))


def _join(field: Field, model: Model, other: Model) -> Draft:
    draft = Draft(("", f"_{_relation(field) or f'{model.name}To{other.name}'}"), field.span)
    for column, end in (("A", model), ("B", other)):
        key = next((one for one in end.fields if "id" in one.attributes), None)
        typed = _SCALARS.get(key.type, "") if key else ""
        draft.columns[column] = Column(
            column, typed, False, False, stored=column, origin=field.span, created=field.span
        )
        target = ".".join(part for part in end.stored if part)
        keyed = (key.stored,) if key else ()
        draft.foreign_keys.append(ForeignKey((column,), target, keyed, "cascade", "cascade", origin=field.span))
    _add_unique(draft, ("A", "B"), f"{draft.name[1]}_AB_unique", field.span)
    draft.indexes.append(Index(f"{draft.name[1]}_B_index", ("B",), ("B",), origin=field.span))
    return draft
