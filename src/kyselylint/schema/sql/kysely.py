"""Kysely's own migrations: what their `up` functions send, replayed like any SQL."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from kyselylint.finding import Span
from kyselylint.query.facts import Caller, Module, Project
from kyselylint.query.sql import render
from kyselylint.query.statement import Operation, Query
from kyselylint.schema.history import MigrationFile
from kyselylint.schema.sql.folders import Folder, is_applied
from kyselylint.schema.sql.replayed import Replayed
from kyselylint.source.cache import Cache
from kyselylint.syntax.tree import Node, Tree, parse

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
        ordered = [_file(one, read(one.path), project) for one in sorted(modules, key=_path)]
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


def _file(module: Module, source: bytes, project: Project) -> _File:
    """A helper that is called by both directions is listed once per call, under its own name."""
    applied = [query for query in module.queries if query.operation in _STATEMENTS and _function(query) != _DOWN]
    if any(_function(query) != _UP for query in applied):
        back = _Back(module.path, _down(parse(module.path, source)), project.callers)
        applied = [query for query in applied if _function(query) == _UP or not back.is_only_way_to(query.entry)]
    ordered = sorted(applied, key=lambda query: query.root)
    sent = tuple((render(_as_run(query, project.plugins), "postgres"), query.root) for query in ordered)
    return _File(module.path, source, sent)


@dataclass(frozen=True, slots=True)
class _Back:
    """The `down` of a migration, and the calls that tell what only it leads to."""

    path: str
    down: Node | None
    callers: Mapping[str, tuple[Caller, ...]]

    def is_only_way_to(self, function: str, above: frozenset[str] = frozenset()) -> bool:
        """Whether a function is `down`, or called from nowhere else."""
        path, _, start = function.rpartition(":")
        if path == self.path and start.isdigit() and self._has(int(start)):
            return True
        calls = () if function in above else self.callers.get(function, ())
        known = above | {function}
        return bool(calls) and all(
            (one.span.path == self.path and self._has(one.span.start)) or self.is_only_way_to(one.entry, known)
            for one in calls
        )

    def _has(self, offset: int) -> bool:
        return self.down is not None and self.down.start_byte <= offset < self.down.end_byte


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
    down = _down(tree)
    if down is None:
        return "missing"
    body = (down.child_by_field_name("value") or down).child_by_field_name("body")
    statements = [down] if body is None else [child for child in body.named_children if child.type != "comment"]
    return "present" if statements else "empty"


def _down(tree: Tree) -> Node | None:
    """What a migration names `down`: a function, or a property or variable that holds one."""
    stack, found = [tree.root], None
    while stack:
        node = stack.pop()
        name = node.child_by_field_name("name") or node.child_by_field_name("key")
        if node.type in _NAMED and name is not None and tree.text(name) == _DOWN:
            found = node
        stack.extend(node.named_children if node.type not in _CLOSED else ())
    return found


def _as_run(query: Query, plugins: tuple[str, ...]) -> Query:
    """With the project's plugins: the migrator hands in the application's instance, and CamelCasePlugin renames."""
    return replace(query, handle=replace(query.handle, plugins=tuple({*query.handle.plugins, *plugins})))


def _function(query: Query) -> str:
    return query.function.rpartition(".")[2]
