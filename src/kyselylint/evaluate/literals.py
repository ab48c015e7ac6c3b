"""Constants: strings, numbers, templates whose parts are known."""

from __future__ import annotations

import re

from kyselylint.evaluate.interpreter import Interpreter, expression, named
from kyselylint.evaluate.origin import composed
from kyselylint.evaluate.types import resolved
from kyselylint.evaluate.values import (
    NULL,
    UNDEFINED,
    Choice,
    Literal,
    Val,
)
from kyselylint.syntax.tree import Node

_ESCAPE = re.compile(r"\\(u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|\r?\n|(.))", re.DOTALL)
_CONTROL = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}


def unescape(text: str) -> str:
    """The value of a string's inside."""
    return _ESCAPE.sub(_escape, text) if "\\" in text else text


def _escape(match: re.Match[str]) -> str:
    code = match.group(2) or match.group(3) or match.group(4)
    if code:
        return chr(min(int(code, 16), 0x10FFFF))
    return _CONTROL.get(match.group(5), match.group(5)) if match.group(5) else ""


@expression("string")
def _string(it: Interpreter, node: Node) -> Val:
    return Literal(unescape(it.text(node)[1:-1]), it.span(node))


@expression("number")
def _number(it: Interpreter, node: Node) -> Val:
    text = it.text(node).replace("_", "").rstrip("n")
    try:
        return Literal(int(text, 0))
    except ValueError:
        try:
            return Literal(float(text))
        except ValueError:
            return it.opaque(node)


@expression("true", "false", "null", "undefined")
def _constant(_it: Interpreter, node: Node) -> Val:
    return {"true": Literal(True), "false": Literal(False), "null": NULL, "undefined": UNDEFINED}[node.type]


@expression("template_string")
def _template(it: Interpreter, node: Node) -> Val:
    pieces = template_parts(it, node)
    between = [piece for piece in pieces if not isinstance(piece, str)]
    values = [resolved(it, it.eval(piece)) for piece in between]
    known = [_one_of(value) for value in values]
    if not all(isinstance(value, Literal) for value in known):
        return composed(it.opaque(node), values, [it.text(piece) for piece in between])
    texts = iter([as_text(value) for value in known if isinstance(value, Literal)])
    whole = "".join(piece if isinstance(piece, str) else next(texts) for piece in pieces)
    return Literal(whole, it.span(node)) if len(whole) <= LONGEST_TEXT else it.opaque(node)


def _one_of(value: Val) -> Val:
    """The first of several constants, any of which will do."""
    constants = isinstance(value, Choice) and all(isinstance(option, Literal) for option in value.options)
    return value.options[0] if isinstance(value, Choice) and constants else value


LONGEST_TEXT = 100_000  # characters of a constant; `a = a + a` makes a million of one in twenty lines


def as_text(value: Literal) -> str:
    """A constant as a template or a `+` writes it."""
    if value.value is None:
        return "null"
    return str(value.value).lower() if isinstance(value.value, bool) else str(value.value)


def template_parts(it: Interpreter, node: Node) -> list[str | Node]:
    """A template's constant text and the expressions between, in turn."""
    parts: list[str | Node] = []
    position = node.start_byte + 1
    source = it.frame.module.source
    for child in node.named_children:
        if child.type == "template_substitution":
            parts.append(unescape(source[position : child.start_byte].decode("utf-8", "replace")))
            inner = named(child)
            parts.append(inner[0] if inner else child)
            position = child.end_byte
    parts.append(unescape(source[position : node.end_byte - 1].decode("utf-8", "replace")))
    return parts
