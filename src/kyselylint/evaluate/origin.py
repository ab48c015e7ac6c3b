"""From what code binds to a query to where that value comes from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kyselylint.evaluate.values import Array, Choice, Expr, Func, HandleValue, Literal, Object, Opaque, Undefined, Val
from kyselylint.query.value import Origin, Value
from kyselylint.syntax.tree import Node

if TYPE_CHECKING:
    from kyselylint.evaluate.interpreter import Interpreter

# Names under which frameworks hand over what the client sent, and who the client is: req and request of Express and
# Fastify, ctx.req and c.req of Koa and Hono, event, url and params of SvelteKit, searchParams and formData of Next.js,
# dto of NestJS, body, query and params of Elysia.
_CLIENT = frozenset(
    {
        "body",
        "query",
        "params",
        "searchparams",
        "headers",
        "formdata",
        "cookies",
        "rawbody",
        "pathparams",
        "queryparams",
    }
)
_REQUEST = frozenset({"req", "request", "ctx", "c", "context", "event", "url", "input"})
_WHO = frozenset(
    {
        "session",
        "user",
        "currentuser",
        "auth",
        "locals",
        "viewer",
        "principal",
        "identity",
        "claims",
        "authuser",
        "me",
        "actor",
    }
)
_ENVIRONMENT = ("process.env", "import.meta.env", "Deno.env", "Bun.env")
_COMMENT = re.compile(r"(?:^|\s)//[^\n]*|/\*.*?\*/", re.DOTALL)
_LONGEST = 80  # characters of source text that a message may quote
_ENOUGH = 400  # characters that nearly always hold as many without the indentation


def shorten(text: str) -> str:
    """Source text on one line, at most 80 characters."""
    if len(text) > _ENOUGH:  # a callback of a thousand lines is not read to its end for its first words
        start = text[:_ENOUGH]
        line = one_line(start[: start.rfind("/*")] if start.rfind("/*") > start.rfind("*/") else start)
        if len(line) > _LONGEST:
            return f"{line[: _LONGEST - 1]}…"
    line = one_line(text)
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def one_line(text: str) -> str:
    """Source text on one line, without comments."""
    return " ".join((_COMMENT.sub(" ", text) if "/" in text else text).split())


def origin_of(path: tuple[str, ...], fallback: Origin) -> Origin:
    """Where a dotted path comes from, by the names that frameworks use; `fallback` if none is among them."""
    words = [part.rstrip("()!?").lower() for part in path]
    if ".".join(path).startswith(_ENVIRONMENT):
        return Origin.ENVIRONMENT
    if any(word in _WHO for word in words[:-1]) or (words and words[-1] in _WHO and len(words) > 1):
        return Origin.SESSION
    if any(word in _CLIENT for word in words[:2]) and (len(words) > 1 or words[0] in ("searchparams", "formdata")):
        return Origin.REQUEST
    if len(words) > 1 and any(word in _CLIENT for word in words[1:]) and words[0] in _REQUEST:
        return Origin.REQUEST
    return fallback


def extend(value: Value, name: str, *, optional: bool = False) -> Value:
    """The value of a property of an object whose value is known by origin."""
    path = (*value.path, name)
    row = None if value.row is None else replace(value.row, column=f"{value.row.column}.{name}".lstrip("."))
    return replace(
        value,
        text=shorten(f"{value.text}.{name}".lstrip(".")),
        path=path,
        origin=Origin.ROW if row is not None else origin_of(path, value.origin),
        optional=value.optional and optional,
        many=False,
        row=row,
        type="",
    )


def value_of(val: Val, text: str) -> Value:
    """How a value is bound to a query; `text` is the source of the expression."""
    if isinstance(val, Opaque):
        return val.value if val.value.text else replace(val.value, text=shorten(text))
    if isinstance(val, Literal):
        return Value(Origin.LITERAL, shorten(text), literal=val.value)
    if isinstance(val, Undefined):
        return Value(Origin.UNDEFINED, shorten(text), optional=True)
    if isinstance(val, Choice):
        return _choice(val, text)
    if isinstance(val, Array):
        return val.value or Value(Origin.COMPUTED, shorten(text), many=True)
    if isinstance(val, Object):
        return Value(Origin.COMPUTED, shorten(text))
    return Value(Origin.COMPUTED, shorten(text), type=_KINDS.get(type(val), ""))


_KINDS: dict[type, str] = {Func: "function", HandleValue: "handle", Expr: "expression"}


def _choice(choice: Choice, text: str) -> Value:
    values = [value_of(option, "") for option in choice.options]
    present = [value for value in values if value.origin is not Origin.UNDEFINED]
    optional = len(present) < len(values) or any(value.optional for value in values)
    origins = {value.origin for value in present}
    if len(present) == 1:
        return replace(present[0], text=shorten(text), optional=optional)
    origin = origins.pop() if len(origins) == 1 and Origin.LITERAL not in origins else Origin.COMPUTED
    many = bool(present) and all(value.many for value in present)
    return Value(origin, shorten(text), optional=optional, many=many, parts=tuple(present))


def placeholder(text: str) -> str:
    """What stands for a name that is only known at run time: nothing that a column or table is called."""
    return f"${{{shorten(text)}}}"


def number(it: Interpreter, node: Node) -> Opaque:
    """A runtime number: what arithmetic gives, whatever its operands are."""
    unknown = it.opaque(node)
    return replace(unknown, value=replace(unknown.value, type="number"))


def composed(whole: Opaque, pieces: Sequence[Val], texts: Sequence[str]) -> Opaque:
    """A runtime text that remembers what it is put together from; constants are left out."""
    parts = tuple(value_of(piece, text) for piece, text in zip(pieces, texts, strict=True))
    made_of = tuple(part for part in parts if part.origin is not Origin.LITERAL)
    return replace(whole, value=replace(whole.value, parts=made_of))
