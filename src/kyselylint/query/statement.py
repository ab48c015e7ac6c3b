"""A query: the shape of its SQL statement, and how the code runs it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from kyselylint.finding import Span
from kyselylint.query.certainty import Certainty
from kyselylint.query.expression import Expression, Hole, OrderItem
from kyselylint.query.value import Value


class Operation(StrEnum):
    """What the statement does."""

    SELECT = "select"
    INSERT = "insert"
    UPDATE = "update"
    DELETE = "delete"
    MERGE = "merge"
    REPLACE = "replace"
    RAW = "raw"
    SCHEMA = "schema"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Source:
    """One entry of FROM, USING, INTO or a join: a table, a sub-query or a raw expression.

    `table` is "" unless it is a table; `cte` says that the name is a common table expression.
    `span` is the table's string literal (or the expression).
    """

    table: str = ""
    schema: str = ""
    alias: str = ""
    query: Query | None = None
    expression: Expression | None = None
    cte: bool = False
    dynamic: bool = False
    certainty: Certainty = Certainty.ALWAYS
    span: Span | None = field(default=None, compare=False)

    @property
    def name(self) -> str:
        """What the query calls it: the alias, else the table's name."""
        return self.alias or self.table


@dataclass(frozen=True, slots=True)
class Join:
    """A join.

    `kind` is Kysely's: inner, left, right, full, cross, lateral inner, lateral left, lateral cross, cross apply, outer
    apply, using (of merge).
    """

    kind: str
    source: Source
    on: Expression | None = None
    certainty: Certainty = Certainty.ALWAYS
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Filter:
    """One call of where(), having() …: its predicate, and whether it always applies."""

    predicate: Expression
    certainty: Certainty = Certainty.ALWAYS
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Selection:
    """One entry of the select list or of returning."""

    expression: Expression
    certainty: Certainty = Certainty.ALWAYS
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Bound:
    """limit, offset, fetch or top. `modifier` is `with ties` or `percent`."""

    value: Expression
    modifier: str = ""
    certainty: Certainty = Certainty.ALWAYS
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Assignment:
    """`column = value` of SET."""

    column: Expression
    value: Expression
    certainty: Certainty = Certainty.ALWAYS
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Rows:
    """What an insert writes: rows of values, a query, or default values.

    `columns` in SQL order; each row has one expression per column, None for a missing one. `open` when
    a spread or a variable may add columns that cannot be seen; `many` when the number of rows is unknown.
    """

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Expression | None, ...], ...] = ()
    query: Query | None = None
    expression: Expression | None = None
    default_values: bool = False
    open: bool = False
    many: bool = False
    source: Value | None = None
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Conflict:
    """on conflict (target) do nothing / do update set …; `kind` is conflict or duplicate-key (MySQL)."""

    kind: str = "conflict"
    columns: tuple[str, ...] = ()
    constraint: str = ""
    expression: Expression | None = None
    target_where: tuple[Filter, ...] = ()
    do_nothing: bool = False
    updates: tuple[Assignment, ...] = ()
    update_where: tuple[Filter, ...] = ()
    open: bool = False
    certainty: Certainty = Certainty.ALWAYS
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class When:
    """A branch of merge: `matched`, `not matched`, `not matched by source`, and what it does."""

    kind: str
    condition: Expression | None
    action: str
    updates: tuple[Assignment, ...] = ()
    rows: Rows | None = None
    certainty: Certainty = Certainty.ALWAYS
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Cte:
    """`name(columns) as materialized (query)`; `expression` when the body is raw SQL."""

    name: str
    query: Query | None
    columns: tuple[str, ...] = ()
    expression: Expression | None = None
    materialized: bool | None = None
    recursive: bool = False
    certainty: Certainty = Certainty.ALWAYS
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class SetOperation:
    """`union all (query)`; `operator` is union, intersect or except, each with `all` or without."""

    operator: str
    query: Query | None
    expression: Expression | None = None
    parens: bool = False
    certainty: Certainty = Certainty.ALWAYS
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Modifier:
    """A flag or a raw addition: `for update` (with tables in `of`), `skip locked`, `ignore`, `end` (raw)."""

    kind: str
    of: tuple[Source, ...] = ()
    expression: Expression | None = None
    certainty: Certainty = Certainty.ALWAYS
    span: Span | None = field(default=None, compare=False)


class HandleKind(StrEnum):
    """What a query is rooted at."""

    DATABASE = "database"  # provably not a transaction
    TRANSACTION = "transaction"  # a transaction that we saw open, or a Transaction<DB> by type
    CONNECTION = "connection"
    EITHER = "either"  # `trx ?? db`, Kysely<DB> parameter: may be a transaction
    UNKNOWN = "unknown"
    NONE = "none"  # expression builder, dummy: cannot be executed by itself


@dataclass(frozen=True, slots=True)
class Handle:
    """What a query is rooted at. `text` is its source; `transaction` the id of the transaction it belongs to.

    `identity` is equal for two handles that are provably the same object (`src/db.ts#db`, `Repo.this.db`); "" when
    nothing is known.
    `database` is the name of the database type (`DB`), `declared_in` the path of the file that names it.
    """

    kind: HandleKind
    text: str = ""
    identity: str = ""
    transaction: str = ""
    database: str = ""
    declared_in: str = ""
    schema: str = ""
    plugins: tuple[str, ...] = ()
    span: Span | None = field(default=None, compare=False)


class Fate(StrEnum):
    """What the code does with a query, or with the promise of its result."""

    AWAITED = "awaited"
    RETURNED = "returned"
    STORED = "stored"
    PASSED = "passed"  # to a function that we cannot follow
    COLLECTED = "collected"  # an element of an array, an argument of Promise.all
    CHAINED = "chained"  # .then(…) and not awaited
    VOIDED = "voided"
    ITERATED = "iterated"  # for await (… of q.stream())
    FLOATING = "floating"  # an expression statement: nobody waits
    EMBEDDED = "embedded"  # part of another query
    DROPPED = "dropped"  # a builder as an expression statement
    UNUSED = "unused"  # under a name that nothing reads
    TAKEN = "taken"  # a promise that is used as if it were the rows
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Loop:
    """The innermost loop a query runs in. `kind` is for, for-of, while, map or for-each.

    `over` is the iterated value's text; `bounded` when it is a literal list or a small constant count;
    `batch` when each turn takes a chunk or a page (cursor, retry). `dropped` when nobody has the promises of the turns:
    `forEach(async …)`, and `map(async …)` as a statement.
    """

    kind: str
    over: str = ""
    bounded: bool = False
    batch: bool = False
    concurrent: bool = False
    dropped: bool = False
    span: Span | None = field(default=None, compare=False)


NOTHING_AFTER = sys.maxsize


@dataclass(frozen=True, slots=True)
class Way:
    """One of the ways of a branch: `if` and `else`, the cases of a `switch`, what is tried and what catches, a handler.

    `branch` and `start` are the offsets of the branch and of this way in the file. `until` is the end of what does not
    run after it, because it returns, throws or goes to the next turn; 0 where the code goes on.
    """

    branch: int
    start: int
    until: int = 0

    @property
    def is_function(self) -> bool:
        """Whether it is a function that the code after it does not wait for: nothing runs after it at all."""
        return self.until == NOTHING_AFTER


@dataclass(frozen=True, slots=True)
class Run:
    """How a query ends. `terminal` is the method's name; `sends` says whether SQL is sent (not for compile).

    `reads` are the properties of its rows that the code reads; None where the rows go further than can be seen.
    `ways` are the branches that it stands in, the outermost first.
    `caught` when the function it stands in sees to its error.
    """

    terminal: str
    fate: Fate
    sends: bool = True
    loop: Loop | None = None
    in_all: str = ""  # "Promise.all" and so on, if it is one of several at once
    via: str = ""  # the wrapper that runs it, if not a method of the builder
    function: str = ""  # the function it runs in, which need not be the one that roots it
    reads: tuple[str, ...] | None = None
    ways: tuple[Way, ...] = ()
    caught: bool = False
    span: Span | None = field(default=None, compare=False)
    all_span: Span | None = field(default=None, compare=False)  # the call that `in_all` names


class AssumptionKind(StrEnum):
    """What the code has made sure of before a query runs."""

    ROW_EXISTS = "row-exists"  # the query `query` returned a row, else it threw or returned
    EQUAL = "equal"  # `left` equals `right`, else it threw or returned
    PRESENT = "present"  # `left` is truthy or not null
    CALLED = "called"  # a call that may throw received `arguments`: `text` is its callee


@dataclass(frozen=True, slots=True)
class Assumption:
    """Something that holds where the query runs, because the other path throws or returns.

    `entry` is the function whose names the values have, if that is another one, and `via` the calls that lead to it.
    """

    kind: AssumptionKind
    query: str = ""
    left: Value | None = None
    right: Value | None = None
    text: str = ""
    arguments: tuple[Value, ...] = ()
    span: Span | None = field(default=None, compare=False)
    entry: str = ""
    via: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """A name that a function is given, or takes from what it is given. `idle` when the code makes no use of it."""

    name: str
    idle: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One statement. Fields that do not apply to its operation are empty.

    `span` encloses the fluent expression in which the root call stands, `root` is the root method's
    name. `targets` are written tables (insert, update, delete, merge); `sources` are FROM or USING.
    """

    operation: Operation
    handle: Handle
    span: Span = field(compare=False)
    root: Span = field(compare=False)
    id: str = field(default="", compare=False)
    function: str = field(default="", compare=False)
    given: tuple[Given, ...] = field(default=(), compare=False)  # to the functions around it
    ctes: tuple[Cte, ...] = ()
    targets: tuple[Source, ...] = ()
    sources: tuple[Source, ...] = ()
    joins: tuple[Join, ...] = ()
    where: tuple[Filter, ...] = ()
    having: tuple[Filter, ...] = ()
    selections: tuple[Selection, ...] = ()
    distinct: int = 0
    distinct_on: tuple[Selection, ...] = ()
    group_by: tuple[Selection, ...] = ()
    order_by: tuple[OrderItem, ...] = ()
    limit: Bound | None = None
    offset: Bound | None = None
    fetch: Bound | None = None
    top: Bound | None = None
    modifiers: tuple[Modifier, ...] = ()
    set: tuple[Assignment, ...] = ()
    set_open: bool = False
    set_sources: tuple[Value, ...] = field(
        default=(), compare=False
    )  # objects given to set(), or spread in it, that are not visible
    rows: Rows | None = None
    conflict: Conflict | None = None
    returning: tuple[Selection, ...] = ()
    output: tuple[Selection, ...] = ()
    set_operations: tuple[SetOperation, ...] = ()
    whens: tuple[When, ...] = ()
    raw: Expression | None = None
    schema: tuple[object, ...] = ()
    empty: tuple[str, ...] = ()  # clauses that are given lists with nothing in them: `select([])`
    holes: tuple[Hole, ...] = field(default=(), compare=False)
    run: Run | None = field(default=None, compare=False)
    fate: Fate = field(default=Fate.UNKNOWN, compare=False)
    transaction: str = field(default="", compare=False)  # the transaction whose callback it stands in
    entry: str = field(
        default="", compare=False
    )  # the function whose names its values have; "" at a module's top level
    assumptions: tuple[Assumption, ...] = field(default=(), compare=False)
    checks: tuple[Assumption, ...] = field(
        default=(), compare=False
    )  # of its rows, made after it ran: else it throws or returns
    subqueries: tuple[Query, ...] = field(default=(), compare=False)  # every query inside, in source order
    walked: tuple[object, ...] | None = field(
        default=None, init=False, compare=False, repr=False
    )  # what `walk` found below

    @property
    def complete(self) -> bool:
        """No hole in it or in any query inside."""
        return not self.holes

    @property
    def is_sent_by_entry(self) -> bool:
        """Whether the function of `entry` sends it itself: no closure that it makes, and no other one that it calls."""
        if self.run is None or self.run.span is None:
            return False
        around = [way.start for way in self.run.ways if way.is_function]
        near = around[-2:] if self.transaction else around[-1:]  # `return db.transaction().execute(async (trx) => …)`
        return any(self.entry == f"{self.run.span.path}:{start}" for start in near)

    def tables(self) -> Iterator[tuple[Source, str]]:
        """Each table, sub-query or raw source of this statement itself, with its role: target, from, join, using."""
        for source in self.targets:
            yield source, "target"
        for source in self.sources:
            yield source, "using" if self.operation is Operation.DELETE else "from"
        for join in self.joins:
            yield join.source, "using" if join.kind == "using" else "join"
