"""Functions that nothing but the calls that were seen can call."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from kyselylint.evaluate.callers import Callers
from kyselylint.evaluate.interpreter import function_of
from kyselylint.evaluate.values import Func
from kyselylint.project.modules import Modules, SourceModule
from kyselylint.settings import PATH_CLASSES, matches
from kyselylint.syntax.tree import Node

_WORD = re.compile(rb"[\w$]+")
_MOST_FILES = 24  # that mention a name; more have not all been read
_NAMES = frozenset(
    {"identifier", "property_identifier", "private_property_identifier", "shorthand_property_identifier"}
)
_BINDS = frozenset({"import_specifier", "export_specifier"})
_DECLARES = frozenset(
    {"method_definition", "method_signature", "property_signature", "public_field_definition", "pair"}
)


def closed(
    callers: Callers, modules: Modules, files: Iterable[str], wanted: Collection[str] | None = None
) -> frozenset[str]:
    """The functions of which every mention is a call that was seen; tests may mention them as they like.

    Only those `wanted` are looked at, if that is given.
    """
    found = {
        key: func
        for key, func in callers.functions.items()
        if func.name and (wanted is None or key in wanted) and not is_exposed(func.module, func.node)
    }
    calls = set().union(*callers.names.values())  # a call of another function of that name says nothing
    wide = {func.name.encode() for func in found.values() if not is_private(func.module, func.node)}
    elsewhere = _mentioned(modules, files, wide) if wide else {}
    return frozenset(
        key
        for key, func in found.items()
        if _all_seen(func, {func.module.path, *elsewhere.get(func.name.encode(), ())}, calls, modules)
    )


def _mentioned(modules: Modules, files: Iterable[str], names: set[bytes]) -> dict[bytes, list[str]]:
    found: dict[bytes, list[str]] = {}
    for path in files:
        data = None if matches(PATH_CLASSES["tests"], path) else modules.read(path)
        for name in names.intersection(_WORD.findall(data)) if data else ():
            found.setdefault(name, []).append(path)
    return found


def is_exposed(module: SourceModule, function: Node) -> bool:
    """Whether a framework calls a function: a decorated method, a server action."""
    before = function.prev_named_sibling
    return (before is not None and before.type == "decorator") or module.source.lstrip()[1:11] == b"use server"


def is_private(module: SourceModule, function: Node) -> bool:
    """Whether only its own file can name a function."""
    name = name_of(module, function)
    if function.type == "method_definition":
        modifiers = (module.text(child) for child in function.children if child.type == "accessibility_modifier")
        return name.startswith("#") or "private" in modifiers
    return bool(name) and name not in module.exports and not _is_exported(function)


def name_of(module: SourceModule, function: Node) -> str:
    """The name of a function or method, or of the constant that holds it."""
    name = function.child_by_field_name("name")
    holder = function.parent
    if name is None and holder is not None and holder.type == "variable_declarator":
        name = holder.child_by_field_name("name")
    return "" if name is None else module.text(name)


def names_around(module: SourceModule, function: Node) -> Iterator[str]:
    """The names of the functions that a function stands in."""
    outer = function_of(function.parent) if function.parent is not None else None
    while outer is not None:
        yield name_of(module, outer)
        outer = function_of(outer.parent) if outer.parent is not None else None


def _is_exported(node: Node) -> bool:
    current: Node | None = node
    while current is not None and current.type not in ("statement_block", "class_body", "program"):
        if current.type == "export_statement":
            return True
        current = current.parent
    return current is None or current.type != "program"  # inside something: who gets at it is not known


def _all_seen(func: Func, paths: set[str], names: set[tuple[str, int]], modules: Modules) -> bool:
    if len(paths) > _MOST_FILES:
        return False
    is_method = func.node.type == "method_definition"
    for path in paths:
        module = modules.load(path)
        if module is None or not all(
            (path, node.start_byte) in names or _says_nothing(node, module, func, is_method=is_method)
            for node in mentions(module, func.name)
        ):
            return False
    return True


def mentions(module: SourceModule, name: str) -> list[Node]:
    """Every place of a module's code that has a name."""
    return [node for node in module.spelled(name.encode(), module.tree.root) if node.type in _NAMES]


def _says_nothing(node: Node, module: SourceModule, func: Func, *, is_method: bool) -> bool:
    """Whether a mention is a declaration, an import under the same name, or something else of that name."""
    parent = node.parent
    if parent is None or parent.type in _DECLARES:
        return parent is None or parent.child_by_field_name("value") != node
    if parent.type in _BINDS:
        return parent.child_by_field_name("alias") is None
    if is_method:
        return node.type == "identifier"
    if node.type == "property_identifier":
        return module.path == func.module.path or b"* as" not in module.source
    return parent.child_by_field_name("name") == node and parent.type in ("function_declaration", "variable_declarator")
