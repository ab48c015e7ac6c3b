"""Where code names a database type: `Kysely<DB>`, `Transaction<DB>`, and aliases of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from kyselylint.schema.typescript.declarations import Scope, read_scope
from kyselylint.schema.typescript.written import Written
from kyselylint.syntax.tree import Node, parse

_HANDLES = (b"Kysely<", b"Transaction<")
_MENTION = re.compile(rb"(?<![\w$])(?:\w*Kysely|(?:Controlled)?Transaction)<\s*([\w$.]+)?\s*(.)")
_GENERIC = re.compile(rb"\b(?:class|interface|type)\s+([\w$]+)\s*<\s*([\w$]+)")
_ALIAS = re.compile(rb"(?:\btype\s+([\w$]+)\s*=[\s|(]*|\bclass\s+([\w$]+)\s+extends\s+)$")
_LAST_IMPORT = re.compile(rb"^(?:import|export|\})[^\n]*\bfrom\s*['\"][^\n]*$", re.MULTILINE)
_UNTYPED = frozenset({"any", "unknown", "never", "object"})
_ALIAS_REACH = 200  # bytes before a mention in which `type Name =` may stand


@dataclass(frozen=True, slots=True)
class Mention:
    """A database type as the file at `path` writes it.

    `alias` is the handle type declared as this mention, `module` where the type is imported from, said only when
    nothing can be read there.
    """

    path: str
    name: str
    alias: str = ""
    module: str = ""


def mentions_in(path: str, source: bytes) -> Iterator[Mention]:
    """Every database type that a file names, found without parsing unless one is more than a name."""
    if not any(handle in source for handle in _HANDLES):
        return
    composed = False
    for match in _MENTION.finditer(source):
        name = (match[1] or b"").decode("utf-8", "replace")
        if match[2] not in b">,":
            composed |= name not in _UNTYPED
        elif name not in _UNTYPED and not name.isnumeric():
            yield Mention(path, name, _alias(source, match.start()))
    if composed:
        yield from _composed(path, source)


def wrappers_in(source: bytes) -> Iterator[bytes]:
    """Generic types whose parameter is the database of a handle inside: `class Database<S> { db: Kysely<S> }`."""
    if any(handle in source for handle in _HANDLES):
        named = {match[1] for match in _MENTION.finditer(source)}
        yield from (match[1] for match in _GENERIC.finditer(source) if match[2] in named)


def wrapped_in(path: str, source: bytes, wrappers: Collection[bytes]) -> Iterator[Mention]:
    """Every database type that a file names as the argument of such a type: `Database<DatabaseSchema>`."""
    used = b"|".join(re.escape(name) for name in sorted(wrappers) if name + b"<" in source)
    for match in re.finditer(rb"(?<![\w$.])(?:%s)<\s*([\w$.]+)\s*[>,]" % used, source) if used else ():
        name = match[1].decode("utf-8", "replace")
        if name not in _UNTYPED:
            yield Mention(path, name, _alias(source, match.start()))


def header_scope(path: str, source: bytes) -> Scope:
    """The imports of a file, without reading the code below them."""
    last = max((match.end() for match in _LAST_IMPORT.finditer(source)), default=0)
    return read_scope(parse(path, source[:last]))


def declares(source: bytes, name: str) -> bool:
    """Whether the file itself may declare the type."""
    return (
        re.search(rb"\b(?:interface|type|class|namespace|module)\s+%s\b" % re.escape(name.encode()), source) is not None
    )


def written_in(scope: Scope, name: str) -> Written | None:
    """The composed type argument that is spelled `name` in a file."""
    return next((one for one in _arguments(scope) if one.text == name), None)


def _alias(source: bytes, start: int) -> str:
    match = _ALIAS.search(source[max(0, start - _ALIAS_REACH) : start])
    return (match[1] or match[2]).decode() if match else ""


def _composed(path: str, source: bytes) -> Iterator[Mention]:
    for written in _arguments(read_scope(parse(path, source))):
        if written.kind not in ("type_identifier", "nested_type_identifier", "predefined_type"):
            yield Mention(path, written.text, _alias(source, _reference_start(written.node)))


def _reference_start(argument: Node) -> int:
    parent = argument.parent.parent if argument.parent is not None else None
    return (parent or argument).start_byte


def _arguments(scope: Scope) -> Iterator[Written]:
    stack = [scope.tree.root]
    while stack:
        node = stack.pop()
        stack.extend(reversed(node.named_children))
        owner = node.parent
        if node.type != "type_arguments" or owner is None or not node.named_children:
            continue
        name = scope.tree.source[owner.start_byte : node.start_byte].strip().split()[-1:]
        if name and re.fullmatch(rb"[\w$.]*Kysely|(?:Controlled)?Transaction", name[0]):
            yield Written(scope, node.named_children[0])
