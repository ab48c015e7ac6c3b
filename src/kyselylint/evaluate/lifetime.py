"""For how long what an expression makes is there: as long as the process, or for one call of the function around."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kyselylint.evaluate.closed import name_of
from kyselylint.evaluate.interpreter import FUNCTIONS, Interpreter, named
from kyselylint.query.facts import Lifetime
from kyselylint.syntax.tree import Node

_SAME = frozenset(
    {
        "parenthesized_expression",
        "as_expression",
        "satisfies_expression",
        "non_null_expression",
        "await_expression",
        "ternary_expression",
    }
)
# Functions that frameworks call for each request by their names: Next.js, SvelteKit, React Router, Workers, Lambda.
_BY_NAME = frozenset(
    {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "load", "loader", "action", "handler", "fetch"}
)
# How the request is called, alone or in an object that a handler takes apart.
_REQUEST = re.compile(r"^\(?\s*(?:\{[^}]*\b)?(?:req|request|ctx|event|c)\b\s*[?:,)=}]")
_REQUEST_TYPE = re.compile(
    r":\s*(?:Next|Fastify|Express|Incoming|Api)?(?:Request|IncomingMessage|RequestEvent|LoaderFunctionArgs|ActionFunctionArgs"
    r"|APIGatewayProxyEvent\w*|NextApiRequest)\b"
)
_ROUTES = re.compile(r"\.(?:get|post|put|patch|delete|all|use|query|mutation|route|on)$")


def functions_around(node: Node) -> Iterator[Node]:
    """The functions that a place stands in, the innermost first."""
    current = node.parent
    while current is not None:
        if current.type in FUNCTIONS:
            yield current
        current = current.parent


def innermost(node: Node) -> Node | None:
    """The function that a place stands in."""
    return next(functions_around(node), None)


def lifetime_of(it: Interpreter, node: Node) -> Lifetime:
    """For how long the value of an expression is there."""
    around = innermost(node)
    if around is None:
        return Lifetime.PROCESS
    name = around.child_by_field_name("name")
    if name is not None and it.text(name) == "constructor":
        return Lifetime.OBJECT
    return _used(it, node, around)


def _used(it: Interpreter, node: Node, around: Node) -> Lifetime:
    """What becomes of a value in the function that makes it."""
    current, parent = node, node.parent
    while parent is not None and parent.type in _SAME:
        current, parent = parent, parent.parent
    if parent is None or parent.type == "return_statement" or parent == around:
        return Lifetime.RETURNED
    if parent.type == "variable_declarator":
        return _named(it, it.text(parent.child_by_field_name("name") or parent), around)
    if parent.type == "assignment_expression":
        target = parent.child_by_field_name("left")
        local = target is not None and target.type == "identifier" and _declares(it, around, it.text(target))
        return _named(it, it.text(target), around) if local and target is not None else Lifetime.KEPT
    if parent.type == "member_expression" and parent.child_by_field_name("object") == current:
        return Lifetime.CALL
    return Lifetime.OBJECT if parent.type.endswith("field_definition") else Lifetime.KEPT


def _named(it: Interpreter, name: str, around: Node) -> Lifetime:
    """A local variable lives for one call, unless it is returned, assigned, passed on, or put into an object."""
    body = it.text(around)
    word = rf"(?<![\w$.]){re.escape(name)}(?![\w$])"
    handed_out = rf"return\s+{word}|=\s*{word}\s*[;\n)]|[,(\[{{]\s*(?:\w+\s*:\s*)?{word}\s*[,)\]}}]"
    return Lifetime.RETURNED if re.search(handed_out, body) else Lifetime.CALL


def _declares(it: Interpreter, around: Node, name: str) -> bool:
    return re.search(rf"\b(?:let|const|var)\s+{re.escape(name)}\b", it.text(around)) is not None


def handler_around(it: Interpreter, node: Node) -> str:
    """What shows that a place is reached once per request, as a message says it; "" if nothing does."""
    for function in functions_around(node):
        found = _handles(it, function)
        if found:
            return found
    return ""


def _handles(it: Interpreter, function: Node) -> str:
    parameters = function.child_by_field_name("parameters") or function.child_by_field_name("parameter")
    name = name_of(it.frame.module, function)
    if parameters is not None:
        text = it.text(parameters)
        if _REQUEST.match(text) or _REQUEST_TYPE.search(text):
            return f"`{name}`" if name else "this handler"
    if name in _BY_NAME and _exported(function):
        return f"`{name}`"
    call = None if function.parent is None else function.parent.parent
    if call is not None and call.type == "call_expression" and function.type != "method_definition":
        callee = call.child_by_field_name("function")
        first = next(iter(named(call.child_by_field_name("arguments") or call)), None)
        if callee is not None and first is not None and _ROUTES.search(it.text(callee)):
            return f"the handler of {it.text(first)}" if re.match(r"""['"`]/""", it.text(first)) else ""
    return ""


def _exported(function: Node) -> bool:
    current: Node | None = function
    while current is not None and current.type in (*FUNCTIONS, "variable_declarator", "lexical_declaration"):
        current = current.parent
    return current is not None and current.type == "export_statement"
