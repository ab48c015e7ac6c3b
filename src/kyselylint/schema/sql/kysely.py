"""Kysely's own migrations: what their `up` functions send, replayed like any SQL."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from kyselylint.finding import Span
from kyselylint.query.facts import Module, Project
from kyselylint.query.sql import render
from kyselylint.query.statement import Operation, Query
from kyselylint.schema.history import MigrationFile
from kyselylint.schema.sql.folders import Folder, is_applied
from kyselylint.schema.sql.replayed import Replayed
from kyselylint.source.cache import Cache
from kyselylint.syntax.tree import Tree, parse

_STATEMENTS = (Operation.SCHEMA, Operation.RAW)
_UP, _DOWN = "up", "down"
_NAMED = ("function_declaration", "method_definition", "pair", "variable_declarator", "public_field_definition")
_CLOSED = (
    "statement_block",
    "call_expression",
    "import_statement",
)  # nothing inside is a function of the migration itself


def read_kysely(project: Project, read: Callable[[str], bytes], cache: Cache) -> Iterator[Replayed]:
    """The databases that directories of Kysely migrations build; `read` gives their bytes."""
    by_directory: dict[str, list[Module]] = defaultdict(list)
    for module in project.modules:
        if _is_migration(module):
            by_directory[posixpath.dirname(module.path)].append(module)
    for directory, modules in sorted(by_directory.items()):
        ordered = [_File(one.path, read(one.path), _sent(one, project.plugins)) for one in sorted(modules, key=_path)]
        inputs = (part for file in ordered for part in (file.path, file.source, repr(file.sent)))
        replayed = cache.get(Replayed, directory, tuple(inputs), partial(_replay, directory, ordered))
        if any(file.changes for file in replayed.files):
            yield replayed


@dataclass(frozen=True, slots=True)
class _File:
    """A migration, and the statements that its `up` sends with their places in it."""

    path: str
    source: bytes
    sent: tuple[tuple[str, Span], ...]


def _path(module: Module) -> str:
    return module.path


def _sent(module: Module, plugins: tuple[str, ...]) -> tuple[tuple[str, Span], ...]:
    """A helper that is called by both directions is listed once per call, under its own name."""
    applied = (query for query in module.queries if query.operation in _STATEMENTS and _function(query) != _DOWN)
    ordered = sorted(applied, key=lambda query: query.root)
    return tuple((render(_as_run(query, plugins), "postgres"), query.root) for query in ordered)


def _is_migration(module: Module) -> bool:
    """A file with an `up` that changes tables; migrations of fixtures build nothing of ours."""
    applied = is_applied(posixpath.dirname(module.path))
    return applied and any(_function(query) == _UP and query.operation in _STATEMENTS for query in module.queries)


def _replay(directory: str, modules: list[_File]) -> Replayed:
    from kyselylint.schema.sql.apply import finished  # with these comes sqlglot
    from kyselylint.schema.sql.replay import Replay
    from kyselylint.schema.sql.words import ComputedText

    run = Replay()
    files: list[MigrationFile] = []
    for module in modules:
        changes = run.file(ComputedText(text, place) for text, place in module.sent)
        down = way_back(parse(module.path, module.source))
        files.append(MigrationFile(module.path, changes, statements=len(module.sent), down=down))
    folder = Folder(directory, "kysely", tuple(module.path for module in modules))
    return Replayed(folder, finished(run.state, directory, ""), tuple(run.skipped), run.understood, tuple(files))


def way_back(tree: Tree) -> str:
    """What a migration has for undoing it: `missing`, `empty` or `present`. One that throws on purpose is present."""
    stack, found = [tree.root], "missing"
    while stack:
        node = stack.pop()
        name = node.child_by_field_name("name") or node.child_by_field_name("key")
        if node.type in _NAMED and name is not None and tree.text(name) == _DOWN:
            function = node.child_by_field_name("value") or node
            body = function.child_by_field_name("body")
            statements = (
                [child for child in body.named_children if child.type != "comment"] if body is not None else [node]
            )
            found = "present" if statements else "empty"
        stack.extend(node.named_children if node.type not in _CLOSED else ())
    return found


def _as_run(query: Query, plugins: tuple[str, ...]) -> Query:
    """With the project's plugins: the migrator hands in the application's instance, and CamelCasePlugin renames."""
    return replace(query, handle=replace(query.handle, plugins=tuple({*query.handle.plugins, *plugins})))


def _function(query: Query) -> str:
    return query.function.rpartition(".")[2]
