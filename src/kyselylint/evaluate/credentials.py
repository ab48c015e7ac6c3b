"""Passwords that are written in the code, in what an instance of Kysely is made from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kyselylint.evaluate.apply import apply
from kyselylint.evaluate.interpreter import Interpreter, named
from kyselylint.evaluate.values import NULL, Array, Choice, Func, Literal, Object, Opaque, Undefined, Val
from kyselylint.project.modules import SourceModule, string
from kyselylint.query.facts import Credential
from kyselylint.query.value import Origin
from kyselylint.syntax.tree import Node

_PASSWORDS = frozenset({"password", "passwd", "pwd"})
_HOSTS = ("host", "hostname", "server")  # pg and mysql2, postgres.js, tedious
_URL = re.compile(
    r"^`?[a-z][a-z0-9+.-]*://[^\s:/@]*:(?P<password>[^\s@]+)@(?P<host>\[[^\]]*\]|[^\s:/?#`]*)", re.IGNORECASE
)
_DEEPEST = 8  # a pool in a dialect in a configuration, each with objects of its own
_VARIABLE = re.compile(r"^[A-Z][A-Z0-9_]*$")  # as the environment's are called


@dataclass(frozen=True, slots=True)
class _Way:
    """How a value was reached: the last property's name, the host beside it, and whether another value comes first."""

    name: str = ""
    host: str | None = ""
    fallback: bool = False
    depth: int = 0


def credentials_in(it: Interpreter, given: Iterable[Val]) -> tuple[Credential, ...]:
    """The passwords in what is given to make an instance: in a configuration, and in what its parts were made from."""
    return tuple(dict.fromkeys(one for value in given for one in _credentials(it, value, _Way())))


def _credentials(it: Interpreter, value: Val, way: _Way) -> Iterator[Credential]:
    if way.depth > _DEEPEST:
        return
    if isinstance(value, Literal) and isinstance(value.value, str):
        yield from _written(value, way)
    for part, further in _parts(it, value, way):
        yield from _credentials(it, part, further)
    if isinstance(value, Opaque) and value.value.span is not None and value.value.text.startswith("`"):
        found = _URL.match(value.value.text)  # a template whose password is constant
        if found is not None and "${" not in found["password"]:
            host = None if "${" in found["host"] else found["host"]
            yield Credential(way.name, value.value.span, found["password"], host, way.fallback)


def _written(value: Literal, way: _Way) -> Iterator[Credential]:
    text = str(value.value)
    found = _URL.match(text)
    if value.span is not None and found is not None:
        yield Credential(way.name, value.span, found["password"], found["host"], way.fallback)
    elif value.span is not None and way.name in _PASSWORDS and text:
        yield Credential(way.name, value.span, text, way.host, way.fallback)


def _parts(it: Interpreter, value: Val, way: _Way) -> Iterator[tuple[Val, _Way]]:
    """What a value holds, or was made from by a call that is not visible."""
    deeper = replace(way, depth=way.depth + 1)
    if isinstance(value, Choice):
        tried = any(not isinstance(option, Literal | Undefined) for option in value.options)
        yield from ((option, replace(deeper, fallback=way.fallback or tried)) for option in value.options)
    elif isinstance(value, Array):
        yield from ((item.value, deeper) for item in it.store.content(value).items)
    elif isinstance(value, Object):
        properties = it.store.properties(value)
        held = {name: item.value for name, item in properties.items.items()}
        named_host = next((_host(held[name]) for name in _HOSTS if name in held), way.host)
        host = None if properties.open and not any(name in held for name in _HOSTS) else named_host
        yield from ((one, replace(deeper, name=name, host=host)) for name, one in held.items())
    elif isinstance(value, Opaque) and value.value.span in it.recorder.made_from:
        _, arguments = it.recorder.made_from[value.value.span]
        # `env('DB_PASSWORD')` is given a name, no password.
        yield from ((argument, replace(deeper, name="")) for argument in arguments)
    elif isinstance(value, Func):  # `pool: async () => new Pool({ … })`
        yield apply(it, value, [], value.node), deeper
    elif isinstance(value, Opaque):
        imported = it.universe.behind(it, value)
        yield from ((one, deeper) for one in (imported,) if one is not None)
        yield from ((one, replace(deeper, fallback=True)) for one in _defaults(it, value))


def _defaults(it: Interpreter, value: Opaque) -> Iterator[Literal]:
    """What a schema of the environment says a variable is where it is not set: `z.string().default('…')`.

    It is looked for in the file that reads the variable, and in the one that its object is imported from.
    """
    name = value.value.path[-1] if len(value.value.path) > 1 else ""
    if not _VARIABLE.match(name) or value.value.origin is Origin.ENVIRONMENT:
        return
    here = it.frame.module
    path = it.modules.resolver.resolve(here.path, value.module) if value.module else None
    module = here if path is None else it.modules.load(path)
    if module is not None:
        for node in module.spelled(name.encode(), module.tree.root):
            pair = node.parent
            if pair is not None and pair.type == "pair" and pair.child_by_field_name("key") == node:
                yield from _default_of(module, pair.child_by_field_name("value"))


def _default_of(module: SourceModule, schema: Node | None) -> Iterator[Literal]:
    """The text in `.default('…')` at the end of a chain of calls."""
    while schema is not None and schema.type == "call_expression":
        function, arguments = (schema.child_by_field_name(name) for name in ("function", "arguments"))
        method = None if function is None else function.child_by_field_name("property")
        given = [] if arguments is None else named(arguments)
        if method is not None and module.text(method) == "default" and given and given[0].type == "string":
            yield Literal(string(module.tree, given[0]), module.tree.span(given[0]))
        schema = None if function is None else function.child_by_field_name("object")


def _host(value: Val) -> str | None:
    """The host that is connected to if nothing else is said; None if the code does not tell."""
    options = value.options if isinstance(value, Choice) else (value,)
    written = [str(one.value) for one in options if isinstance(one, Literal) and one != NULL]
    return written[0] if written else None
