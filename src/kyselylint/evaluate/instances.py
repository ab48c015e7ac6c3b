"""Instances of Kysely: what they are made from, and for how long they are there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kyselylint.evaluate.credentials import credentials_in
from kyselylint.evaluate.interpreter import Interpreter
from kyselylint.evaluate.lifetime import handler_around, innermost, lifetime_of
from kyselylint.evaluate.values import Func, Object, Opaque, Val
from kyselylint.query.facts import Instance, Obtained

if TYPE_CHECKING:
    from kyselylint.evaluate.apply import Call

_SERVERS = re.compile(r"postgres|mysql|mssql", re.IGNORECASE)  # dialects that keep a pool of connections to a server
_POOLS = frozenset({"pool", "postgres"})  # how those dialects call it
# On Cloudflare's workers the way to the database comes with the request, and no connection may outlive that.
_BINDING = re.compile(r"HYPERDRIVE|(?<!process\.)(?<!meta\.)\benv\b|\bbindings\b", re.IGNORECASE)


def instance_of(it: Interpreter, call: Call) -> Instance:
    """What `new Kysely(…)` makes."""
    config, around = call.arg(0), innermost(call.node)
    return Instance(
        span=it.span(call.name_node),
        lifetime=lifetime_of(it, call.node),
        handler=handler_around(it, call.node),
        opens_pool=_opens_pool(it, call, config),
        credentials=credentials_in(it, (config,)),
        logs=_logs(it, config),
        maker="" if around is None else f"{it.frame.module.path}:{around.start_byte}",
    )


def obtained(it: Interpreter, call: Call, func: Func) -> Obtained:
    """What a function is given that may make an instance, and what becomes of its result."""
    return Obtained(
        span=it.span(call.name_node),
        maker=func.key,
        lifetime=lifetime_of(it, call.node),
        handler=handler_around(it, call.node),
        credentials=credentials_in(it, call.args),
    )


def _logs(it: Interpreter, config: Val) -> bool | None:
    if not isinstance(config, Object):
        return None
    properties = it.store.properties(config)
    return True if "log" in properties.items else None if properties.open else False


def _opens_pool(it: Interpreter, call: Call, config: Val) -> bool:
    """Whether connections to a server are opened in the function that makes the instance."""
    around = innermost(call.node)
    dialect = it.store.properties(config).items.get("dialect") if isinstance(config, Object) else None
    made = dialect.value if dialect is not None else None
    if around is None or not isinstance(made, Opaque) or made.value.span not in it.recorder.made_from:
        return False
    if _BINDING.search(it.text(around)):
        return False
    callee, arguments = it.recorder.made_from[made.value.span]
    if not _SERVERS.search(callee) or not arguments or not isinstance(arguments[0], Object):
        return False
    items = it.store.properties(arguments[0]).items
    spans = (items[name].value.value.span for name in _POOLS & items.keys() if isinstance(items[name].value, Opaque))
    path, inside = it.frame.module.path, range(around.start_byte, around.end_byte)
    return any(one in it.recorder.made_from and one.path == path and one.start in inside for one in spans if one)
