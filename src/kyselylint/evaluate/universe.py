"""What exists beyond the current function: modules and their names, functions to be read, classes and their instances."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import partial

from kyselylint.evaluate.apply import Call, apply
from kyselylint.evaluate.builder import Builder
from kyselylint.evaluate.expressions import lookup
from kyselylint.evaluate.interpreter import Frame, Interpreter, TooDeep, named
from kyselylint.evaluate.origin import shorten
from kyselylint.evaluate.patterns import bind_parameters
from kyselylint.evaluate.scope import ASSUMPTIONS, Binding, Scope, Store, join_stores
from kyselylint.evaluate.statements import hoist
from kyselylint.evaluate.types import value_of_type
from kyselylint.evaluate.values import (
    UNDEFINED,
    Array,
    Builtin,
    Choice,
    ClassValue,
    Expr,
    ExpressionBuilderValue,
    Func,
    HandleValue,
    Item,
    Literal,
    Namespace,
    Object,
    Opaque,
    Properties,
    Tool,
    Val,
)
from kyselylint.project.modules import Modules, SourceModule, pattern_names
from kyselylint.query.value import Origin, Value
from kyselylint.syntax.tree import Node

# Where a file may touch a query: roots, terminals and clauses that no other library in use spells the same way.
INTEREST = re.compile(
    rb"\b(?:selectFrom|selectNoFrom|insertInto|updateTable|deleteFrom|mergeInto|replaceInto|startTransaction|executeQuery"
    rb"|executeTakeFirst(?:OrThrow)?|withRecursive|CompiledQuery|whereRef|selectAll|returningAll|\$if|\$call)\b|\.schema\b"
    rb"|\.(?:where|execute|transaction)\(|\bsql(?:\.\w+\(|\s*[`<])|\bnew Kysely\b"
)
# Modules without any of these are not followed into: they hold no handle, no builder, no type of one, and pass none on.
_RELEVANT = re.compile(rb"[kK]ysely|\bexport\s*(?:type\s*)?(?:\*|\{[^}]*\}\s*from)|\.exports\b")
_THROWING = re.compile(
    r"throw|notFound|not_found|fail|abort|forbid|unauthori[sz]ed|badRequest|panic|unreachable|never|error|assert|invariant|ensure",
    re.IGNORECASE,
)
_CONSTANT = re.compile(r"[A-Z]\w*")
_KYSELY_MODULES = re.compile(r"^kysely(/|$)")
_JAVASCRIPT = frozenset(
    {"Promise", "Object", "Array", "Boolean", "String", "Number", "JSON", "Math", "structuredClone", "Symbol"}
)
_LARGEST_PLAIN = 800  # bytes; a longer function without a word of Kysely does not build or hand on queries


@dataclass(frozen=True, slots=True)
class Summary:
    """What reading a function by itself told: its value, and whether callers may change what its queries are."""

    value: Val
    kysely: bool
    open: bool


class Universe:
    """The modules of a project as the interpreter sees them."""

    def __init__(self, modules: Modules) -> None:
        self.modules = modules
        self._scopes: dict[str, Scope] = {}
        self._offsets: dict[str, list[int]] = {}
        self._instances: dict[int, Object] = {}
        self._classes: dict[tuple[str, int], ClassValue] = {}
        self._summaries: dict[tuple[str, int], Summary | None] = {}
        self._defaults: dict[str, Val] = {}
        self._relevant: dict[str, bool] = {}
        self.makers: set[str] = set()  # functions that return a query
        self.read: set[tuple[str, int]] = set()

    # Modules and names

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

    def module(self, importer: SourceModule, specifier: str) -> SourceModule | None:
        """The module of the project that an import means, if it can have to do with queries."""
        path = self.modules.resolver.resolve(importer.path, specifier)
        if path is None or not self._is_relevant(path):
            return None
        return self.modules.load(path)

    def _constants(self, importer: SourceModule, specifier: str, name: str) -> SourceModule | None:
        """A module without a word of Kysely that declares a constant or an enum of that name: a table's name, a status."""
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

    def scope(self, it: Interpreter, module: SourceModule) -> Scope:
        """The module's top-level names; each is evaluated when it is first used."""
        if module.path in self._scopes:
            return self._scopes[module.path]
        scope = self._scopes[module.path] = Scope()
        for name, bound in module.imports.items():
            scope.names[name] = Binding(
                name, lazy=partial(self._imported, it, module, bound.source, bound.name), constant=True
            )
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
                    scope.names[text] = Binding(
                        text, lazy=partial(self._variable, it, module, scope, declarator, text), constant=True
                    )

    def _variable(self, it: Interpreter, module: SourceModule, scope: Scope, declarator: Node, name: str) -> Val:
        from kyselylint.evaluate.statements import _declarator

        inner = Scope(scope)
        with self._at(it, module, inner):
            it.frame.calls = 1  # bind here, not through the module's own lazy names
            _declarator(it, declarator, True)
            binding = inner.names.get(name)
            value = UNDEFINED if binding is None else it.store.get(binding, binding.initial)
            commit(it.store)
        return _named_handle(value, module.path, name)

    def _at(self, it: Interpreter, module: SourceModule, scope: Scope) -> _Elsewhere:
        return _Elsewhere(it, Frame(module, scope))

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

    def _imported(self, it: Interpreter, module: SourceModule, source: str, name: str) -> Val:
        if _KYSELY_MODULES.match(source):
            dialect = source.removeprefix("kysely/helpers/") if source.startswith("kysely/helpers/") else ""
            return Builtin("kysely" if name == "*" else f"{name}@{dialect}" if dialect else name)
        target = self.module(module, source) or self._constants(module, source, name)
        if target is None:
            return Opaque(Value(Origin.COMPUTED, name, (name,)), module=source, imported=(module.path, source, name))
        return Namespace(target, target.path) if name == "*" else self.export(it, target, name, source)

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

    # Functions

    def made(self, it: Interpreter, func: Func) -> None:
        """Note a function that may hold queries, to be read by itself if nobody calls it."""
        if self.interesting(func.module, func.node):
            it.pending.append(func)

    def made_class(self, it: Interpreter, value: ClassValue) -> None:
        """Note a class that may hold queries."""
        self._classes[(value.module.path, value.node.start_byte)] = value
        if self.interesting(value.module, value.node):
            it.pending.append(value)

    def call(self, it: Interpreter, func: Func, call: Call, this: Val) -> Val:
        """A call of a visible function: run with these arguments where they matter, else taken from its summary."""
        it.recorder.called(it, call, func)
        if self._must_apply(it, func, call.args):
            if self.is_local(func):
                self.mark(func)  # other functions are also read by themselves: not every caller is visible
            return apply(it, func, call.args, call.node, this=this)
        summary = self.summary(it, func, this)
        takes_nothing = (
            func.owner is None and not call.args and not named(func.node.child_by_field_name("parameters") or func.node)
        )
        if summary is None or ((summary.kysely or summary.open) and not takes_nothing):
            result = apply(it, func, call.args, call.node, this=this)
        else:
            it.recorder.followed(it, call, func)
            result = summary.value
        return self._told(it, result, call)

    def _told(self, it: Interpreter, result: Val, call: Call) -> Val:
        """The result of a function in its caller's words: parameters of the callee mean nothing there."""
        if isinstance(result, Opaque) and result.value.row is None:
            text = shorten(it.text(call.node))
            name = it.text(call.node.child_by_field_name("function") or call.node)
            value = Value(
                Origin.COMPUTED,
                text,
                (f"{name}()",),
                many=result.value.many,
                optional=result.value.optional,
                span=it.span(call.node),
            )
            return replace(result, value=value)
        return result

    def guard(self, it: Interpreter, target: Opaque, call: Call) -> Func | None:
        """A function of a module that is not followed otherwise, if it may throw: by its name, or because it is given a row."""
        if target.imported is None:
            return None
        given_row = any(isinstance(arg, Opaque) and arg.value.row is not None for arg in call.args)
        importer, specifier, name = target.imported
        if not given_row and not _THROWING.search(name):
            return None
        path = self.modules.resolver.resolve(importer, specifier)
        module = None if path is None else self.modules.load(path)
        found = None if module is None else self.export(it, module, name)
        small = isinstance(found, Func) and found.node.end_byte - found.node.start_byte < _LARGEST_PLAIN
        return found if isinstance(found, Func) and small else None

    def _must_apply(self, it: Interpreter, func: Func, args: list[Val]) -> bool:
        return self.is_local(func) or any(is_kysely(it, arg) for arg in args) or self._depends(func, args)

    def is_local(self, func: Func) -> bool:
        """A closure over names of a function that is being read; methods and top-level functions are none."""
        of_class = func.owner is not None and func.scope is func.owner.scope
        return not of_class and func.scope is not self._scopes.get(func.module.path)

    def _depends(self, func: Func, args: list[Val]) -> bool:
        """A small helper is run where it is given a row (it may throw when there is none) or a text (it may make names of it)."""
        small = func.node.end_byte - func.node.start_byte < _LARGEST_PLAIN
        return small and any(
            (isinstance(arg, Opaque) and arg.value.row is not None) or isinstance(arg, Literal) for arg in args
        )

    def mark(self, func: Func) -> None:
        """Note that a function was read where it is called."""
        self.read.add((func.module.path, func.node.start_byte))

    def summary(self, it: Interpreter, func: Func, this: Val = None) -> Summary | None:
        """What a function does when nothing is known of its arguments; None while it is being read."""
        key = (func.module.path, func.node.start_byte)
        if key not in self._summaries:
            self._summaries[key] = None
            self._summaries[key] = self._summarise(it, func, this)
        return self._summaries[key]

    def _summarise(self, it: Interpreter, func: Func, this: Val) -> Summary:
        size = func.node.end_byte - func.node.start_byte
        if size > _LARGEST_PLAIN and not self.interesting(func.module, func.node):
            return Summary(Opaque(Value(Origin.COMPUTED, func.name)), kysely=False, open=False)
        before = it.recorder.incomplete
        value = self.standalone(it, func, this)
        if isinstance(value, Builder):
            self.makers.add(func.name)
        return Summary(value, is_kysely(it, value, handles=True), it.recorder.incomplete > before)

    def standalone(self, it: Interpreter, func: Func, this: Val = None) -> Val:
        """Read a function by itself, its parameters unknown."""
        self.mark(func)
        owner = func.owner
        if this is None and owner is not None and func.this is None:
            this = self.instance(owner)
        elsewhere = _Elsewhere(it, Frame(func.module, func.scope, this=this or func.this, owner=owner))
        with elsewhere:
            try:
                value = apply(it, func, None, func.node, this=this, standalone=True)
            except TooDeep:
                it.recorder.gave_up(it, func)
                value = it.opaque(func.node)
            commit(it.store, fields=False)
        return value

    def callbacks(self, it: Interpreter, call: Call, callee: str) -> None:
        """Read the callbacks of a call whose callee is not visible, where they stand."""
        for value in call.args:
            if isinstance(value, Func) and (self.interesting(value.module, value.node) or it.frame.transaction):
                if it.recorder.opens(it, call, callee, value):
                    continue
                before = it.store
                it.store = Store(before)
                self.mark(value)
                apply(it, value, None, call.node)
                it.store = join_stores(it.store, before)

    # Classes

    def class_at(self, it: Interpreter, module: SourceModule, name: str) -> Val:
        """The class of that name at the top level of a module."""
        scope = self.scope(it, module)
        with self._at(it, module, scope):
            return lookup(it, name, module.tree.root)

    def members(self, value: ClassValue) -> dict[str, Node]:
        """The class's own methods and fields by name; parameter properties of the constructor are fields."""
        if value.members is None:
            value.members = {}
            body = value.node.child_by_field_name("body")
            for node in [] if body is None else named(body):
                self._add_member(value, value.members, node)
        return value.members

    def _add_member(self, value: ClassValue, members: dict[str, Node], node: Node) -> None:
        name_node = node.child_by_field_name("name")
        if name_node is None:
            return
        name = value.module.text(name_node)
        if any(child.type == "static" for child in node.children):
            value.statics[name] = node
            return
        if not (name in members and node.type == "method_signature"):
            members[name] = node
        if name == "constructor":
            parameters = node.child_by_field_name("parameters")
            for parameter in [] if parameters is None else named(parameters):
                pattern = parameter.child_by_field_name("pattern")
                if pattern is not None and any(
                    child.type in ("accessibility_modifier", "readonly") for child in parameter.children
                ):
                    members.setdefault(value.module.text(pattern), parameter)

    def parent(self, it: Interpreter, value: ClassValue) -> ClassValue | None:
        """The class it extends, if that is visible."""
        if value.parent is None:
            value.parent = UNDEFINED
            heritage = next((child for child in value.node.named_children if child.type == "class_heritage"), None)
            clause = (
                None
                if heritage is None
                else next((child for child in heritage.named_children if child.type == "extends_clause"), heritage)
            )
            target = (
                None
                if clause is None
                else clause.child_by_field_name("value") or (named(clause)[0] if named(clause) else None)
            )
            if target is not None and target.type == "identifier":
                with self._at(it, value.module, value.scope):
                    value.parent = it.eval(target)
        return value.parent if isinstance(value.parent, ClassValue) else None

    def instance(self, value: ClassValue) -> Object:
        """The instance that stands for all of a class, as dependency injection makes it."""
        if id(value) not in self._instances:
            self._instances[id(value)] = Object(Properties({}), value, "this")
        return self._instances[id(value)]

    def member(self, it: Interpreter, thing: Object, name: str, node: Node) -> Val:
        """A method or field of an instance, own or inherited."""
        owner: ClassValue | None = thing.kind
        for _ in range(8):
            if owner is None:
                break
            found = self.members(owner).get(name)
            if found is not None:
                return self._member_value(it, thing, owner, found, name)
            assigned = self._assigned_in_constructor(it, thing, owner, name)
            if assigned is not None:
                return assigned
            owner = self.parent(it, owner)
        return Opaque(Value(Origin.COMPUTED, f"this.{name}", ("this", name), span=it.span(node)))

    def _member_value(self, it: Interpreter, thing: Object, owner: ClassValue, node: Node, name: str) -> Val:
        if node.type == "method_definition":
            func = Func(node, owner.scope, owner.module, name=name, this=thing, owner=owner)
            getter = any(child.type == "get" for child in node.children)
            return self.getter(it, func, thing, node) if getter else func
        value = node.child_by_field_name("value")
        value_seen = Value(Origin.COMPUTED, f"this.{name}", ("this", name), span=None)
        with _Elsewhere(it, Frame(owner.module, owner.scope, this=thing, owner=owner, depth=it.frame.depth)):
            known = UNDEFINED if value is None or node.type.endswith("parameter") else it.eval(value)
            if known is UNDEFINED:
                assigned = (
                    None if node.type.endswith("parameter") else self._assigned_in_constructor(it, thing, owner, name)
                )
                annotation = node.child_by_field_name("type")
                known = value_of_type(it, annotation, value_seen)
                if assigned is not None and (
                    isinstance(known, Opaque) or (isinstance(known, Builder) and known.site.given)
                ):
                    known = assigned
            commit(it.store)
        if isinstance(known, Choice) and any(isinstance(option, HandleValue) for option in known.options):
            return known
        known = _named_handle(known, f"{owner.module.path}#{owner.name}", f"this.{name}")
        if isinstance(known, Array | Object | Func):
            thing.initial = replace(thing.initial, items={**thing.initial.items, name: Item(known)})
        return known

    def getter(self, it: Interpreter, func: Func, this: Val, node: Node) -> Val:
        """What `get name() { … }` gives."""
        return apply(it, func, [], node, this=this)

    def _assigned_in_constructor(self, it: Interpreter, thing: Object, owner: ClassValue, name: str) -> Val | None:
        """`this.db = db` in the constructor of an instance that was not made in visible code."""
        constructor = self.members(owner).get("constructor")
        if (
            constructor is None
            or f"this.{name}".encode() not in owner.module.source[constructor.start_byte : constructor.end_byte]
        ):
            return None
        if (owner.module.path, constructor.start_byte) in it.active or thing.initial.items.get(name) is not None:
            return None
        func = Func(constructor, owner.scope, owner.module, name="constructor", this=thing, owner=owner)
        with _Elsewhere(it, Frame(owner.module, owner.scope, this=thing, owner=owner)):
            it.active[(owner.module.path, constructor.start_byte)] = 0
            apply(it, func, None, constructor, this=thing)
            it.active.pop((owner.module.path, constructor.start_byte), None)
            commit(it.store)
        item = thing.initial.items.get(name)
        return None if item is None else _named_handle(item.value, f"{owner.module.path}#{owner.name}", f"this.{name}")

    def static(self, it: Interpreter, value: ClassValue, name: str) -> Val:
        """A static method or field."""
        self.members(value)
        node = value.statics.get(name)
        if node is None:
            parent = self.parent(it, value)
            return (
                self.static(it, parent, name)
                if parent is not None
                else Opaque(Value(Origin.COMPUTED, f"{value.name}.{name}", (value.name, name)))
            )
        if node.type == "method_definition":
            return Func(node, value.scope, value.module, name=name, this=value, owner=value)
        initial = node.child_by_field_name("value")
        with _Elsewhere(it, Frame(value.module, value.scope, this=value)):
            known = (
                value_of_type(it, node.child_by_field_name("type"), Value(Origin.COMPUTED, name, (value.name, name)))
                if initial is None
                else it.eval(initial)
            )
            commit(it.store)
        return _named_handle(known, value.module.path, f"{value.name}.{name}")

    def construct(self, it: Interpreter, value: ClassValue, call: Call) -> Val:
        """`new Class(…)`: parameter properties and what the constructor assigns."""
        made = Object(Properties({}), value, shorten(it.text(call.node)))
        owner: ClassValue | None = value
        while owner is not None and "constructor" not in self.members(owner):
            owner = self.parent(it, owner)
        if owner is None:
            return made
        constructor = self.members(owner)["constructor"]
        parameters = constructor.child_by_field_name("parameters")
        items: dict[str, Item] = {}
        with it.within(module=owner.module, scope=Scope(owner.scope), this=made, owner=owner):
            bind_parameters(it, parameters, call.args, it.frame.scope)
            for parameter in [] if parameters is None else named(parameters):
                pattern = parameter.child_by_field_name("pattern")
                if (
                    pattern is not None
                    and owner.members is not None
                    and owner.members.get(it.text(pattern)) == parameter
                ):
                    binding = it.frame.scope.names[it.text(pattern)]
                    items[it.text(pattern)] = Item(it.store.get(binding, binding.initial))
        made.initial = Properties(items)
        func = Func(
            constructor, owner.scope, owner.module, name="constructor", this=made, owner=owner, depth=it.frame.depth
        )
        apply(it, func, call.args, call.node, this=made)
        return made

    def super_value(self, it: Interpreter) -> Val:
        """`super`: this, seen as its parent class."""
        this, owner = it.frame.this, it.frame.owner
        parent = self.parent(it, owner) if isinstance(owner, ClassValue) else None
        if isinstance(this, Object) and parent is not None:
            return Object(it.store.properties(this), parent, "super")
        return Opaque(Value(Origin.COMPUTED, "super", ("super",)))


class _Elsewhere:
    """Evaluate in another frame with an empty store, and come back."""

    def __init__(self, it: Interpreter, frame: Frame) -> None:
        self.it = it
        self.inner = frame

    def __enter__(self) -> None:
        it = self.it
        self.outer = (it.frame, it.store, it.steps, it.nesting)
        if it.frame is not None:
            self.inner.calls = max(self.inner.calls, it.frame.calls // 2)
        it.frame, it.store, it.steps, it.nesting = self.inner, Store(), 0, it.nesting // 4

    def __exit__(self, *_: object) -> None:
        self.it.frame, self.it.store, self.it.steps, self.it.nesting = self.outer


def commit(store: Store, *, fields: bool = True) -> None:
    """Make what a finished evaluation left behind the initial state of its names and objects.

    `fields` False leaves the instance that stands for all of a class as it was: each method is read as if called first.
    """
    for key, value in store.everything().items():
        if key == ASSUMPTIONS or not hasattr(key, "initial"):
            continue
        if fields or not (isinstance(key, Object) and key.kind is not None and key.text == "this"):
            key.initial = value


def is_kysely(it: Interpreter, value: Val, *, handles: bool = False, depth: int = 0) -> bool:
    """Whether a value is, or holds, something that queries are made of; handles by themselves only if asked."""
    if isinstance(value, Builder | Expr | ExpressionBuilderValue | Tool | Func):
        return True
    if handles and isinstance(value, Array | Object):  # what a function returns in parts
        return True
    if isinstance(value, HandleValue):
        return handles or bool(value.ctes) or bool(value.handle.transaction)
    if depth > 2:
        return False
    if isinstance(value, Choice):
        return any(is_kysely(it, option, handles=handles, depth=depth + 1) for option in value.options)
    if isinstance(value, Array):
        return any(
            is_kysely(it, item.value, handles=handles, depth=depth + 1) for item in it.store.content(value).items
        )
    if isinstance(value, Object):
        items = it.store.properties(value).items.values()
        return (handles and value.kind is not None) or any(
            is_kysely(it, item.value, handles=handles, depth=depth + 1) for item in items
        )
    return isinstance(value, Opaque) and value.carries is not None


def _named_handle(value: Val, owner: str, name: str) -> Val:
    """A handle bound to a module's variable or a class's field is known by that name from there on."""
    if isinstance(value, HandleValue) and (
        not value.handle.identity or not value.handle.text or value.handle.text.startswith("new ")
    ):
        text = name if not value.handle.text or value.handle.text.startswith("new ") else value.handle.text
        return replace(value, handle=replace(value.handle, identity=f"{owner}#{name}", text=text))
    return value
