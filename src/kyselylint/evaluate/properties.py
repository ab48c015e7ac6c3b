"""What `value.name` is."""

from __future__ import annotations

from dataclasses import replace

from kyselylint.evaluate.builder import Builder
from kyselylint.evaluate.changing import lend
from kyselylint.evaluate.interpreter import Interpreter
from kyselylint.evaluate.origin import extend, number, shorten
from kyselylint.evaluate.types import member_type, resolved, value_of_type
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
    Literal,
    Method,
    Namespace,
    Object,
    Opaque,
    Tool,
    Undefined,
    Val,
    flatten,
    opaque,
)
from kyselylint.query.statement import HandleKind
from kyselylint.syntax.tree import Node

_SELF = frozenset(
    {"db", "trx", "tx", "kysely", "dbc", "client", "conn", "qb", "kyselyClient", "$kysely"}
)  # fields of wrappers


# What a driver is told about a transaction is one of Kysely's own words.
_SETTINGS = {
    "accessMode": ("read only", "read write"),
    "isolationLevel": ("read uncommitted", "read committed", "repeatable read", "serializable", "snapshot"),
}
_STATES = frozenset({"isTransaction", "isCommitted", "isRolledBack"})


def property_of(it: Interpreter, value: Val, name: str, node: Node, *, optional: bool = False) -> Val:
    """The value of a property; `node` is the expression that reads it."""
    if isinstance(value, Opaque):
        return _of_opaque(it, value, name, node, optional)
    if isinstance(value, Object):
        return _of_object(it, value, name, node)
    if isinstance(value, Choice):
        present = [option for option in value.options if not isinstance(option, Undefined)]
        options = [property_of(it, option, name, node, optional=optional) for option in present]
        missing = [UNDEFINED] if len(present) < len(value.options) else []
        return flatten([*options, *missing]) if options else UNDEFINED
    if isinstance(value, HandleValue):
        return _of_handle(value, name)
    if isinstance(value, Namespace):
        return it.universe.export(it, value.module, name)
    if isinstance(value, ClassValue):
        return it.universe.static(it, value, name)
    if isinstance(value, Builtin):
        whole, at, dialect = value.name.partition("@")  # `helpers.jsonArrayFrom` of a dialect's helpers
        return Builtin(f"{name}{at}{dialect}" if whole == "kysely" else f"{value.name}.{name}")
    if isinstance(value, ExpressionBuilderValue):
        return value if name == "eb" else Tool("fn", value.handle) if name == "fn" else Method(value, name)
    if isinstance(value, Builder | Expr | Tool | Func | Array | Literal):
        return _length(it, value, name, node) if name in ("length", "size") else Method(value, name)
    return it.opaque(node)


def _length(it: Interpreter, value: Val, name: str, node: Node) -> Val:
    if isinstance(value, Array) and name == "length":  # a map or set may be filled by code out of sight
        content = it.store.content(value)
        if not content.open and all(item.certainty == "always" and not item.many for item in content.items):
            return Literal(len(content.items))
    return it.opaque(node)


def _of_handle(value: HandleValue, name: str) -> Val:
    """A wrapper's field (`dbTxn.db`) is the handle again; the rest is Kysely's API."""
    if name == "fn":
        return Tool("fn", value.handle)
    if name == "schema":
        return Tool("schema", value)
    if name == "dynamic":
        return Tool("dynamic", value.handle)
    if name in _STATES:  # what is a Kysely by its type may be a transaction
        sure = name == "isTransaction" and value.handle.kind is HandleKind.TRANSACTION
        return Literal(True) if sure else opaque(f"{value.handle.text}.{name}")
    return value if name in _SELF else Method(value, name)


def _of_object(it: Interpreter, value: Object, name: str, node: Node) -> Val:
    """A property; of an instance that was given away, what it holds may have changed too."""
    found = _held_by(it, value, name, node)
    if value.kind is not None and it.store.properties(value).open:
        lend(it, [found])
    return found


def _held_by(it: Interpreter, value: Object, name: str, node: Node) -> Val:
    properties = it.store.properties(value)
    item = properties.items.get(name)
    if item is not None:
        if isinstance(item.value, Func) and any(child.type == "get" for child in item.value.node.children):
            return it.universe.getter(it, item.value, value, node)
        return item.value if item.certainty == "always" else flatten([item.value, UNDEFINED])
    if value.kind is not None:
        return it.universe.member(it, value, name, node)
    if properties.open:
        return it.opaque(node)
    return Method(value, name) if name in ("hasOwnProperty", "toString") else UNDEFINED


def _of_opaque(it: Interpreter, value: Opaque, name: str, node: Node, optional: bool) -> Val:
    if value.value.row is not None and value.value.many and name in ("rows", "length"):  # `rows` of raw SQL's result
        listed = replace(value, value=replace(value.value, text=shorten(f"{value.value.text}.{name}")))
        return listed if name == "rows" else number(it, node)
    if value.module == "kysely" and value.value.type == "TransactionSettings" and name in _SETTINGS:
        return flatten([*map(Literal, _SETTINGS[name]), UNDEFINED])
    known = _typed(it, value, name, optional)
    if known is not None:
        return known
    return Opaque(
        replace(extend(value.value, name, optional=optional), span=it.span(node)),
        carries=value.carries,
        module=value.module,
    )


def _typed(it: Interpreter, value: Opaque, name: str, optional: bool) -> Val | None:
    """The property by the value's written type, if that says more than a plain value."""
    if value.type is None:
        return None
    whole = resolved(it, value)
    if not isinstance(whole, Opaque):
        return property_of(it, whole, name, value.type.node)
    if whole.type is None:
        return None
    found = member_type(it, whole.type, name)
    if found is None:
        return None
    annotation, module = found
    inner = extend(value.value, name, optional=optional)
    signature = annotation.parent
    maybe = signature is not None and any(child.type == "?" for child in signature.children)
    with it.within(module=module):
        known = value_of_type(it, annotation, replace(inner, optional=inner.optional or maybe, span=value.value.span))
    return replace(known, module=value.module) if isinstance(known, Opaque) else known
