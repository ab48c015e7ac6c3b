"""TypeScript statements: declarations, branches, what leaves a function."""

from __future__ import annotations

from dataclasses import replace

from kyselylint.evaluate.changing import in_closures
from kyselylint.evaluate.expressions import class_value, function
from kyselylint.evaluate.interpreter import Interpreter, named, statement
from kyselylint.evaluate.narrow import assuming, told_by, truth
from kyselylint.evaluate.patterns import declare
from kyselylint.evaluate.scope import Binding, Scope, Store, join_stores
from kyselylint.evaluate.values import (
    NEVER,
    UNDEFINED,
    Item,
    Literal,
    Object,
    Opaque,
    Properties,
    Undefined,
    Val,
)
from kyselylint.query.facts import CaughtError
from kyselylint.syntax.tree import Node


@statement("program", "statement_block")
def block(it: Interpreter, node: Node) -> bool:
    """Run the statements of a block in a scope of their own."""
    scope = Scope(it.frame.scope)
    with it.within(scope=scope):
        return run_all(it, named(node), scope)


def run_all(it: Interpreter, statements: list[Node], scope: Scope) -> bool:
    """Run statements in order, after hoisting their functions."""
    hoist(it, statements, scope)
    return any(it.exec(one) for one in statements)


def hoist(it: Interpreter, statements: list[Node], scope: Scope) -> None:
    """Bind functions and classes before anything runs."""
    for one in statements:
        declared = (one.child_by_field_name("declaration") if one.type == "export_statement" else one) or one
        name = declared.child_by_field_name("name")
        if name is None or declared.type not in _HOISTED:
            continue
        binding = scope.names[it.text(name)] = Binding(it.text(name))
        binding.initial = _HOISTED[declared.type](it, declared)


def _enum(it: Interpreter, node: Node) -> Val:
    """An enum: an object of its constants."""
    items: dict[str, Item] = {}
    body = node.child_by_field_name("body")
    for index, member in enumerate([] if body is None else named(body)):
        name, value = member.child_by_field_name("name"), member.child_by_field_name("value")
        key = it.text(name if name is not None else member).strip("'\"")
        items[key] = Item(Literal(index) if value is None else it.eval(value))
    return Object(Properties(items))


_HOISTED = {
    "function_declaration": function,
    "generator_function_declaration": function,
    "class_declaration": class_value,
    "abstract_class_declaration": class_value,
    "enum_declaration": _enum,
}


@statement("export_statement")
def _export(it: Interpreter, node: Node) -> bool:
    inner = node.child_by_field_name("declaration")
    if inner is not None:
        return it.exec(inner)
    value = node.child_by_field_name("value")
    if value is not None:
        it.universe.default_export(it, it.eval(value))
    return False


@statement("expression_statement")
def _expression(it: Interpreter, node: Node) -> bool:
    inner = named(node)
    return bool(inner) and it.eval(inner[0]) is NEVER


@statement("lexical_declaration", "variable_declaration")
def _declaration(it: Interpreter, node: Node) -> bool:
    constant = node.type == "lexical_declaration" and node.children[0].type == "const"
    scope = it.frame.scope if node.type == "lexical_declaration" else it.frame.scope.hoisted()
    for declarator in named(node):
        if declarator.type == "variable_declarator":
            declare_variable(it, declarator, scope, constant=constant)
    return False


def declare_variable(it: Interpreter, node: Node, scope: Scope, *, constant: bool) -> None:
    """Bind what one declarator of `const`, `let` or `var` declares."""
    name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
    if name is None:
        return
    if name.type == "identifier" and it.frame.calls == 0 and it.universe.bound_lazily(it, name):
        return
    result = UNDEFINED if value is None else it.eval(value)
    annotation = node.child_by_field_name("type")
    if annotation is not None and isinstance(result, Opaque) and result.type is None:
        result = typed(it, annotation, result)
    if not constant and name.type == "identifier" and isinstance(result, Literal | Undefined):
        result = in_closures(it, node, it.text(name), result)
    declare(it, name, result, scope)


def typed(it: Interpreter, annotation: Node, value: Opaque) -> Val:
    """A value whose declaration says its type."""
    from kyselylint.evaluate.types import value_of_type

    known = value_of_type(it, annotation, value.value)
    return replace(value, type=known.type) if isinstance(known, Opaque) else known


@statement("return_statement")
def _return(it: Interpreter, node: Node) -> bool:
    inner = named(node)
    value = it.eval(inner[0]) if inner else UNDEFINED
    answers = told_by(it, inner[0]) if isinstance(value, Opaque) else {}
    if answers:  # as `if (test) return true; return false`
        it.frame.returned.extend((Literal(answer), held) for answer, held in answers.items())
    elif value is not NEVER:
        it.frame.returned.append((value, it.store.assumptions()))
    return True


@statement("throw_statement")
def _throw(it: Interpreter, node: Node) -> bool:
    inner = named(node)
    if inner:
        it.eval(inner[0])
    return True


@statement("break_statement", "continue_statement")
def _leave(_it: Interpreter, _node: Node) -> bool:
    return True


@statement("if_statement")
def _if(it: Interpreter, node: Node) -> bool:
    condition, consequence = node.child_by_field_name("condition"), node.child_by_field_name("consequence")
    alternative = node.child_by_field_name("alternative")
    if condition is None or consequence is None:
        return False
    known = truth(it, it.eval(condition))
    if known is not None:
        branch = consequence if known else alternative
        return branch is not None and it.exec(branch)
    before = len(it.store.assumptions())
    otherwise = assuming(it, condition, holds=False)
    it.store = assuming(it, condition, holds=True)
    left = it.exec(consequence)
    after, it.store = it.store, otherwise
    left_too = alternative is not None and it.exec(alternative)
    if left and left_too:
        return True
    if left:
        it.recorder.compared(it.store.assumptions()[before:])
        return False
    it.store = after if left_too else join_stores(after, it.store)
    return False


@statement("else_clause")
def _else(it: Interpreter, node: Node) -> bool:
    return it.exec(named(node)[0])


@statement("switch_statement")
def _switch(it: Interpreter, node: Node) -> bool:
    """Each case from the state before; a case without break goes on into the next one."""
    value, body = node.child_by_field_name("value"), node.child_by_field_name("body")
    if value is None or body is None:
        return False
    subject = it.eval(value)
    before, ends = it.store, []
    has_default, falling = False, None
    for case in named(body):
        if falling is None and _cannot_match(it, subject, case, named(body)):
            continue
        has_default = has_default or case.type == "switch_default" or isinstance(subject, Literal)
        it.store = Store(before) if falling is None else join_stores(falling, Store(before))
        statements = [child for child in named(case) if child != case.child_by_field_name("value")]
        left = run_all(it, statements, it.frame.scope)
        falling = None if left else it.store
        if left and not _returns(statements):
            ends.append(it.store)
    ends.extend([falling] if falling is not None else [])
    ends.extend([] if has_default else [before])
    if not ends:
        return True
    it.store = ends[0]
    for end in ends[1:]:
        it.store = join_stores(it.store, end)
    return False


def _cannot_match(it: Interpreter, subject: Val, case: Node, cases: list[Node]) -> bool:
    """A case of a constant switch that is not the one; default is not when another one is."""
    if not isinstance(subject, Literal):
        return False
    wanted = case.child_by_field_name("value")
    if wanted is not None:
        known = it.eval(wanted)
        return isinstance(known, Literal) and known != subject
    values = (one.child_by_field_name("value") for one in cases)
    return any(it.eval(value) == subject for value in values if value is not None)


def _returns(statements: list[Node]) -> bool:
    """Whether a case that does not go on leaves the function rather than the switch."""
    last = statements[-1] if statements else None
    while last is not None and last.type == "statement_block":
        last = named(last)[-1] if named(last) else None
    return last is not None and last.type in ("return_statement", "throw_statement")


@statement("try_statement")
def _try(it: Interpreter, node: Node) -> bool:
    body, handler = node.child_by_field_name("body"), node.child_by_field_name("handler")
    finalizer = node.child_by_field_name("finalizer")
    before = it.store
    it.store = Store(before)
    left = body is not None and it.exec(body)
    if handler is not None and body is not None:
        after, it.store = it.store, Store(before)
        restored = it.recorder.restored
        caught = _catch(it, handler)
        restores = it.recorder.restored > restored
        it.recorder.caught(it, CaughtError(it.span(handler), caught, it.span(body), restores))
        it.store = after if caught or left else join_stores(after, it.store)
        left = left and caught
    if finalizer is not None:
        left = it.exec(finalizer) or left
    return left


def _catch(it: Interpreter, handler: Node) -> bool:
    scope = Scope(it.frame.scope)
    with it.within(scope=scope):
        parameter, body = handler.child_by_field_name("parameter"), handler.child_by_field_name("body")
        if parameter is not None:
            declare(it, parameter, it.opaque(parameter), scope)
        return body is not None and it.exec(body)


@statement("finally_clause")
def _finally(it: Interpreter, node: Node) -> bool:
    body = node.child_by_field_name("body")
    return body is not None and it.exec(body)
