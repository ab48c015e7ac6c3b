"""What a condition tells: its truth, if it is known, and what holds where it does."""

from __future__ import annotations

from dataclasses import replace

from kyselylint.evaluate.choices import common, is_nothing
from kyselylint.evaluate.interpreter import Interpreter, named
from kyselylint.evaluate.origin import value_of
from kyselylint.evaluate.scope import ASSUMPTIONS, Store
from kyselylint.evaluate.values import (
    UNDEFINED,
    Array,
    Choice,
    Literal,
    Object,
    Opaque,
    Undefined,
    Val,
    flatten,
)
from kyselylint.query.statement import Assumption, AssumptionKind
from kyselylint.query.value import Value
from kyselylint.syntax.tree import Node

_LISTED = "'one of a list'"  # the type of what was found in a list, as one of a few words
_CONVERSIONS = frozenset({"BigInt", "Number", "String"})
_EQUAL = frozenset({"===", "=="})
_UNEQUAL = frozenset({"!==", "!="})


def truth(it: Interpreter, value: Val) -> bool | None:
    """Whether a value is truthy, if that can be told."""
    if isinstance(value, Literal):
        return bool(value.value)
    if isinstance(value, Undefined):
        return False
    if isinstance(value, Choice):
        known = {truth(it, option) for option in value.options}
        return known.pop() if len(known) == 1 else None
    return None if isinstance(value, Opaque) else True


def assuming(it: Interpreter, condition: Node, *, holds: bool) -> Store:
    """The store on the path where the condition holds, or does not: names narrowed, assumptions added."""
    store = Store(it.store)
    before, it.store = it.store, store
    try:
        _narrow(it, condition, holds)
    finally:
        it.store = before
    return store


def told_by(it: Interpreter, test: Node) -> dict[bool, tuple[Assumption, ...]]:
    """What holds where an expression is true, and where it is false, if it asks for a row: `!!row`; else nothing."""
    if not _is_test(it, test):
        return {}
    found = {holds: assuming(it, test, holds=holds).assumptions() for holds in (True, False)}
    new = {one.kind for held in found.values() for one in held[len(it.store.assumptions()) :]}
    return found if AssumptionKind.ROW_EXISTS in new else {}


def _is_test(it: Interpreter, node: Node) -> bool:
    """Whether an expression is true or false: `!row`, `row !== undefined`, `Boolean(row)`."""
    if node.type == "parenthesized_expression":
        return _is_test(it, named(node)[0])
    if node.type == "call_expression":
        return it.text(node.child_by_field_name("function") or node) == "Boolean"
    negates = node.type == "unary_expression" and _operator(node) == "!"
    return negates or (node.type == "binary_expression" and _operator(node) in _EQUAL | _UNEQUAL)


def _narrow(it: Interpreter, node: Node, holds: bool) -> None:
    if node.type in ("parenthesized_expression", "non_null_expression", "as_expression"):
        _narrow(it, named(node)[0], holds)
    elif node.type == "unary_expression" and _operator(node) == "!":
        argument = node.child_by_field_name("argument")
        if argument is not None:
            _narrow(it, argument, not holds)
    elif node.type == "binary_expression":
        _binary(it, node, holds)
    elif node.type == "identifier":
        _name(it, node, holds)
        _present(it, node, holds)
    elif node.type == "call_expression" and it.text(node.child_by_field_name("function") or node) == "Boolean":
        for argument in named(node.child_by_field_name("arguments") or node)[:1]:
            _narrow(it, argument, holds)
    elif node.type in ("member_expression", "await_expression", "call_expression"):
        if holds and node.type == "call_expression" and _asks_list(it, node):
            _listed(it, named(node.child_by_field_name("arguments") or node)[0])
        _present(it, node, holds)


def _operator(node: Node) -> str:
    operator = node.child_by_field_name("operator")
    return "" if operator is None else operator.type


def _binary(it: Interpreter, node: Node, holds: bool) -> None:
    operator = _operator(node)
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None or right is None:
        return
    if operator == "in" and holds:
        _listed(it, left)
    elif (operator == "&&" and holds) or (operator == "||" and not holds):
        _narrow(it, left, holds)
        _narrow(it, right, holds)
    elif operator in _EQUAL or operator in _UNEQUAL:
        equal = holds == (operator in _EQUAL)
        if right.type in ("undefined", "null") or it.text(right) == "undefined":
            _narrow(it, left, not equal)
        elif right.type in ("true", "false"):
            _narrow(it, left, equal == (right.type == "true"))
        elif right.type == "number" and left.type == "member_expression" and it.text(left).endswith(".length"):
            _length(it, left, holds=(it.text(right) == "0") != equal)
        elif equal:
            _equal(it, node, left, right)
    elif operator in (">", ">=") and left.type == "member_expression" and it.text(left).endswith(".length"):
        _length(it, left, holds)


def _name(it: Interpreter, node: Node, holds: bool) -> None:
    """`if (trx)`: the undefined option is gone; `if (!trx)`: nothing else is left."""
    binding = it.frame.scope.find(it.text(node))
    if binding is None:
        return
    value = it.store.get(binding, binding.initial)
    if isinstance(value, Choice):
        kept = _kept(it, value, holds)
        if kept:
            it.store[binding] = flatten(kept)
    elif isinstance(value, Opaque) and holds and (value.value.optional or value.value.empty):
        it.store[binding] = replace(value, value=replace(value.value, optional=False))
    elif (
        isinstance(value, Opaque)
        and not holds
        and value.value.optional
        and value.value.row is None
        and not value.value.many
    ):
        it.store[binding] = UNDEFINED


def _kept(it: Interpreter, value: Choice, holds: bool) -> list[Val]:
    """The options that are left where the value is truthy, or not, if some are gone; what held for them is assumed."""
    kept = [at for at, option in enumerate(value.options) if truth(it, option) is not (not holds)]
    if not kept or len(kept) == len(value.options):
        return []
    held = common(value.held[at] for at in kept) if value.held else ()
    known = it.store.assumptions()
    it.store[ASSUMPTIONS] = (*known, *(fact for fact in held if fact not in known))
    return [value.options[at] for at in kept]


def _asks_list(it: Interpreter, call: Node) -> bool:
    """`NAMES.includes(name)`, `names.has(name)`."""
    function = call.child_by_field_name("function")
    name = None if function is None else function.child_by_field_name("property")
    arguments = call.child_by_field_name("arguments")
    asks = name is not None and it.text(name) in ("includes", "has")
    return asks and arguments is not None and len(named(arguments)) == 1


def _listed(it: Interpreter, node: Node) -> None:
    """A name that was found in a list is one of its words."""
    binding = it.frame.scope.find(it.text(node)) if node.type == "identifier" else None
    value = None if binding is None else it.store.get(binding, binding.initial)
    if binding is not None and isinstance(value, Opaque):
        it.store[binding] = replace(value, value=replace(value.value, type=_LISTED))


def _length(it: Interpreter, node: Node, holds: bool) -> None:
    """`if (ids.length)`: the list is not empty."""
    owner = node.child_by_field_name("object")
    if not holds or owner is None:
        return
    if owner.type == "identifier":
        binding = it.frame.scope.find(it.text(owner))
        value = None if binding is None else it.store.get(binding, binding.initial)
        if binding is not None and isinstance(value, Opaque | Choice):
            it.store[binding] = _with_elements(it, value)
        elif isinstance(value, Array):
            it.store[value] = replace(it.store.content(value), filled=True)
    _is_there(it, node, _value(it, owner), it.text(owner))


def _with_elements(it: Interpreter, value: Val) -> Val:
    """The list where it is not empty: of `ids ?? []` the given one."""
    if isinstance(value, Choice):
        filled = [_with_elements(it, option) for option in value.options if not is_nothing(it, option)]
        return flatten(filled) if filled else value
    if isinstance(value, Opaque):
        return replace(value, value=replace(value.value, empty=False, optional=False))
    return value


def _present(it: Interpreter, node: Node, holds: bool) -> None:
    """Something is truthy: a row was found, a check passed."""
    call = named(node)[0] if node.type == "await_expression" else node
    answer = it.answers.get(it.span(call)) if call.type == "call_expression" else None
    if isinstance(answer, Choice):
        _kept(it, answer, holds)
    if not holds:
        return
    if node.type == "member_expression" and it.text(node).endswith(".length"):
        _length(it, node, holds)
        return
    value = _value(it, node)
    if value is not None and not (value.row is not None and value.row.column == "" and value.many):
        _is_there(it, node, value, value.text)


def _is_there(it: Interpreter, node: Node, value: Value | None, text: str) -> None:
    """A row, a list with a row, or something else that is truthy; a list may be empty and is truthy all the same."""
    if value is not None and value.row is not None and value.row.column == "":
        kind, query = AssumptionKind.ROW_EXISTS, value.row.query
        _assume(it, Assumption(kind, query=query, left=value, text=text, span=it.span(node)))
    else:
        _assume(it, Assumption(AssumptionKind.PRESENT, left=value, text=text, span=it.span(node)))


def _equal(it: Interpreter, node: Node, left: Node, right: Node) -> None:
    one, other = _value(it, left), _value(it, right)
    if one is not None and other is not None:
        _assume(it, Assumption(AssumptionKind.EQUAL, left=one, right=other, text=it.text(node), span=it.span(node)))


def _value(it: Interpreter, node: Node) -> Value | None:
    """The value of a condition's operand; calls were evaluated with the condition and are not run again."""
    if node.type in ("await_expression", "parenthesized_expression", "non_null_expression", "as_expression"):
        return _value(it, named(node)[0])
    if node.type == "call_expression":
        same = _converted(it, node)
        return it.opaque(node).value if same is None else _value(it, same)
    if node.type not in ("identifier", "member_expression", "this"):
        return None
    value = it.eval(node)
    return value_of(value, it.text(node)) if not isinstance(value, Object) else None


def _converted(it: Interpreter, call: Node) -> Node | None:
    """What a call only writes in another type: `Number(id)`, `id.toString()`; equal ones stay equal."""
    function, arguments = call.child_by_field_name("function"), call.child_by_field_name("arguments")
    given = [] if arguments is None else named(arguments)
    if function is not None and function.type == "identifier" and len(given) == 1:
        return given[0] if it.text(function) in _CONVERSIONS else None
    if function is None or function.type != "member_expression" or given:
        return None
    return function.child_by_field_name("object") if it.text(function).endswith(".toString") else None


def _assume(it: Interpreter, assumption: Assumption) -> None:
    it.store[ASSUMPTIONS] = (*it.store.assumptions(), assumption)
