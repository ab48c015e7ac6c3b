"""The modules of a project: their trees, what they import and what they export."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from kyselylint.project.resolve import Resolver
from kyselylint.syntax.tree import Node, Tree, parse

_WORD = re.compile(rb"[\w$]+")
_TYPE_DECLARATIONS = frozenset(
    {
        "type_alias_declaration",
        "interface_declaration",
        "class_declaration",
        "abstract_class_declaration",
        "enum_declaration",
    }
)


@dataclass(frozen=True, slots=True)
class Import:
    """A local name bound by an import: `name` of `source`; "default", or "*" for the namespace."""

    source: str
    name: str


@dataclass(frozen=True, slots=True)
class Export:
    """An exported name: a local one (`source` ""), or `name` of another module."""

    name: str
    source: str = ""


class SourceModule:
    """One parsed file."""

    def __init__(self, path: str, tree: Tree) -> None:
        self.path = path
        self.tree = tree
        self.source = tree.source

    @cached_property
    def imports(self) -> dict[str, Import]:
        """Imported names of the file by their local name; `require` calls included."""
        found: dict[str, Import] = {}
        for node in self.tree.root.named_children:
            if node.type == "import_statement":
                found.update(_imports(self.tree, node))
            elif node.type in ("lexical_declaration", "variable_declaration"):
                found.update(_requires(self.tree, node))
        return found

    @cached_property
    def exports(self) -> dict[str, Export]:
        """Exported names; `export *` is in `stars`."""
        found: dict[str, Export] = {}
        for node in self.tree.root.named_children:
            if node.type == "export_statement":
                found.update(_exports(self.tree, node))
        return found

    @cached_property
    def stars(self) -> tuple[str, ...]:
        """Specifiers of `export * from '…'`."""
        statements = (node for node in self.tree.root.named_children if node.type == "export_statement")
        return tuple(
            string(self.tree, source)
            for node in statements
            if (source := node.child_by_field_name("source")) is not None
            and any(child.type == "*" for child in node.children)
        )

    @cached_property
    def assigned_exports(self) -> dict[str, Node]:
        """CommonJS: the values of `exports.name = …` and of the properties of `module.exports = { … }`."""
        found: dict[str, Node] = {}
        if b"exports" not in self.source:
            return found
        for node in self.tree.root.named_children:
            assignment = node.named_children[0] if node.type == "expression_statement" and node.named_children else node
            if assignment.type == "assignment_expression":
                found.update(_assigned(self.tree, assignment))
        return found

    @cached_property
    def types(self) -> dict[str, Node]:
        """Type aliases, interfaces, classes and enums declared at the top level, by name."""
        found: dict[str, Node] = {}
        for node in self.tree.root.named_children:
            declared = (node.child_by_field_name("declaration") if node.type == "export_statement" else node) or node
            name = declared.child_by_field_name("name") if declared.type in _TYPE_DECLARATIONS else None
            if name is not None:
                found.setdefault(self.tree.text(name), declared)
        return found

    @cached_property
    def words(self) -> dict[bytes, list[int]]:
        """The byte offsets of every word of the file, by the word."""
        found: dict[bytes, list[int]] = {}
        for match in _WORD.finditer(self.source):
            found.setdefault(match.group(), []).append(match.start())
        return found

    def places(self, word: bytes, inside: Node) -> list[int]:
        """The byte offsets of a word within a node."""
        found = self.words.get(word, [])
        return found[bisect_left(found, inside.start_byte) : bisect_left(found, inside.end_byte)]

    def spelled(self, word: bytes, inside: Node) -> Iterator[Node]:
        """The nodes that are exactly a word, or hold it in a longer text, within a node; in the order of the file."""
        for start in self.places(word, inside):
            node = inside.descendant_for_byte_range(start, start + len(word))
            if node is not None:
                yield node

    def text(self, node: Node) -> str:
        """The node's source text."""
        return self.tree.text(node)


class Modules:
    """All modules of a project, parsed on demand."""

    def __init__(self, files: frozenset[str], read: Callable[[str], bytes | None]) -> None:
        self.read = read
        self._loaded: dict[str, SourceModule | None] = {}
        self.resolver = Resolver(files, read)

    def load(self, path: str) -> SourceModule | None:
        """The parsed module at that path; None if it cannot be read."""
        if path not in self._loaded:
            data = self.read(path)
            self._loaded[path] = None if data is None else SourceModule(path, parse(path, data))
        return self._loaded[path]

    def find(self, importer: str, specifier: str) -> SourceModule | None:
        """The module an import means, if it is a file of the project."""
        path = self.resolver.resolve(importer, specifier)
        return None if path is None else self.load(path)

    def origin(self, module: SourceModule, name: str) -> tuple[SourceModule, str] | None:
        """The module and local name that the export `name` of `module` leads to, through barrels; None if outside.

        The local name "*" stands for the namespace of that module.
        """
        seen: set[tuple[str, str]] = set()
        queue = [(module, name)]
        while queue:
            current, wanted = queue.pop(0)
            if (current.path, wanted) in seen:
                continue
            seen.add((current.path, wanted))
            export = current.exports.get(wanted)
            if export is not None and not export.source:
                bound = current.imports.get(export.name)
                if bound is None:
                    return current, export.name
                export = Export(bound.name, bound.source)
            if export is not None:
                target = self.find(current.path, export.source)
                if target is not None and export.name == "*":
                    return target, "*"
                queue.extend([(target, export.name)] if target is not None else [])
            elif wanted != "default":
                targets = (self.find(current.path, star) for star in current.stars)
                queue.extend((target, wanted) for target in targets if target is not None)
        return None


def string(tree: Tree, node: Node) -> str:
    """The value of a string node without escapes, as import specifiers are."""
    return tree.text(node)[1:-1]


def _imports(tree: Tree, node: Node) -> dict[str, Import]:
    source_node = node.child_by_field_name("source")
    clause = next((child for child in node.named_children if child.type == "import_clause"), None)
    if source_node is None or clause is None:
        return {}
    source = string(tree, source_node)
    found: dict[str, Import] = {}
    for child in clause.named_children:
        if child.type == "identifier":
            found[tree.text(child)] = Import(source, "default")
        elif child.type == "namespace_import":
            found[tree.text(child.named_children[0])] = Import(source, "*")
        elif child.type == "named_imports":
            found.update(_specifiers(tree, child, source))
    return found


def _specifiers(tree: Tree, node: Node, source: str) -> dict[str, Import]:
    found: dict[str, Import] = {}
    for specifier in node.named_children:
        name = specifier.child_by_field_name("name")
        if name is not None:
            alias = specifier.child_by_field_name("alias")
            found[tree.text(alias or name)] = Import(source, tree.text(name).strip("'\""))
    return found


def _requires(tree: Tree, node: Node) -> dict[str, Import]:
    """`const { a, b: c } = require('./x')` and `const x = require('./x')`."""
    found: dict[str, Import] = {}
    for declarator in node.named_children:
        value = declarator.child_by_field_name("value") if declarator.type == "variable_declarator" else None
        source = _required(tree, value)
        name = declarator.child_by_field_name("name")
        if source is None or name is None:
            continue
        if name.type == "identifier":
            found[tree.text(name)] = Import(source, "*")
        for child in name.named_children if name.type == "object_pattern" else ():
            if child.type == "shorthand_property_identifier_pattern":
                found[tree.text(child)] = Import(source, tree.text(child))
            elif child.type == "pair_pattern":
                key, target = child.child_by_field_name("key"), child.child_by_field_name("value")
                if key is not None and target is not None and target.type == "identifier":
                    found[tree.text(target)] = Import(source, tree.text(key))
    return found


def _required(tree: Tree, node: Node | None) -> str | None:
    if node is None or node.type != "call_expression":
        return None
    function, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    if function is None or arguments is None or tree.text(function) != "require":
        return None
    first = arguments.named_children[0] if arguments.named_children else None
    return string(tree, first) if first is not None and first.type == "string" else None


def _exports(tree: Tree, node: Node) -> dict[str, Export]:
    source_node = node.child_by_field_name("source")
    source = "" if source_node is None else string(tree, source_node)
    declaration = node.child_by_field_name("declaration")
    found: dict[str, Export] = {}
    if declaration is not None:
        found.update({name: Export(name) for name in declared_names(tree, declaration)})
    if any(child.type == "default" for child in node.children):
        value = node.child_by_field_name("value")
        local = next(iter(found), None) or (
            tree.text(value) if value is not None and value.type == "identifier" else "default"
        )
        found = {"default": Export(local), **found}
    for child in node.named_children:
        if child.type == "export_clause":
            found.update({alias: Export(item.name, source) for alias, item in _specifiers(tree, child, source).items()})
        elif child.type == "namespace_export":
            found[tree.text(child.named_children[0])] = Export("*", source)
    return found


def _assigned(tree: Tree, node: Node) -> dict[str, Node]:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None or right is None:
        return {}
    target = tree.text(left)
    if target.startswith(("exports.", "module.exports.")):
        return {target.rpartition(".")[2]: right}
    if target != "module.exports" or right.type != "object":
        return {}
    found: dict[str, Node] = {}
    for child in right.named_children:
        key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
        if child.type == "shorthand_property_identifier":
            found[tree.text(child)] = child
        elif key is not None and value is not None:
            found[tree.text(key)] = value
    return found


def declared_names(tree: Tree, declaration: Node) -> list[str]:
    """The names that a declaration binds, at the top level of destructuring patterns too."""
    if declaration.type in ("lexical_declaration", "variable_declaration"):
        names = [
            child.child_by_field_name("name")
            for child in declaration.named_children
            if child.type == "variable_declarator"
        ]
        return [text for name in names if name is not None for text in pattern_names(tree, name)]
    name = declaration.child_by_field_name("name")
    return [] if name is None else [tree.text(name)]


def pattern_names(tree: Tree, pattern: Node) -> list[str]:
    """The names that a binding pattern binds."""
    if pattern.type in ("identifier", "shorthand_property_identifier_pattern"):
        return [tree.text(pattern)]
    if pattern.type == "pair_pattern":
        value = pattern.child_by_field_name("value")
        return [] if value is None else pattern_names(tree, value)
    if pattern.type in ("assignment_pattern", "object_assignment_pattern"):
        left = pattern.child_by_field_name("left")
        return [] if left is None else pattern_names(tree, left)
    return [text for child in pattern.named_children for text in pattern_names(tree, child)]
