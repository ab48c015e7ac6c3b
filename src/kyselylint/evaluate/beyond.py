"""Calls of functions that run queries, in code without a word of Kysely: services, controllers, routers.

Only there is known what was checked before a query, and whose the id is that it is given.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kyselylint.evaluate.callers import called_name
from kyselylint.evaluate.closed import is_exposed, mentions, name_of
from kyselylint.evaluate.interpreter import FUNCTIONS
from kyselylint.project.importers import Importers
from kyselylint.project.modules import Modules, SourceModule
from kyselylint.settings import PATH_CLASSES, matches
from kyselylint.syntax.tree import Node


class Beyond:
    """Finds the calls, step by step: those of functions with queries, then those of the functions that call them."""

    def __init__(self, modules: Modules, importers: Importers, files: Iterable[str]) -> None:
        self._modules = modules
        self._files = without_tests(files)
        self._importers = importers
        self._known: set[str] = set()

    @property
    def functions(self) -> frozenset[str]:
        """Those whose calls were looked for, as `path:offset`."""
        return frozenset(self._known)

    def calls(self, functions: Iterable[tuple[SourceModule, Node]]) -> Iterator[tuple[SourceModule, Node]]:
        """The names of the functions where other code, which can see the function, calls them."""
        wanted: defaultdict[str, set[bytes]] = defaultdict(set)
        for module, node in functions:
            key, name = f"{module.path}:{node.start_byte}", name_of(module, node)
            if name and key not in self._known and not is_exposed(module, node):
                wanted[module.path].add(name.encode())
            self._known.add(key)
        names = set().union(*wanted.values())
        for path in self._files if names else ():
            data = self._modules.read(path) or b""
            if any(name in data for name in names) and self._importers.reaches(path, wanted):
                yield from self._in_file(path, names)

    def _in_file(self, path: str, names: set[bytes]) -> Iterator[tuple[SourceModule, Node]]:
        module = self._modules.load(path)
        if module is not None:
            for name in sorted(names.intersection(module.words)):
                yield from ((module, node) for node in mentions(module, name.decode()) if _is_called(node))


def without_tests(files: Iterable[str]) -> list[str]:
    """The paths that are no test's by their names, sorted: what tests call tells nothing of an application."""
    return sorted(path for path in files if not matches(PATH_CLASSES["tests"], path))


def _is_called(name: Node) -> bool:
    current = name.parent
    while current is not None and current.type != "call_expression":
        if current.type != "member_expression" or current.child_by_field_name("property") != name:
            return False
        current = current.parent
    return current is not None and called_name(current) == name


def outermost(node: Node) -> Node | None:
    """The outermost function that a place stands in."""
    found, current = None, node.parent
    while current is not None:
        found = current if current.type in FUNCTIONS else found
        current = current.parent
    return found
