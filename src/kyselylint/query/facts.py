"""Everything that reading one module, or a whole project, has found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from kyselylint.finding import Span
from kyselylint.query.expression import Hole, RawText
from kyselylint.query.statement import Assumption, Fate, Handle, Loop, Query
from kyselylint.query.value import Value


class TransactionKind(StrEnum):
    """How a transaction is opened."""

    CALLBACK = "callback"  # db.transaction().execute(async trx => …)
    CONTROLLED = "controlled"  # await db.startTransaction().execute()
    WRAPPER = "wrapper"  # a function of the project whose body opens one around its callback
    AMBIENT = "ambient"  # a wrapper whose callback takes no handle (AsyncLocalStorage)


@dataclass(frozen=True, slots=True)
class ForeignCall:
    """A call in a transaction that is no query of ours.

    `callee` is its source text (`this.mailer.send`), `module` the import its first name comes from
    (`node-fetch`, `./mail`; "" for globals and unknown). `handle_passed` when an argument is, or holds, the
    transaction's handle; `outer_handle` when a database handle that is not the transaction's is passed or read inside
    the callee.
    `via` leads from the transaction's own code to the call when it stands in a visible function, or in one that such
    a function calls.
    `function` is the visible function's name when it could be followed.
    `held` are the handles in the fields of the object whose method is called, under the names they have in it.
    """

    callee: str
    span: Span = field(compare=False)
    module: str = ""
    fate: Fate = Fate.UNKNOWN
    handle_passed: bool = False
    outer_handle: bool = False
    function: str = ""
    via: tuple[Span, ...] = ()
    arguments: tuple[Value, ...] = ()
    loop: Loop | None = None
    held: tuple[Handle, ...] = ()


@dataclass(frozen=True, slots=True)
class CaughtError:
    """A catch clause around statements of a transaction.

    `rethrows` when every path of it throws, `restores` when it goes back to a savepoint.
    """

    span: Span
    rethrows: bool
    covers: Span
    restores: bool = False


@dataclass(frozen=True, slots=True)
class Transaction:
    """A transaction: where it is opened, what its code does besides queries.

    `method` is the name that opens it (`transaction`, `startTransaction`, `executeTx`), `body` the callback (or, for a
    controlled one, the rest of the function). `opener` is the text of the handle it was opened on, `opener_identity`
    that handle's identity. `parent` is the id of the transaction whose code opens this one; `rooted_at` the id of the
    transaction whose handle it was opened on ("" for a database handle).
    """

    id: str
    kind: TransactionKind
    method: Span = field(compare=False)
    body: Span = field(compare=False)
    handle: str
    function: str = ""
    opener: str = ""
    opener_identity: str = ""
    parent: str = ""
    rooted_at: str = ""
    finished: bool | None = None  # controlled: commit or rollback on every path; None when it cannot be seen
    calls: tuple[ForeignCall, ...] = ()
    catches: tuple[CaughtError, ...] = ()


@dataclass(frozen=True, slots=True)
class Discarded:
    """A builder method whose result is dropped: `query.where(…)` as a statement. `method` is its name."""

    method: Span
    name: str
    query: Query


class Lifetime(StrEnum):
    """For how long an instance is there, by what the code does with it where it is made."""

    PROCESS = "process"  # at a module's top level
    OBJECT = "object"  # in a constructor, or a class's field
    KEPT = "kept"  # in a function, and held by something that outlives the call
    RETURNED = "returned"  # handed out by the function: its callers know
    CALL = "call"  # in a function, and gone with the call


@dataclass(frozen=True, slots=True)
class Credential:
    """A password that is written in the code, alone or in a connection string.

    `name` is the property it is given as (`connectionString`), `host` where it is valid: "" if none is said, None if
    that is not visible. `fallback` when another value is tried first: `process.env.DATABASE_URL ?? '…'`.
    """

    name: str
    span: Span
    password: str = field(repr=False)
    host: str | None
    fallback: bool = False


@dataclass(frozen=True, slots=True)
class Instance:
    """A `new Kysely(…)`. `span` is the class's name there.

    `handler` is what shows that the code runs once per request, "" if nothing does. `opens_pool` when connections to a
    server are opened in the same function, which is `maker`. `logs` is None where the configuration is not visible.
    """

    span: Span
    lifetime: Lifetime
    handler: str = ""
    opens_pool: bool = False
    credentials: tuple[Credential, ...] = ()
    logs: bool | None = None
    maker: str = ""


@dataclass(frozen=True, slots=True)
class Obtained:
    """A call of a function, `maker`, that may make an instance of Kysely. `span` is its name in the call.

    `lifetime` is that of what the call gives, `handler` what shows that the code runs once per request, `credentials`
    are in what it is given.
    """

    span: Span
    maker: str
    lifetime: Lifetime
    handler: str
    credentials: tuple[Credential, ...] = ()


@dataclass(frozen=True, slots=True)
class Untyped:
    """A name whose type is `any`: `Kysely<any>`, ``sql<any>`…` ``, and with `cast`, `(db as any).selectFrom(…)`."""

    name: str
    span: Span
    cast: bool = False


@dataclass(frozen=True, slots=True)
class Asserted:
    """A `!` behind a row that may not be there: `row!.title`. `query` is the id of the query that may find none."""

    span: Span
    query: str
    text: str


@dataclass(frozen=True, slots=True)
class Ignore:
    """A suppression comment. `covers` is the statement or line it speaks for; None for the whole file."""

    span: Span
    rules: tuple[str, ...]
    reason: str
    covers: Span | None
    rule_spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Module:
    """What one file holds. `raw_texts` are all uses of text put into SQL, in a query or not."""

    path: str
    queries: tuple[Query, ...] = ()
    transactions: tuple[Transaction, ...] = ()
    discarded: tuple[Discarded, ...] = ()
    raw_texts: tuple[RawText, ...] = ()
    ignores: tuple[Ignore, ...] = ()
    syntax_errors: tuple[Span, ...] = ()
    holes: tuple[Hole, ...] = ()
    plugins: tuple[str, ...] = ()  # of Kysely instances made in this file
    instances: tuple[Instance, ...] = ()
    obtained: tuple[Obtained, ...] = ()
    untyped: tuple[Untyped, ...] = ()
    asserted: tuple[Asserted, ...] = ()


@dataclass(frozen=True, slots=True)
class Sent:
    """A statement that a migration sends. `place` is where in its file: the statement, or the call that leads to it."""

    query: Query
    place: Span


@dataclass(frozen=True, slots=True)
class Migration:
    """A file of TypeScript migrations: what its `up` sends, in order, whatever functions the statements stand in.

    `unseen` are calls that are given the handle and lead out of sight, with their text; "" where reading gave up.
    """

    path: str
    sent: tuple[Sent, ...] = ()
    unseen: tuple[tuple[Span, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Caller:
    """A call of a function that was read by itself.

    `entry` is the function that the call stands in, `bound` what the callee's names are there: `order.id` by the path
    of the name in the callee. `assumptions` hold where the call is made. `loop` is the loop around the call, if that is
    awaited in each turn. `fate` is what becomes of the promise, if the callee says that it gives one.
    """

    entry: str
    span: Span
    bound: tuple[tuple[tuple[str, ...], Value], ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    loop: Loop | None = None
    fate: Fate = Fate.UNKNOWN


@dataclass(frozen=True, slots=True)
class Project:
    """All modules of a run that hold something of Kysely, by path.

    `callers` are the calls of each function that were seen, by the function; `closed` are the functions that nothing
    else can call. `checks` are what code that was read for its calls has checked of rows, by the query's id.
    """

    modules: tuple[Module, ...] = ()
    plugins: tuple[str, ...] = ()  # plugins of any Kysely instance of the project
    callers: Mapping[str, tuple[Caller, ...]] = field(default_factory=lambda: MappingProxyType({}))
    closed: frozenset[str] = frozenset()
    migrations: tuple[Migration, ...] = ()
    checks: Mapping[str, tuple[Assumption, ...]] = field(default_factory=lambda: MappingProxyType({}))
