"""Instances of Kysely: what they are made from, and for how long they are there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kyselylint.evaluate.interpreter import Interpreter
from kyselylint.evaluate.lifetime import handler_around, innermost, lifetime_of
from kyselylint.evaluate.values import NULL, Array, Choice, Literal, Object, Opaque, Undefined, Val
from kyselylint.query.facts import Credential, Instance

if TYPE_CHECKING:
    from kyselylint.evaluate.apply import Call

_PASSWORDS = frozenset({"password", "passwd", "pwd"})
_HOSTS = ("host", "hostname", "server")  # pg and mysql2, postgres.js, tedious
_URL = re.compile(
    r"^`?[a-z][a-z0-9+.-]*://[^\s:/@]*:(?P<password>[^\s@]+)@(?P<host>\[[^\]]*\]|[^\s:/?#`]*)", re.IGNORECASE
)
_SERVERS = re.compile(r"postgres|mysql|mssql", re.IGNORECASE)  # dialects that keep a pool of connections to a server
_POOLS = frozenset({"pool", "postgres"})  # how those dialects call it
_DEEPEST = 8  # a pool in a dialect in a configuration, each with objects of its own


@dataclass(frozen=True, slots=True)
class _Way:
    """How a value was reached: the last property's name, the host beside it, and whether another value comes first."""

    name: str = ""
    host: str | None = ""
    fallback: bool = False
    depth: int = 0


def instance_of(it: Interpreter, call: Call) -> Instance:
    """What `new Kysely(…)` makes."""
    config = call.arg(0)
    return Instance(
        span=it.span(call.name_node),
        lifetime=lifetime_of(it, call.node),
        handler=handler_around(it, call.node),
        opens_pool=_opens_pool(it, call, config),
        credentials=tuple(dict.fromkeys(_credentials(it, config, _Way()))),
        logs=_logs(it, config),
    )


def _logs(it: Interpreter, config: Val) -> bool | None:
    if not isinstance(config, Object):
        return None
    properties = it.store.properties(config)
    return True if "log" in properties.items else None if properties.open else False


def _credentials(it: Interpreter, value: Val, way: _Way) -> Iterator[Credential]:
    """Passwords in a configuration and in what its parts were made from."""
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
    elif isinstance(value, Opaque):
        imported = it.universe.behind(it, value)
        yield from ((one, deeper) for one in (imported,) if one is not None)


def _host(value: Val) -> str | None:
    """The host that is connected to if nothing else is said; None if the code does not tell."""
    options = value.options if isinstance(value, Choice) else (value,)
    written = [str(one.value) for one in options if isinstance(one, Literal) and one != NULL]
    return written[0] if written else None


def _opens_pool(it: Interpreter, call: Call, config: Val) -> bool:
    """Whether connections to a server are opened in the function that makes the instance."""
    around = innermost(call.node)
    dialect = it.store.properties(config).items.get("dialect") if isinstance(config, Object) else None
    made = dialect.value if dialect is not None else None
    if around is None or not isinstance(made, Opaque) or made.value.span not in it.recorder.made_from:
        return False
    callee, arguments = it.recorder.made_from[made.value.span]
    if not _SERVERS.search(callee) or not arguments or not isinstance(arguments[0], Object):
        return False
    items = it.store.properties(arguments[0]).items
    spans = (items[name].value.value.span for name in _POOLS & items.keys() if isinstance(items[name].value, Opaque))
    path, inside = it.frame.module.path, range(around.start_byte, around.end_byte)
    return any(one in it.recorder.made_from and one.path == path and one.start in inside for one in spans if one)
