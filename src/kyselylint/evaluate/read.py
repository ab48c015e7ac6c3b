"""Reading a project: every module that may hold queries, function by function, into facts."""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Protocol, TypeVar

from kyselylint.evaluate import calls, expressions, loops, operators, statements  # noqa: F401  # they register what they can read
from kyselylint.evaluate.beyond import Beyond, outermost, without_tests
from kyselylint.evaluate.builder import Site
from kyselylint.evaluate.callers import called_name
from kyselylint.evaluate.closed import is_private, mentions, name_of
from kyselylint.evaluate.elsewhere import commit
from kyselylint.evaluate.facts import further, module_facts, project_facts, sites_by_file
from kyselylint.evaluate.interpreter import FUNCTIONS, Frame, Interpreter, TooDeep, function_of, named
from kyselylint.evaluate.migrations import migrations
from kyselylint.evaluate.outside import call_places
from kyselylint.evaluate.promises import is_async
from kyselylint.evaluate.recorder import Recorder
from kyselylint.evaluate.scope import Scope
from kyselylint.evaluate.universe import Universe
from kyselylint.evaluate.values import ClassValue, Func, Val
from kyselylint.finding import Span
from kyselylint.project.importers import Importers
from kyselylint.project.modules import Modules, SourceModule
from kyselylint.query.facts import Module, Project
from kyselylint.syntax.tree import Node

T = TypeVar("T")

ROOT_CALL = re.compile(
    rb"\b(selectFrom|selectNoFrom|insertInto|updateTable|deleteFrom|mergeInto|replaceInto)\s*(?:<[^<>()]*>)?\("
)
_CALLED = rb"\b(%b)(?:\s|/\*[^*]*\*/)*[(<]"  # by one of these names; `make<'label'>(db)` too
_SHORTEST_NAME = 4  # letters of a function whose callers are looked for: `tx` and `run` are everywhere
_MOST_HEIRS = 40  # subclasses that a method is read for, and calls that a closure is
_LONGEST_SHARED = 2_000  # bytes; a longer method does more than what all tables have in common
_NO_HELP = 20  # what one counts that leaves as many holes as there were
LONGEST_WAY = 3  # calls that are gone back from a query to code that knows what it was given
_FRAMES = 12_000  # Python frames; nesting is bounded by the interpreter itself


class Files(Protocol):
    """What is needed of a project's files: their paths, the ones worth reading, and their bytes."""

    @property
    def candidates(self) -> Iterable[str]:
        """Paths of files that hold a word of Kysely's."""

    @property
    def files(self) -> Iterable[str]:
        """Every TypeScript or JavaScript file of the project."""

    def read(self, path: str) -> bytes | None:
        """A file's bytes; None if it cannot be read."""


class Attempt(Protocol):
    """Does a piece of work; where that fails, says so and gives `otherwise`, so that the rest is read all the same."""

    def __call__(self, what: str, work: Callable[[], T], otherwise: T, /, *, at: Span) -> T:
        """The result of `work`; `what` is the subject of the sentence that says that it failed, `at` its place."""


def _as_it_comes(_what: str, work: Callable[[], T], _otherwise: T, *, at: Span) -> T:  # noqa: ARG001  # as Attempt says
    return work()


def read_project(sources: Files, attempt: Attempt = _as_it_comes) -> Project:
    """The facts of every candidate file; other files are read only where those import them."""
    return Reading(sources, attempt).project


class Reading:
    """A project that was read, and can be read further.

    `project` is what `read_project` gives.
    """

    def __init__(self, sources: Files, attempt: Attempt = _as_it_comes) -> None:
        sys.setrecursionlimit(max(sys.getrecursionlimit(), _FRAMES))
        self._reader = reader = _Reader(sources, attempt)
        for path in sorted(sources.candidates):
            reader.module(path)
        reader.subclasses()
        reader.callers(frozenset(sources.candidates))
        reader.outside()
        sites = sites_by_file(reader.it)
        modules = [reader.facts(module, sites.get(module.path, ())) for module in reader.modules_read]
        sent = tuple(migrations(reader.it, sorted(reader.files), frozenset(sources.candidates), attempt))
        self.project = replace(project_facts(reader.it, modules, sorted(reader.files)), migrations=sent)

    def with_callers(self, functions: Collection[str]) -> Project:
        """The project with the calls of these functions (`path:offset`), and of those that call them, in all code."""
        reached = self._reader.beyond(functions) if functions else frozenset()
        return further(self._reader.it, self.project, reached, sorted(self._reader.files))


def root_calls(module: SourceModule) -> Iterator[Node]:
    """Every call of a root method in a module, in a function or not."""
    for match in ROOT_CALL.finditer(module.source):
        name = module.tree.root.descendant_for_byte_range(match.start(1), match.end(1))
        call = name.parent if name is not None and name.type in ("identifier", "property_identifier") else None
        if call is not None and call.type == "member_expression":
            call = call.parent
        if call is not None and call.type == "call_expression":
            yield call


def _chain_of(call: Node) -> Node:
    current = call
    while current.parent is not None and current.parent.type in (
        "member_expression",
        "call_expression",
        "await_expression",
    ):
        current = current.parent
    return current


def _function_at(module: SourceModule, start: int) -> Node | None:
    current = module.tree.root.descendant_for_byte_range(start, start + 1)
    while current is not None and (current.type not in FUNCTIONS or current.start_byte != start):
        current = current.parent
    return current


_ReadsFunction = Callable[[Interpreter, Func, Val], object]


class _Reader:
    def __init__(self, sources: Files, attempt: Attempt) -> None:
        self.attempt = attempt
        self.modules = Modules(frozenset(sources.files), sources.read)
        self.importers = Importers(self.modules.resolver, self.modules.read)
        self.universe = Universe(self.modules)
        self.it = Interpreter(self.modules, self.universe, Recorder())
        self.modules_read: list[SourceModule] = []
        self.classes: list[ClassValue] = []
        self.heirs: Counter[str] = Counter()  # by function: the subclasses or calls that it was read for
        self.files = frozenset(sources.files)

    def module(self, path: str) -> None:
        """Read one module: its top level, then every function that nobody has called."""
        module = self.modules.load(path)
        if module is None:
            return
        self.modules_read.append(module)
        it = self.it
        scope = self.universe.scope(it, module)
        for node in named(module.tree.root):
            if self.universe.interesting(module, node):
                self._entry(Frame(module, scope), node, partial(it.exec, node))
        self.left_over()
        self._missed(module)
        self._callers_within(module)

    def _callers_within(self, module: SourceModule) -> None:
        """Functions without a word of Kysely that call one of their own file which runs queries."""
        starts = self.it.recorder.entries.get(module.path, ())
        functions = [one for one in (_function_at(module, start) for start in tuple(starts)) if one is not None]
        for name in {name_of(module, one) for one in functions if is_private(module, one)} - {""}:
            for node in mentions(module, name):
                self._outermost(module, node, self.universe.standalone)
        self.left_over()

    def facts(self, module: SourceModule, sites: Sequence[Site]) -> Module:
        """Everything that was found in one file; `sites` are its root calls."""
        work = partial(module_facts, self.it, module, sites)
        return self.attempt("putting the file together", work, Module(module.path), at=Span(module.path, 0, 0))

    def callers(self, candidates: frozenset[str]) -> None:
        """Code without a word of Kysely that opens a transaction by a wrapper, runs a query or names a table."""
        openers = (self.it.recorder.openers | self.universe.factories) - {""}
        makers = (self.universe.makers | self.it.recorder.given) - {""}
        names = [name for name in sorted(openers | makers) if len(name) >= _SHORTEST_NAME and name.isidentifier()]
        if not names:
            return
        words = "|".join(names).encode()
        call, imported = re.compile(_CALLED % words), re.compile(rb"\bimport\b[^;]*?\b(?:%b)\b" % words)
        for path in without_tests(self.files):
            data = self.modules.read(path)
            if data is not None and call.search(data) and (path in candidates or imported.search(data)):
                self._call_sites(path, call, openers | makers if path not in candidates else openers)
        self.left_over()

    def beyond(self, functions: Collection[str]) -> frozenset[str]:
        """Read the code that calls these functions, and the code that calls that; all functions on the way."""
        beyond, callers = Beyond(self.modules, self.importers, self.files), self.it.recorder.callers
        reached = [one for key in sorted(functions) if (one := self._function_of(key)) is not None]
        for _ in range(LONGEST_WAY):
            places = list(beyond.calls(reached))
            self.universe.follow(places)
            for module, node in places:
                self._outermost(module, node, self.universe.standalone)
            self.left_over()
            noted = set().union(*callers.names.values())
            around = ((module, outermost(node)) for module, node in places if (module.path, node.start_byte) in noted)
            reached = [(module, function) for module, function in around if function is not None]
        return beyond.functions

    def _function_of(self, key: str) -> tuple[SourceModule, Node] | None:
        path, _, start = key.rpartition(":")
        module = self.modules.load(path)
        function = None if module is None else _function_at(module, int(start))
        return None if module is None or function is None else (module, function)

    def outside(self) -> None:
        """Code without a word of Kysely that drops the promise of a function with queries, or calls it in a loop."""
        held: defaultdict[bytes, set[str]] = defaultdict(set)
        for path, name in self._promising():
            held[name].add(path)
        for path in without_tests(self.files) if held else ():
            data = self.modules.read(path) or b""
            places = [place for name, place in call_places(data, held) if self.importers.reaches(path, held[name])]
            module = self.modules.load(path) if places else None
            if module is None:
                continue
            for place in places:
                node = module.tree.root.descendant_for_byte_range(*place)
                if node is not None and node.type in ("identifier", "property_identifier"):
                    self._outermost(module, node, self.universe.standalone)
        self.left_over()

    def _promising(self) -> Iterator[tuple[str, bytes]]:
        """The files and names of functions that run queries and give a promise."""
        for path, starts in tuple(self.it.recorder.entries.items()):
            module = self.modules.load(path)
            if module is None:
                continue
            for start in tuple(starts):
                function = _function_at(module, start)
                if function is not None and is_async(function) and name_of(module, function):
                    yield path, name_of(module, function).encode()

    def subclasses(self) -> None:
        """Methods whose queries have holes are read for each subclass, which may say what is missing: a table."""
        parents = {one.name for one in self.classes if any(map(self._has_holes, self.universe.methods(one)))} - {""}
        known: set[str] = set()
        while parents - known:
            words = "|".join(sorted(parents - known)).encode()
            known |= parents
            extends = re.compile(rb"\bclass\s+(\w+)[^{]*?\bextends\s+(?:\w+\.)?(?:%b)\b" % words)
            for path in sorted(self.files):
                data = self.modules.read(path)
                names = [name.decode() for name in extends.findall(data)] if data and b"extends" in data else []
                parents.update(name for name in names if self._subclass(path, name))

    def _subclass(self, path: str, name: str) -> bool:
        """Read what a class inherits; false if its parent is not visible."""
        module = self.modules.load(path)
        value = None if module is None else self.universe.class_at(self.it, module, name)
        if not isinstance(value, ClassValue) or self.universe.parent(self.it, value) is None:
            return False
        this = self.universe.instance(value)
        methods = () if value.node.type.startswith("abstract") else self.universe.inherited(self.it, value)
        for func in methods:
            if self._has_holes(func):
                self._again(Func(func.node, func.scope, func.module, name=func.name, this=this, owner=func.owner))
        self.left_over()
        return True

    def _again(self, func: Func) -> None:
        """Read a method for a subclass, a closure for a call of its maker: they say what is missing."""
        if self.heirs[func.key] < _MOST_HEIRS:
            holes = self.it.recorder.incomplete
            self._function(func, self.universe.standalone)
            self.heirs[func.key] += 1 if self.it.recorder.incomplete == holes else _NO_HELP

    def _has_holes(self, func: Func) -> bool:
        long = func.node.end_byte - func.node.start_byte > _LONGEST_SHARED
        if long or not self.universe.interesting(func.module, func.node):
            return False
        self._function(func)
        summary = self.universe.summary(self.it, func)
        return summary is not None and summary.open

    def _call_sites(self, path: str, call: re.Pattern[bytes], names: set[str]) -> None:
        module = self.modules.load(path)
        if module is None:
            return
        if module not in self.modules_read:
            self.modules_read.append(module)
        for match in call.finditer(module.source):
            node = module.tree.root.descendant_for_byte_range(match.start(1), match.end(1))
            if (
                node is not None
                and match.group(1).decode() in names
                and node.type in ("identifier", "property_identifier")
            ):
                self._outermost(module, node)

    def _outermost(self, module: SourceModule, node: Node, read: _ReadsFunction | None = None) -> None:
        """Read the outermost function around a place, or the statement of a module's top level, if nobody has."""
        function, owner, current, whole = outermost(node), None, node.parent, node
        while current is not None:
            owner = current if current.type in ("class_declaration", "abstract_class_declaration") else owner
            whole = whole if current.parent is None else current
            current = current.parent
        if function is None and whole.start_byte not in self.it.recorder.entries.get(module.path, ()):
            self._entry(Frame(module, self.universe.scope(self.it, module)), whole, partial(self.it.exec, whole))
        if function is None or (module.path, function.start_byte) in self.universe.read:
            return
        name = function.child_by_field_name("name")
        text = "" if name is None else module.text(name)
        class_name = None if owner is None else owner.child_by_field_name("name")
        value = None if class_name is None else self.universe.class_at(self.it, module, module.text(class_name))
        scope = self.universe.scope(self.it, module)
        if isinstance(value, ClassValue):
            this = self.universe.instance(value)
            self._function(Func(function, value.scope, module, name=text, this=this, owner=value), read)
        else:
            self._function(Func(function, scope, module, name=text), read)

    def _missed(self, module: SourceModule) -> None:
        """Root calls on paths that were never taken: their function is read by itself, or at last their expression."""
        for attempt in (function_of, _chain_of):
            for call in root_calls(module):
                if self._has(module, call):
                    continue
                target = attempt(call)
                scope = self.universe.scope(self.it, module)
                if attempt is _chain_of and target is not None:
                    self._entry(Frame(module, Scope(scope)), target, partial(self.it.eval, target))
                elif target is not None:
                    self._function(Func(target, Scope(scope), module, name="function"))

    def _has(self, module: SourceModule, call: Node) -> bool:
        name = called_name(call)
        return name is not None and (module.path, name.start_byte) in self.it.recorder.roots

    def _entry(self, frame: Frame, node: Node, run: Callable[[], object]) -> None:
        it = self.it
        it.begin(frame)
        at = Span(frame.module.path, node.start_byte, node.end_byte)
        self.attempt("reading this code", partial(self._as_far_as_it_goes, run), None, at=at)
        commit(it.store, fields=False)

    def _as_far_as_it_goes(self, run: Callable[[], object]) -> None:
        with suppress(TooDeep):  # what was not reached is read by itself, or is missed and said
            run()

    def left_over(self) -> None:
        """Functions and classes met so far that no call has read."""
        it = self.it
        while it.pending:
            batch, it.pending = it.pending, []
            for one in batch:
                if isinstance(one, ClassValue):
                    self._class(one)
                elif (one.module.path, one.node.start_byte) not in self.universe.read:
                    self._function(one)
                elif one.depth and self.universe.left_open(one):
                    self._again(one)

    def _function(self, func: Func, read: _ReadsFunction | None = None) -> None:
        work = partial(read or self.universe.summary, self.it, func, func.this)
        self._entry(Frame(func.module, func.scope), func.node, work)

    def _class(self, value: ClassValue) -> None:
        self.classes.append(value)
        this = self.universe.instance(value)
        members = {**self.universe.members(value), **value.statics}
        for name, node in members.items():
            if (
                not self.universe.interesting(value.module, node)
                or (value.module.path, node.start_byte) in self.universe.read
            ):
                continue
            if node.type == "method_definition":
                owner = value if name in value.statics else this
                self._function(Func(node, value.scope, value.module, name=name, this=owner, owner=value))
                continue
            initial = node.child_by_field_name("value")
            if initial is not None:
                frame = Frame(value.module, Scope(value.scope), this=this, owner=value)
                self._entry(frame, initial, partial(self.it.eval, initial))
