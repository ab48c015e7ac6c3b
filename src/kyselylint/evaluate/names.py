"""The modules of a project and their names; each is evaluated when it is first used."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterable
from functools import partial

from kyselylint.evaluate.changing import later, loosened
from kyselylint.evaluate.elsewhere import Elsewhere, commit, named_handle
from kyselylint.evaluate.expressions import lookup
from kyselylint.evaluate.interpreter import Frame, Interpreter, named
from kyselylint.evaluate.scope import Binding, Scope
from kyselylint.evaluate.statements import declare_variable, hoist
from kyselylint.evaluate.values import (
    UNDEFINED,
    Builtin,
    Namespace,
    Opaque,
    Val,
)
from kyselylint.project.modules import Modules, SourceModule, pattern_names
from kyselylint.query.value import Origin, Value
from kyselylint.syntax.tree import Node

# Where a file may touch a query: roots, terminals and clauses that no other library in use spells the same way.
INTEREST = re.compile(
    rb"\b(?:selectFrom|selectNoFrom|insertInto|updateTable|deleteFrom|mergeInto|replaceInto|startTransaction|executeQuery"
    rb"|executeTakeFirst(?:OrThrow)?|withRecursive|CompiledQuery|whereRef|selectAll|returningAll|\$if|\$call)\b|\.schema\b"
    rb"|\.\s*(?:where|execute|transaction)\s*(?:/\*[^*]*\*/\s*)?\(|\bsql(?:\.\w+\(|\s*[`<])|\bnew Kysely\b"
)
# Modules without any of these are not followed into: they hold no handle, no builder, no type of one, and pass none on.
_RELEVANT = re.compile(rb"[kK]ysely|\bexport\s*(?:type\s*)?(?:\*|\{[^}]*\}\s*from)|\.exports\b")
_MAKES_HANDLES = re.compile(rb"\bnew Kysely\b|\bKysely<")
_CONSTANT = re.compile(r"[A-Z]\w*")
# As Node, Deno and browsers name it.
_KYSELY_MODULES = re.compile(r"^(?:(?:npm|jsr):/?|https://[\w./-]*/)?(?:@kysely/)?kysely(?:@[\w.^~-]+)?(?:/|$)")
_FORKS = re.compile(r"^@[\w.-]+/kysely$")
_OF_FORKS = re.compile(r"sql|Kysely|expressionBuilder|CompiledQuery|\w+Plugin")
_HELPERS = re.compile(r"/helpers/(postgres|mysql|sqlite|mssql)\b")  # `kysely/helpers/mysql.js` too
_JAVASCRIPT = frozenset(
    {"Promise", "Object", "Array", "Boolean", "String", "Number", "JSON", "Math", "structuredClone", "Symbol"}
)


class Names:
    """The modules of a project as the interpreter sees them: which are read, and what their names stand for."""

    def __init__(self, modules: Modules) -> None:
        self.modules = modules
        self._scopes: dict[str, Scope] = {}
        self._offsets: dict[str, list[int]] = {}
        self._defaults: dict[str, Val] = {}
        self._relevant: dict[str, bool] = {}
        self._suppliers: dict[str, re.Pattern[bytes] | None] = {}

    def offsets(self, module: SourceModule) -> list[int]:
        """Byte offsets of the words that make a piece of a module worth reading."""
        if module.path not in self._offsets:
            self._offsets[module.path] = [match.start() for match in INTEREST.finditer(module.source)]
        return self._offsets[module.path]

    def interesting(self, module: SourceModule, node: Node) -> bool:
        """Whether a piece of syntax holds such a word."""
        offsets = self.offsets(module)
        index = bisect_left(offsets, node.start_byte)
        return index < len(offsets) and offsets[index] < node.end_byte

    def uses_handles(self, module: SourceModule, node: Node) -> bool:
        """Whether a piece of syntax names an import of Kysely, or of a module that makes or types handles."""
        if module.path not in self._suppliers:
            names = [name for name, bound in module.imports.items() if self._supplies(module, bound.source)]
            words = "|".join(map(re.escape, names)).encode()
            self._suppliers[module.path] = re.compile(rb"\b(?:%b)\b" % words) if names else None
        pattern = self._suppliers[module.path]
        return pattern is not None and pattern.search(module.source, node.start_byte, node.end_byte) is not None

    def _supplies(self, importer: SourceModule, specifier: str) -> bool:
        if _KYSELY_MODULES.match(specifier):
            return True
        path = self.modules.resolver.resolve(importer.path, specifier)
        data = None if path is None else self.modules.read(path)
        return data is not None and _MAKES_HANDLES.search(data) is not None

    def module(self, importer: SourceModule, specifier: str) -> SourceModule | None:
        """The module of the project that an import means, if it can have to do with queries."""
        path = self.modules.resolver.resolve(importer.path, specifier)
        if path is None or not self._is_relevant(path):
            return None
        return self.modules.load(path)

    def _constants(self, importer: SourceModule, specifier: str, name: str) -> SourceModule | None:
        """A module without a word of Kysely that declares a constant or an enum of that name: a table's, a status."""
        path = self.modules.resolver.resolve(importer.path, specifier)
        data = self.modules.read(path) if path is not None and _CONSTANT.fullmatch(name) else None
        if path is None or data is None or re.search(rb"\b(?:enum|const)\s+%b\b" % name.encode(), data) is None:
            return None
        return self.modules.load(path)

    def _is_relevant(self, path: str) -> bool:
        if path not in self._relevant:
            data = self.modules.read(path)
            self._relevant[path] = data is not None and (INTEREST.search(data) or _RELEVANT.search(data)) is not None
        return self._relevant[path]

    def follow(self, calls: Iterable[tuple[SourceModule, Node]]) -> None:
        """From now on what holds these names of functions that run queries is worth reading, and its module too."""
        for module, name in calls:
            insort(self.offsets(module), name.start_byte)
            self._relevant[module.path] = True

    def scope(self, it: Interpreter, module: SourceModule) -> Scope:
        """The module's top-level names; each is evaluated when it is first used."""
        if module.path in self._scopes:
            return self._scopes[module.path]
        scope = self._scopes[module.path] = Scope(top=True)
        for name, bound in module.imports.items():
            scope.names[name] = Binding(name, lazy=partial(self._imported, it, module, bound.source, bound.name))
        statements = named(module.tree.root)
        with self._at(it, module, scope):
            hoist(it, statements, scope)
            for statement in statements:
                self._bind_variables(it, module, scope, statement)
        return scope

    def _bind_variables(self, it: Interpreter, module: SourceModule, scope: Scope, statement: Node) -> None:
        declared = (
            statement.child_by_field_name("declaration") if statement.type == "export_statement" else statement
        ) or statement
        if declared.type not in ("lexical_declaration", "variable_declaration"):
            return
        for declarator in named(declared):
            name = declarator.child_by_field_name("name")
            if name is None:
                continue
            for text in pattern_names(module.tree, name):
                if text not in module.imports or (name.type == "identifier" and module.imports[text].name != "*"):
                    scope.names[text] = Binding(text, lazy=partial(self._variable, it, module, scope, declarator, text))

    def _variable(self, it: Interpreter, module: SourceModule, scope: Scope, declarator: Node, name: str) -> Val:
        inner = Scope(scope, top=True)
        with self._at(it, module, inner):
            it.frame.calls = 1  # bind here, not through the module's own lazy names
            declare_variable(it, declarator, inner, constant=True)
            binding = inner.names.get(name)
            value = UNDEFINED if binding is None else it.store.get(binding, binding.initial)
            if declarator.parent is not None and declarator.parent.children[0].type != "const":
                seen = Value(Origin.COMPUTED, name, (name,), span=it.span(declarator))
                first, value = value, later(it, module, name, declarator, value, seen)
                scope.names[name].fixed = value is not first
            loosened(it, module, name, value)
            commit(it.store)
        return named_handle(value, module.path, name)

    def _at(self, it: Interpreter, module: SourceModule, scope: Scope) -> Elsewhere:
        return Elsewhere(it, Frame(module, scope))

    def bound_lazily(self, it: Interpreter, name: Node) -> bool:
        """A module's own variable: it is evaluated through its binding, once; true if that was done here."""
        scope = it.frame.scope
        if (
            scope.parent is not None
            and scope.parent.parent is None
            and self._scopes.get(it.frame.module.path) is scope.parent
        ):
            scope = scope.parent
        if self._scopes.get(it.frame.module.path) is not scope:
            return False
        if it.text(name) in scope.names:
            lookup(it, it.text(name), name)
            return True
        return False

    def imported_here(self, it: Interpreter, source: str | None) -> Val | None:
        """`await import('…')`: what a whole module exports, if that is known."""
        known = None if source is None else self._imported(it, it.frame.module, source, "*")
        return known if isinstance(known, Builtin | Namespace) else None

    def _imported(self, it: Interpreter, module: SourceModule, source: str, name: str) -> Val:
        if _KYSELY_MODULES.match(source):
            helpers = _HELPERS.search(source)
            exported = "kysely" if name == "*" else name
            return Builtin(f"{exported}@{helpers[1]}" if helpers else exported)
        target = self.module(module, source) or self._constants(module, source, name)
        if target is None and self._is_of_fork(module, source, name):
            return Builtin(name)
        if target is None:
            return Opaque(Value(Origin.COMPUTED, name, (name,)), module=source, imported=(module.path, source, name))
        return Namespace(target, target.path) if name == "*" else self.export(it, target, name, source)

    def _is_of_fork(self, module: SourceModule, source: str, name: str) -> bool:
        """Whether a name is Kysely's, of a package that somebody else publishes of it: `@scope/kysely`."""
        known = _FORKS.match(source) and _OF_FORKS.fullmatch(name)
        return bool(known) and self.modules.resolver.resolve(module.path, source) is None

    def export(self, it: Interpreter, module: SourceModule, name: str, source: str = "") -> Val:
        """What a module exports under a name."""
        origin = self.modules.origin(module, name)
        if origin is None:
            return self._outside(it, module, name, source)
        target, local = origin
        if local == "*":
            return Namespace(target, target.path)
        scope = self.scope(it, target)
        if local not in scope.names:
            return (
                self._default(it, target)
                if local == "default"
                else Opaque(Value(Origin.COMPUTED, name, (name,)), module=source)
            )
        with self._at(it, target, scope):
            return lookup(it, local, target.tree.root)

    def _outside(self, it: Interpreter, module: SourceModule, name: str, source: str) -> Val:
        """A re-export from a package: Kysely's own names are known; CommonJS exports are properties of an object."""
        bound = module.imports.get(name) or (module.exports.get(name) if name in module.exports else None)
        if bound is not None and _KYSELY_MODULES.match(bound.source):
            return Builtin(bound.name)
        if (name == "sql" and name not in module.assigned_exports) or any(
            _KYSELY_MODULES.match(star) for star in module.stars
        ):
            return Builtin(name)
        assigned = module.assigned_exports.get(name)
        if assigned is not None:
            with self._at(it, module, self.scope(it, module)):
                return it.eval(assigned)
        return Opaque(Value(Origin.COMPUTED, name, (name,)), module=source or module.path)

    def _default(self, it: Interpreter, module: SourceModule) -> Val:
        """The value of `export default <expression>`."""
        if module.path not in self._defaults:
            self._defaults[module.path] = UNDEFINED
            for node in module.tree.root.named_children:
                value = node.child_by_field_name("value") if node.type == "export_statement" else None
                value = value or (
                    node.child_by_field_name("declaration")
                    if node.type == "export_statement" and any(child.type == "default" for child in node.children)
                    else None
                )
                if value is not None:
                    with self._at(it, module, self.scope(it, module)):
                        self._defaults[module.path] = it.eval(value)
                        commit(it.store)
        return self._defaults[module.path]

    def default_export(self, it: Interpreter, value: Val) -> None:
        """Remember what the module being read exports as its default."""
        self._defaults.setdefault(it.frame.module.path, value)

    def global_value(self, it: Interpreter, name: str, node: Node) -> Val:
        """A name that nothing visible declares."""
        if name in _JAVASCRIPT:
            return Builtin(name)
        if name == "sql":  # an ambient tag in examples and notebooks
            return Builtin("sql")
        return Opaque(Value(Origin.COMPUTED, name, (name,), span=it.span(node)))

    def class_at(self, it: Interpreter, module: SourceModule, name: str) -> Val:
        """The class of that name at the top level of a module."""
        scope = self.scope(it, module)
        with self._at(it, module, scope):
            return lookup(it, name, module.tree.root)
