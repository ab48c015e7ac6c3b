"""What a type's name refers to, across files, barrels, namespaces and augmented modules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from kyselylint.schema.typescript.declarations import External, Scope, read_scope, unquoted
from kyselylint.syntax.tree import Node, parse

_NAMESPACES = ("internal_module", "module")
_CASTS = ("as_expression", "satisfies_expression", "parenthesized_expression")


@dataclass(frozen=True, slots=True)
class Declared:
    """A declaration and the scope in which the names inside it are looked up."""

    scope: Scope
    node: Node


@dataclass(frozen=True, slots=True)
class Found:
    """Every declaration of a name (interfaces and namespaces merge), or the module it stands for."""

    declarations: tuple[Declared, ...] = ()
    module: Scope | None = None


@dataclass(slots=True)
class Linker:
    """Finds declarations; files are read and parsed when a name leads there, once.

    `read` gives the bytes of a file or None, `resolve` the path that an import specifier names, or None.
    """

    read: Callable[[str], bytes | None]
    resolve: Callable[[str, str], str | None]
    _scopes: dict[str, Scope | None] = field(default_factory=dict)
    _augmented: dict[str, list[Scope]] = field(default_factory=dict)

    def scope(self, path: str) -> Scope | None:
        """The names of the file at `path`; None when it cannot be read."""
        if path not in self._scopes:
            source = self.read(path)
            self._scopes[path] = None if source is None else read_scope(parse(path, source))
        return self._scopes[path]

    def augment(self, paths: Iterable[str]) -> None:
        """Take note of the `declare module '…'` blocks of these files, which add to the module they name."""
        for path in paths:
            scope = self.scope(path)
            for specifier, nodes in scope.modules.items() if scope else ():
                target = self.resolve(path, specifier)
                blocks = (_inside(Declared(scope, node)) for node in nodes) if scope else ()
                if target is not None:
                    self._augmented.setdefault(target, []).extend(block for block in blocks if block)

    def find(self, scope: Scope, name: str) -> Found | None:
        """What `name`, plain or qualified (`a.b.C`), means in `scope`; None when no file of the project says."""
        first, *rest = name.split(".")
        found = self._plain(scope, first)
        for part in rest:
            found = self._member(found, part) if found else None
        return found

    def _plain(self, scope: Scope, name: str) -> Found | None:
        current: Scope | None = scope
        while current is not None:
            if name in current.declared:
                return self._merged(current, name)
            if name in current.imports:
                return self._external(current, current.imports[name], frozenset())
            current = current.parent
        return None

    def _merged(self, scope: Scope, name: str) -> Found:
        added = self._augmented.get(scope.path, ()) if scope.parent is None else ()
        scopes = (scope, *added)
        return Found(tuple(Declared(one, node) for one in scopes for node in one.declared.get(name, ())))

    def _external(self, scope: Scope, external: External, seen: frozenset[tuple[str, str]]) -> Found | None:
        if not external.module:
            return self._plain(scope, external.name)
        path = self.resolve(scope.path, external.module)
        target = self.scope(path) if path is not None else None
        if target is None:
            return None
        return Found(module=target) if external.name == "*" else self._exported(target, external.name, seen)

    def _exported(self, scope: Scope, name: str, seen: frozenset[tuple[str, str]] = frozenset()) -> Found | None:
        if (scope.path, name) in seen:
            return None  # modules that export each other
        seen |= {(scope.path, name)}
        if name in scope.exports:
            return self._external(scope, scope.exports[name], seen)
        if name in scope.declared:
            return self._merged(scope, name)
        stars = (self._external(scope, External(module, name), seen) for module in scope.stars)
        return next((found for found in stars if found is not None), None)

    def _member(self, found: Found, name: str) -> Found | None:
        if found.module is not None:
            return self._exported(found.module, name)
        spaces = (space for declared in found.declarations if (space := _inside(declared)) is not None)
        return next((self._plain(space, name) for space in spaces if name in space.declared), None)


def constant_text(linker: Linker, scope: Scope, name: str) -> str | None:
    """The text of a string constant: `const table = 'actor'`, also `as const`, also imported."""
    found = linker.find(scope, name)
    texts = (_string_value(declared) for declared in found.declarations) if found else iter(())
    return next((text for text in texts if text is not None), None)


def constant_object(declared: Declared) -> Node | None:
    """The value of `const name = …` below casts."""
    value = declared.node.child_by_field_name("value") if declared.node.type == "variable_declarator" else None
    while value is not None and value.type in _CASTS:
        value = value.named_children[0]
    return value


def declared_in(found: Found, kinds: tuple[str, ...]) -> Iterator[Declared]:
    """The declarations of the given node types."""
    return (declared for declared in found.declarations if declared.node.type in kinds)


def _string_value(declared: Declared) -> str | None:
    value = constant_object(declared)
    return unquoted(declared.scope.tree, value) if value is not None and value.type == "string" else None


def _inside(declared: Declared) -> Scope | None:
    body = declared.node.child_by_field_name("body") if declared.node.type in _NAMESPACES else None
    return read_scope(declared.scope.tree, body, declared.scope) if body is not None else None
