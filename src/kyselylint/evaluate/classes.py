"""Classes, their members, and the instances that stand for all of a class."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kyselylint.evaluate.apply import Call, apply
from kyselylint.evaluate.builder import Builder
from kyselylint.evaluate.changing import grown, later
from kyselylint.evaluate.elsewhere import Elsewhere, commit, named_handle
from kyselylint.evaluate.interpreter import Frame, Interpreter, named
from kyselylint.evaluate.names import Names
from kyselylint.evaluate.origin import shorten
from kyselylint.evaluate.patterns import bind_parameters
from kyselylint.evaluate.scope import Scope, Store
from kyselylint.evaluate.types import value_of_type
from kyselylint.evaluate.values import (
    UNDEFINED,
    Array,
    Choice,
    ClassValue,
    Func,
    HandleValue,
    Item,
    Object,
    Opaque,
    Properties,
    Val,
)
from kyselylint.finding import Span
from kyselylint.project.modules import Modules
from kyselylint.query.value import Origin, Value
from kyselylint.syntax.tree import Node

_MOST_PARENTS = 8  # classes that one extends after the other


class Classes(Names):
    """The classes of a project, over its names."""

    def __init__(self, modules: Modules) -> None:
        super().__init__(modules)
        self._instances: dict[int, Object] = {}

    def made_class(self, it: Interpreter, value: ClassValue) -> None:
        """Note a class that may hold queries."""
        if self.interesting(value.module, value.node):
            it.pending.append(value)

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

    def base(self, it: Interpreter, value: ClassValue) -> Val:
        """What the topmost visible parent extends, if anything."""
        for _ in range(_MOST_PARENTS):
            parent = self.parent(it, value)
            if parent is None:
                break
            value = parent
        return value.parent

    def instance(self, value: ClassValue) -> Object:
        """The instance that stands for all of a class, as dependency injection makes it."""
        if id(value) not in self._instances:
            self._instances[id(value)] = Object(Properties({}), value, "this")
        return self._instances[id(value)]

    def member(self, it: Interpreter, thing: Object, name: str, node: Node) -> Val:
        """A method or field of an instance, own or inherited."""
        owner: ClassValue | None = thing.kind
        for _ in range(_MOST_PARENTS):
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
            return self._method(it, thing, owner, node, name)
        place = Span(owner.module.path, node.start_byte, node.end_byte)
        seen = Value(Origin.COMPUTED, f"this.{name}", ("this", name), span=place)
        key = (place.path, place.start)
        if key in it.resolving:  # a field that is made of itself
            return Opaque(seen)
        it.resolving.add(key)
        try:
            return self._field(it, thing, owner, node, name, seen)
        finally:
            it.resolving.discard(key)

    def _field(self, it: Interpreter, thing: Object, owner: ClassValue, node: Node, name: str, seen: Value) -> Val:
        value = node.child_by_field_name("value")
        around = self._around(it, owner)
        with Elsewhere(it, Frame(owner.module, owner.scope, this=thing, owner=owner, depth=it.frame.depth), around):
            known = UNDEFINED if value is None or node.type.endswith("parameter") else it.eval(value)
            if known is UNDEFINED:
                is_own = thing.kind is None or self._constructed(it, thing.kind) is owner
                given = node.type.endswith("parameter") and is_own
                assigned = None if given else self._assigned_in_constructor(it, thing, owner, name)
                annotation = node.child_by_field_name("type")
                known = value_of_type(it, annotation, seen)
                if assigned is not None and _says_more(assigned, known):
                    known = assigned
            elif not _is_readonly(node):
                known = later(it, owner.module, name, node, known, seen)
            if thing is self.instance(thing.kind or owner):
                known = grown(it, owner.module, name, node, known)
            commit(it.store, around=around)
        if isinstance(known, Choice) and any(isinstance(option, HandleValue) for option in known.options):
            return known
        known = named_handle(known, f"{owner.module.path}#{owner.name}", f"this.{name}")
        if isinstance(known, Array | Object | Func):
            thing.initial = replace(thing.initial, items={**thing.initial.items, name: Item(known)})
        return known

    def _method(self, it: Interpreter, this: Object | ClassValue, owner: ClassValue, node: Node, name: str) -> Val:
        """A method of an instance or of a class; of a getter, what it gives."""
        func = Func(node, owner.scope, owner.module, name=name, this=this, owner=owner)
        getter = any(child.type == "get" for child in node.children)
        return self.getter(it, func, this, node) if getter else func

    def _around(self, it: Interpreter, value: ClassValue) -> Store | None:
        """What a class that stands in a function closes over."""
        return None if value.scope is self._scopes.get(value.module.path) else it.store

    def getter(self, it: Interpreter, func: Func, this: Val, node: Node) -> Val:
        """What `get name() { … }` gives."""
        return apply(it, func, [], node, this=this)

    def _assigned_in_constructor(self, it: Interpreter, thing: Object, owner: ClassValue, name: str) -> Val | None:
        """`this.db = db` in the constructor of an instance that was not made in visible code."""
        constructor = self.members(owner).get("constructor")
        if (
            constructor is None
            or name.encode() not in owner.module.source[constructor.start_byte : constructor.end_byte]
        ):
            return None
        # `super('todo')` in the constructor of the instance's own class says what its parent is given.
        owner = (self._constructed(it, thing.kind) if thing.kind is not None else None) or owner
        constructor = self.members(owner)["constructor"]
        if (owner.module.path, constructor.start_byte) in it.active or thing.initial.items.get(name) is not None:
            return None
        func = Func(constructor, owner.scope, owner.module, name="constructor", this=thing, owner=owner)
        around = self._around(it, owner)
        with Elsewhere(it, Frame(owner.module, owner.scope, this=thing, owner=owner), around):
            it.active[(owner.module.path, constructor.start_byte)] = 0
            apply(it, func, None, constructor, this=thing)
            it.active.pop((owner.module.path, constructor.start_byte), None)
            self._grown_fields(it, thing, owner)
            commit(it.store, around=around)
        item = thing.initial.items.get(name)
        return None if item is None else named_handle(item.value, f"{owner.module.path}#{owner.name}", f"this.{name}")

    def _grown_fields(self, it: Interpreter, thing: Object, owner: ClassValue) -> None:
        """Queries that a constructor has put into fields, as other methods find them."""
        properties = it.store.properties(thing)
        declared = self.members(owner)
        items = {
            name: replace(item, value=grown(it, owner.module, name, declared[name], item.value))
            for name, item in properties.items.items()
            if name in declared and isinstance(item.value, Builder)
        }
        if items and thing is self.instance(thing.kind or owner):
            it.store[thing] = replace(properties, items={**properties.items, **items})

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
            return self._method(it, value, value, node, name)
        initial = node.child_by_field_name("value")
        seen = Value(Origin.COMPUTED, name, (value.name, name))
        around = self._around(it, value)
        with Elsewhere(it, Frame(value.module, value.scope, this=value), around):
            known = value_of_type(it, node.child_by_field_name("type"), seen) if initial is None else it.eval(initial)
            known = known if _is_readonly(node) else later(it, value.module, name, node, known, seen)
            commit(it.store, around=around)
        return named_handle(known, value.module.path, f"{value.name}.{name}")

    def construct(self, it: Interpreter, value: ClassValue, call: Call) -> Val:
        """`new Class(…)`."""
        made = Object(Properties({}), value, shorten(it.text(call.node)))
        self.initialise(it, made, value, call)
        return made

    def initialise(self, it: Interpreter, made: Object, value: ClassValue, call: Call) -> None:
        """Run the constructor that a class has or inherits: parameter properties, and what it assigns."""
        owner = self._constructed(it, value)
        if owner is None:
            return
        constructor = self.members(owner)["constructor"]
        parameters = constructor.child_by_field_name("parameters")
        items: dict[str, Item] = {}
        with it.within(module=owner.module, scope=Scope(owner.scope), this=made, owner=owner):
            bind_parameters(it, parameters, call.args, it.frame.scope)
            for parameter in [] if parameters is None else named(parameters):
                pattern = parameter.child_by_field_name("pattern")
                if pattern is not None and self.members(owner).get(it.text(pattern)) == parameter:
                    binding = it.frame.scope.names[it.text(pattern)]
                    items[it.text(pattern)] = Item(it.store.get(binding, binding.initial))
        held = it.store.properties(made)
        filled = replace(held, items={**held.items, **items})
        if it.store.get(made) is None:
            made.initial = filled
        else:
            it.store[made] = filled
        func = Func(
            constructor, owner.scope, owner.module, name="constructor", this=made, owner=owner, depth=it.frame.depth
        )
        apply(it, func, call.args, call.node, this=made)

    def _constructed(self, it: Interpreter, value: ClassValue) -> ClassValue | None:
        """The class whose constructor makes the instances of another one: itself, or the nearest parent with one."""
        owner: ClassValue | None = value
        while owner is not None and "constructor" not in self.members(owner):
            owner = self.parent(it, owner)
        return owner

    def methods(self, value: ClassValue) -> Iterator[Func]:
        """The class's own methods, of the instance that stands for all of it."""
        this = self.instance(value)
        for name, node in self.members(value).items():
            if name != "constructor" and node.type == "method_definition":
                yield Func(node, value.scope, value.module, name=name, this=this, owner=value)

    def inherited(self, it: Interpreter, value: ClassValue) -> Iterator[Func]:
        """The methods that a class has from its parents."""
        seen = set(self.members(value))
        parent = self.parent(it, value)
        for _ in range(_MOST_PARENTS):
            if parent is None:
                return
            yield from (func for func in self.methods(parent) if func.name not in seen)
            seen.update(self.members(parent))
            parent = self.parent(it, parent)

    def super_value(self, it: Interpreter) -> Val:
        """`super`: this, seen as its parent class."""
        this, owner = it.frame.this, it.frame.owner
        parent = self.parent(it, owner) if isinstance(owner, ClassValue) else None
        if isinstance(this, Object) and parent is not None:
            return Object(it.store.properties(this), parent, "super")
        return Opaque(Value(Origin.COMPUTED, "super", ("super",)))


def _is_readonly(node: Node) -> bool:
    return any(child.type == "readonly" for child in node.children)


def _says_more(assigned: Val, annotated: Val) -> bool:
    """Whether what the constructor assigns to a field says more than the field's type does."""
    if isinstance(assigned, HandleValue) and isinstance(annotated, HandleValue):
        return bool(assigned.handle.schema or assigned.handle.plugins)
    return isinstance(annotated, Opaque) or (isinstance(annotated, Builder) and annotated.site.given)
