"""What a written type says about a value: handles, builders, classes, lists, optional values."""

from __future__ import annotations

from dataclasses import replace

from kyselylint.evaluate.builder import Builder, Site
from kyselylint.evaluate.interpreter import Interpreter, named
from kyselylint.evaluate.origin import extend
from kyselylint.evaluate.values import (
    UNDEFINED,
    Choice,
    ClassValue,
    Expr,
    ExpressionBuilderValue,
    HandleValue,
    Item,
    Literal,
    Object,
    Opaque,
    Properties,
    TypeRef,
    Val,
    flatten,
)
from kyselylint.project.modules import SourceModule
from kyselylint.query.certainty import Certainty
from kyselylint.query.expression import Unknown
from kyselylint.query.statement import Handle, HandleKind, Operation, Source
from kyselylint.query.value import Origin, Value
from kyselylint.syntax.tree import Node

HANDLE_TYPES = {
    "Kysely": HandleKind.EITHER,  # a Transaction is assignable to Kysely<DB>
    "ReadonlyKysely": HandleKind.EITHER,
    "QueryCreator": HandleKind.EITHER,
    "QueryCreatorWithCommonTableExpression": HandleKind.EITHER,
    "ReadonlyQueryCreator": HandleKind.EITHER,
    "ReadonlyQueryCreatorWithCommonTableExpression": HandleKind.EITHER,
    "Transaction": HandleKind.TRANSACTION,
    "ControlledTransaction": HandleKind.TRANSACTION,
    "ReadonlyTransaction": HandleKind.TRANSACTION,
    "ReadonlyControlledTransaction": HandleKind.TRANSACTION,
}
_BUILDERS = {
    "SelectQueryBuilder": Operation.SELECT,
    "UpdateQueryBuilder": Operation.UPDATE,
    "DeleteQueryBuilder": Operation.DELETE,
    "InsertQueryBuilder": Operation.INSERT,
}
_EXPRESSIONS = frozenset(
    {"Expression", "ExpressionWrapper", "RawBuilder", "SqlBool", "AliasedExpression", "OperandExpression"}
)
_PLAIN = frozenset({"predefined_type", "literal_type", "template_literal_type", "function_type", "tuple_type"})
_MANY = frozenset({"Array", "ReadonlyArray", "Set", "ReadonlySet", "Iterable"})
_NOTHING = frozenset({"undefined", "null", "void"})
_THROUGH = frozenset({"Readonly", "NonNullable", "Promise", "Awaited", "Pick", "Omit"})


def value_of_type(it: Interpreter, annotation: Node | None, value: Value, *, depth: int = 0) -> Val:
    """The value of a type annotation's type; an opaque one that remembers its type where nothing is known yet."""
    if annotation is None:
        return Opaque(value)
    node = (
        named(annotation)[0]
        if annotation.type in ("type_annotation", "parenthesized_type", "readonly_type") and named(annotation)
        else annotation
    )
    if node.type in ("parenthesized_type", "readonly_type") and node is not annotation:
        return value_of_type(it, node, value, depth=depth)
    if node.type == "union_type" or (node.type == "literal_type" and _is_text(it, node)):
        return _union(it, node, value, depth)
    if node.type == "array_type":
        return Opaque(replace(value, many=True, empty=True))
    if node.type == "generic_type":
        return _generic(it, node, value, depth)
    if node.type in (
        "type_identifier",
        "nested_type_identifier",
        "object_type",
        "intersection_type",
        "type_query",
        "lookup_type",
    ):
        return Opaque(
            replace(value, type=it.text(node)), module=_imported_from(it, node), type=TypeRef(node, it.frame.module)
        )
    return Opaque(replace(value, type=it.text(node)) if node.type in _PLAIN else value)


def _imported_from(it: Interpreter, node: Node) -> str:
    """The module that a type's name is imported from."""
    bound = it.frame.module.imports.get(it.text(node).split(".")[0])
    return "" if bound is None else bound.source


def _members(node: Node) -> list[Node]:
    if node.type != "union_type":
        return [node]
    return [member for child in named(node) for member in _members(child)]


def _is_text(it: Interpreter, node: Node) -> bool:
    return node.type == "literal_type" and it.text(node)[0] in "'\""


def _union(it: Interpreter, node: Node, value: Value, depth: int) -> Val:
    members = _members(node)
    present = [member for member in members if it.text(member) not in _NOTHING]
    optional = value.optional or len(present) < len(members)
    if present and all(_is_text(it, member) for member in present):
        words = [Literal(it.text(member)[1:-1]) for member in present]
        return flatten([*words, UNDEFINED] if optional else words)
    if len(present) == 1:
        return value_of_type(it, present[0], replace(value, optional=optional), depth=depth)
    values = [
        resolved(it, value_of_type(it, member, replace(value, optional=False), depth=depth)) for member in present[:4]
    ]
    handles = [one for one in values if isinstance(one, HandleValue)]
    if handles and len(handles) == len(values):
        kinds = {one.handle.kind for one in handles}
        handle = handles[0].handle
        made = HandleValue(handle if len(kinds) == 1 else replace(handle, kind=HandleKind.EITHER))
        return Choice((made, UNDEFINED)) if optional else made
    return Opaque(replace(value, optional=optional))


def _generic(it: Interpreter, node: Node, value: Value, depth: int) -> Val:
    name_node = node.child_by_field_name("name") or named(node)[0]
    name = it.text(name_node).split(".")[-1]
    arguments_node = node.child_by_field_name("type_arguments")
    arguments = [] if arguments_node is None else named(arguments_node)
    if name in HANDLE_TYPES:
        handle = HandleValue(typed_handle(it, HANDLE_TYPES[name], value, arguments))
        return Choice((handle, UNDEFINED)) if value.optional else handle
    if name in _BUILDERS:
        return _builder(it, node, name, value, arguments)
    if name == "ExpressionBuilder":
        return ExpressionBuilderValue(Handle(HandleKind.NONE, value.text))
    if name in _EXPRESSIONS:
        hole = it.hole("parameter", f"the expression `{value.text}` is given by a caller that is not visible", node)
        return Expr(Unknown(hole))
    if name in _MANY:
        return Opaque(replace(value, many=True, empty=True))
    if name in _THROUGH and arguments:
        return value_of_type(it, arguments[0], value, depth=depth + 1)
    return Opaque(replace(value, type=name), module=_imported_from(it, name_node), type=TypeRef(node, it.frame.module))


def typed_handle(it: Interpreter, kind: HandleKind, value: Value, arguments: list[Node]) -> Handle:
    """A handle whose type is written: its kind and the database type it belongs to."""
    name, declared_in = database_type(it, arguments[0]) if arguments else ("", "")
    return Handle(kind, value.text, identity_of(it, value), database=name, declared_in=declared_in, span=value.span)


def identity_of(it: Interpreter, value: Value) -> str:
    """What makes two handles the same object: the file, the class for `this`, and the dotted path."""
    if not value.path:
        return ""
    # A type alias is read where it is declared, the value is at home where its parameter or field is.
    file = it.frame.module.path if value.span is None else value.span.path
    own = value.path[0] == "this"
    owner = getattr(it.frame.owner, "name", "") if own and value.span is None else ""
    start = "" if value.span is None or (len(value.path) > 1 and not own) else f"@{value.span.start}"
    return f"{file}#{owner}{'.'.join(value.path)}{start}"


def database_type(it: Interpreter, node: Node) -> tuple[str, str]:
    """A database type as it is written, and the file it is written in: the catalog knows what that means there."""
    if node.type not in ("type_identifier", "nested_type_identifier"):
        return "", ""
    return it.text(node), it.frame.module.path


def _builder(it: Interpreter, node: Node, name: str, value: Value, arguments: list[Node]) -> Val:
    """A builder that a caller gives: its clauses so far are not known."""
    tables = arguments[1] if len(arguments) > 1 else None
    names = [
        it.text(member).strip("'\"")
        for member in ([] if tables is None else _members(tables))
        if member.type == "literal_type"
    ]
    hole = it.hole("parameter", f"the query `{value.text}` is given by a caller that is not visible", node)
    clause = "sources" if name == "SelectQueryBuilder" else "targets"
    sources = tuple(Source(table, span=it.span(node)) for table in names[:1])
    site = Site(it.span(node), it.span(node), given=True)
    handle = Handle(HandleKind.UNKNOWN, value.text)
    return Builder(_BUILDERS[name], handle, site, {clause: sources}, (hole,))


def resolved(it: Interpreter, value: Val) -> Val:
    """A value whose type was left unread, now read: aliases are followed, classes become instances."""
    if not isinstance(value, Opaque) or value.type is None:
        return value
    place = (value.type.module.path, value.type.node.start_byte)
    if place in it.resolving:  # `type A = B | Promise<A>`
        return replace(value, type=None)
    it.resolving.add(place)
    try:
        return _followed(it, value, value.type)
    finally:
        it.resolving.discard(place)


def _followed(it: Interpreter, value: Opaque, reference: TypeRef) -> Val:
    node, module = reference.node, reference.module
    bare = replace(value, type=None)
    for _ in range(8):
        if node.type not in ("type_identifier", "generic_type"):
            break
        name_node = node if node.type == "type_identifier" else (node.child_by_field_name("name") or named(node)[0])
        found = find_type(it, module, module.text(name_node))
        if found is None:
            return bare
        module, declared = found
        if declared.type in ("class_declaration", "abstract_class_declaration"):
            return _instance(it, module, declared, value)
        if declared.type == "interface_declaration":
            return _interface(it, module, declared, value)
        if declared.type == "enum_declaration":
            return _enum(it, module, declared, value)
        aliased = declared.child_by_field_name("value")
        if aliased is None:
            return bare
        node = aliased
        with it.within(module=module):
            known = value_of_type(it, node, value.value)
        if not isinstance(known, Opaque):
            return known
    handle = _extended(it, node, module, value) if node.type == "intersection_type" else None
    return handle or replace(value, type=TypeRef(node, module))


def _extended(it: Interpreter, node: Node, module: SourceModule, value: Opaque) -> HandleValue | None:
    """The handle in `Kysely<DB> & { pool: Pool }`: a handle with something more is one."""
    with it.within(module=module):
        parts = (resolved(it, value_of_type(it, part, value.value)) for part in named(node))
        return next((part for part in parts if isinstance(part, HandleValue)), None)


def find_type(it: Interpreter, module: SourceModule, name: str) -> tuple[SourceModule, Node] | None:
    """The declaration of a type by its local name, followed through imports and barrels."""
    if name in module.types:
        return module, module.types[name]
    bound = module.imports.get(name)
    if bound is None:
        return None
    target = it.universe.module(module, bound.source)
    origin = None if target is None else it.modules.origin(target, bound.name)
    if origin is None or origin[1] not in origin[0].types:
        return None
    return origin[0], origin[0].types[origin[1]]


def _instance(it: Interpreter, module: SourceModule, node: Node, value: Opaque) -> Val:
    name = node.child_by_field_name("name")
    made = it.universe.class_at(it, module, "" if name is None else module.text(name))
    return value if not isinstance(made, ClassValue) else it.universe.instance(made)


def _enum(it: Interpreter, module: SourceModule, node: Node, value: Opaque) -> Val:
    """One of an enum's constants, where all of them are written out."""
    body = node.child_by_field_name("body")
    members = [] if body is None else [member.child_by_field_name("value") for member in named(body)]
    with it.within(module=module):
        constants = [it.eval(member) for member in members if member is not None]
    known = bool(constants) and len(constants) == len(members) and all(isinstance(one, Literal) for one in constants)
    return flatten(constants) if known else value


def _interface(it: Interpreter, module: SourceModule, node: Node, value: Opaque) -> Val:
    """An interface that extends Kysely or Transaction is one; others are looked into property by property."""
    for child in named(node):
        if child.type == "extends_type_clause":
            for parent in named(child):
                with it.within(module=module):
                    known = value_of_type(it, parent, value.value)
                if isinstance(known, HandleValue):
                    return known
    return replace(value, type=TypeRef(node, module))


def member_type(it: Interpreter, reference: TypeRef, name: str) -> tuple[Node, SourceModule] | None:
    """The annotation of a property of an object type, interface or intersection."""
    stack = [(reference.node, reference.module)]
    for _ in range(12):
        if not stack:
            return None
        node, module = stack.pop(0)
        if node.type in ("type_identifier", "generic_type"):
            name_node = node if node.type == "type_identifier" else (node.child_by_field_name("name") or named(node)[0])
            found = find_type(it, module, module.text(name_node))
            if found is not None:
                body = found[1].child_by_field_name("value") if found[1].type == "type_alias_declaration" else found[1]
                stack.extend([(body, found[0])] if body is not None else [])
        elif node.type == "intersection_type":
            stack.extend((child, module) for child in named(node))
        else:
            annotation = _property(node, module, name)
            if annotation is not None:
                return annotation, module
            stack.extend(
                (parent, module)
                for child in named(node)
                if child.type == "extends_type_clause"
                for parent in named(child)
            )
    return None


def declares_method(value: Opaque, name: str) -> bool:
    """Whether the interface or object type that a value is of has such a method itself: it is no handle."""
    node = None if value.type is None else value.type.node
    if node is None or node.type not in ("interface_declaration", "object_type") or value.type is None:
        return False
    members = named(node.child_by_field_name("body") or node)
    names = [one.child_by_field_name("name") for one in members if one.type == "method_signature"]
    return any(one is not None and value.type.module.text(one) == name for one in names)


def typed_object(it: Interpreter, value: Opaque) -> Object | None:
    """An object with the properties that a written object type or interface lists; None for other types."""
    whole = resolved(it, value) if value.type is not None else value
    if (
        not isinstance(whole, Opaque)
        or whole.type is None
        or whole.type.node.type not in ("object_type", "interface_declaration")
    ):
        return None
    node, module = whole.type.node, whole.type.module
    items: dict[str, Item] = {}
    for member in named(node.child_by_field_name("body") or node):
        key = member.child_by_field_name("name")
        if member.type != "property_signature" or key is None or key.type == "computed_property_name":
            return None
        optional = any(child.type == "?" for child in member.children)
        name = module.text(key).strip("'\"")
        held = Opaque(replace(extend(value.value, name, optional=optional), optional=optional))
        items[name] = Item(held, Certainty.SOMETIMES if optional else Certainty.ALWAYS)
    inherits = node.type == "interface_declaration" and any(
        child.type == "extends_type_clause" for child in named(node)
    )
    sent = value.value.origin is Origin.REQUEST  # whatever its type says, it holds what the client put there
    return None if inherits else Object(Properties(items, sent, (value.value,)), text=value.value.text)


def _property(node: Node, module: SourceModule, name: str) -> Node | None:
    body = node.child_by_field_name("body") or node
    for member in named(body):
        key = member.child_by_field_name("name") if member.type == "property_signature" else None
        if key is not None and module.text(key).strip("'\"") == name:
            return member.child_by_field_name("type")
    return None
