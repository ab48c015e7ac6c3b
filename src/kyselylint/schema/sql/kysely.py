"""Kysely's own migrations: what their `up` functions send, replayed like any SQL."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from kyselylint.finding import Span
from kyselylint.query.expression_sql import UNKNOWN
from kyselylint.query.facts import Migration, Project
from kyselylint.query.sql import render
from kyselylint.query.statement import Query
from kyselylint.schema.history import MigrationFile
from kyselylint.schema.sql.folders import Folder, is_applied
from kyselylint.schema.sql.replayed import Replayed
from kyselylint.source.cache import Cache
from kyselylint.syntax.tree import Node, Tree, parse

_DOWN = "down"
_NAMED = (
    "function_declaration",
    "method_definition",
    "pair",
    "variable_declarator",
    "public_field_definition",
    "export_specifier",
)
_TAKEN = (
    "shorthand_property_identifier",
    "shorthand_property_identifier_pattern",
)  # made elsewhere: `const { down } = …`
_CLOSED = ("statement_block", "import_statement")  # nothing inside is a function of the migration itself


def read_kysely(project: Project, read: Callable[[str], bytes], cache: Cache) -> Iterator[Replayed]:
    """The databases that directories of Kysely migrations build; `read` gives their bytes."""
    by_directory: dict[str, list[Migration]] = defaultdict(list)
    for migration in project.migrations:
        if is_applied(posixpath.dirname(migration.path)):  # those of fixtures build nothing of ours
            by_directory[posixpath.dirname(migration.path)].append(migration)
    for directory, migrations in sorted(by_directory.items()):
        ordered = [_file(one, read(one.path), project) for one in sorted(migrations, key=_path)]
        inputs = (part for file in ordered for part in (file.path, file.source, repr((file.sent, file.unseen))))
        replayed = cache.get(Replayed, directory, tuple(inputs), partial(_replay, directory, ordered))
        if any(file.changes for file in replayed.files):
            yield replayed


@dataclass(frozen=True, slots=True)
class _File:
    """A migration, and the statements that its `up` sends with their places in it, and whether all of each is shown."""

    path: str
    source: bytes
    sent: tuple[tuple[str, Span, bool], ...]
    unseen: tuple[tuple[Span, str], ...]


def _path(migration: Migration) -> str:
    return migration.path


def _file(migration: Migration, source: bytes, project: Project) -> _File:
    texts = [(one, render(_as_run(one.query, project.plugins), "postgres")) for one in migration.sent]
    sent = tuple((text, one.place, one.query.complete or UNKNOWN in text) for one, text in texts)
    return _File(migration.path, source, sent, migration.unseen)


def _replay(directory: str, modules: list[_File]) -> Replayed:
    from kyselylint.schema.sql.apply import finished  # with these comes sqlglot
    from kyselylint.schema.sql.replay import Replay
    from kyselylint.schema.sql.words import ComputedText

    run = Replay()
    files: list[MigrationFile] = []
    for module in modules:
        changes = run.file(ComputedText(text, place, whole=whole) for text, place, whole in module.sent)
        for place, call in module.unseen:
            run.unseen(place, call)
        down = way_back(parse(module.path, module.source))
        files.append(MigrationFile(module.path, changes, statements=len(module.sent), down=down))
    folder = Folder(directory, "kysely", tuple(module.path for module in modules))
    return Replayed(folder, finished(run.state, directory, ""), tuple(run.skipped), run.understood, tuple(files))


def way_back(tree: Tree) -> str:
    """What a migration has for undoing it: `missing`, `empty` or `present`. One that throws on purpose is present."""
    down = _down(tree)
    if down is None:
        return "missing"
    body = (down.child_by_field_name("value") or down).child_by_field_name("body")
    statements = [down] if body is None else [child for child in body.named_children if child.type != "comment"]
    return "present" if statements else "empty"


def _down(tree: Tree) -> Node | None:
    """What a migration names `down`: a function, or what holds one that is made elsewhere."""
    stack, found = [tree.root], None
    while stack:
        node = stack.pop()
        name = node.child_by_field_name("name") or node.child_by_field_name("key")
        if node.type in _TAKEN and tree.text(node) == _DOWN:
            found = found or node
        elif node.type in _NAMED and name is not None and tree.text(name) == _DOWN:
            found = node
        stack.extend(node.named_children if node.type not in _CLOSED else ())
    return found


def _as_run(query: Query, plugins: tuple[str, ...]) -> Query:
    """With the project's plugins: the migrator hands in the application's instance, and CamelCasePlugin renames."""
    return replace(query, handle=replace(query.handle, plugins=tuple({*query.handle.plugins, *plugins})))
