"""The names that a file declares, imports and exports, as far as types need them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from kyselylint.syntax.tree import Node, Tree

DECLARATIONS = frozenset({
    "interface_declaration",
    "type_alias_declaration",
    "class_declaration",
    "abstract_class_declaration",
    "enum_declaration",
    "internal_module",
    "module",
    "variable_declarator",
})  # fmt: skip
_WRAPPERS = frozenset({
    "export_statement",
    "ambient_declaration",
    "lexical_declaration",
    "variable_declaration",
    "expression_statement",  # tree-sitter reads a `namespace` that is not exported as an expression
    "statement_block",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class External:
    """A name of another module: `name` is "*" for the module itself; `module` is "" for this one."""

    module: str
    name: str


@dataclass(frozen=True, slots=True)
class Scope:
    """A file, or a namespace in it. `modules` are its `declare module 'x'` blocks by specifier."""

    tree: Tree
    declared: dict[str, list[Node]] = field(default_factory=lambda: defaultdict(list))
    modules: dict[str, list[Node]] = field(default_factory=lambda: defaultdict(list))
    imports: dict[str, External] = field(default_factory=dict)
    exports: dict[str, External] = field(default_factory=dict)
    stars: list[str] = field(default_factory=list)
    parent: Scope | None = None

    @property
    def path(self) -> str:
        """The file it stands in."""
        return self.tree.path


def read_scope(tree: Tree, body: Node | None = None, parent: Scope | None = None) -> Scope:
    """The names of a file, or of the namespace whose body is given."""
    scope = Scope(tree, parent=parent)
    for statement in (body or tree.root).named_children:
        if statement.type == "import_statement":
            scope.imports.update(_imported(tree, statement))
        elif statement.type == "export_statement":
            _add_export(scope, statement)
        for node in _declarations(statement):
            _declare(scope, node)
    return scope


def unquoted(tree: Tree, node: Node) -> str:
    """The text of a name or of a string literal without its quotes."""
    text = tree.text(node)
    return text[1:-1] if node.type == "string" else text


def _declarations(statement: Node) -> Iterator[Node]:
    stack = [statement]
    while stack:
        node = stack.pop()
        if node.type in DECLARATIONS:
            yield node
        elif node.type in _WRAPPERS:
            stack.extend(reversed(node.named_children))


def _declare(scope: Scope, node: Node) -> None:
    name = node.child_by_field_name("name")
    if name is None:
        return
    table = scope.modules if name.type == "string" else scope.declared
    table[unquoted(scope.tree, name)].append(node)


def _imported(tree: Tree, statement: Node) -> Iterator[tuple[str, External]]:
    source = statement.child_by_field_name("source")
    clause = next((child for child in statement.named_children if child.type == "import_clause"), None)
    if source is None or clause is None:
        return
    module = unquoted(tree, source)
    for part in clause.named_children:
        if part.type == "identifier":
            yield tree.text(part), External(module, "default")
        elif part.type == "namespace_import":
            yield tree.text(part.named_children[-1]), External(module, "*")
        elif part.type == "named_imports":
            for name, alias in _specifiers(tree, part):
                yield alias, External(module, name)


def _specifiers(tree: Tree, clause: Node) -> Iterator[tuple[str, str]]:
    """Pairs of name and alias of `{ a, b as c }`."""
    for specifier in clause.named_children:
        name = specifier.child_by_field_name("name")
        if name is not None:
            alias = specifier.child_by_field_name("alias") or name
            yield unquoted(tree, name), unquoted(tree, alias)


def _add_export(scope: Scope, statement: Node) -> None:
    tree = scope.tree
    source = statement.child_by_field_name("source")
    module = unquoted(tree, source) if source is not None else ""
    clause = next(
        (child for child in statement.named_children if child.type.startswith(("export_", "namespace_"))), None
    )
    if clause is not None and clause.type == "export_clause":
        scope.exports.update({alias: External(module, name) for name, alias in _specifiers(tree, clause)})
    elif clause is not None:
        scope.exports[tree.text(clause.named_children[-1])] = External(module, "*")
    elif source is not None:
        scope.stars.append(module)
    elif any(child.type == "default" for child in statement.children):
        _add_default(scope, statement)


def _add_default(scope: Scope, statement: Node) -> None:
    value = statement.child_by_field_name("value") or statement.child_by_field_name("declaration")
    name = value.child_by_field_name("name") if value is not None else None
    target = name or value
    if target is not None and target.type in ("identifier", "type_identifier"):
        scope.exports["default"] = External("", scope.tree.text(target))
