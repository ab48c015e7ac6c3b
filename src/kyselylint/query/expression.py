"""SQL expressions as Kysely builds them; mirrors its operation nodes, spans are not compared.

A predicate is an expression too. Two expressions are equal when Kysely would write the same SQL for
them from values of the same origin.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kyselylint.finding import Span
from kyselylint.query.certainty import Certainty
from kyselylint.query.value import Scalar, Value

if TYPE_CHECKING:
    from kyselylint.query.statement import Query


@dataclass(frozen=True, slots=True)
class Hole:
    """A place where reading stopped. `kind` groups equal reasons; `reason` is plain words for a person.

    `clause` says what may be wrong because of it: from, where, select, order, join, set, values, returning, limit …;
    "" when it may be any clause (the builder itself went through code that is not visible).
    """

    kind: str
    reason: str
    span: Span = field(compare=False)
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Ref:
    """A column reference: `"table"."column"`; `dynamic` when its name is not a constant."""

    column: str
    table: str = ""
    schema: str = ""
    dynamic: bool = False
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Star:
    """`*`, or `"table".*`."""

    table: str = ""
    schema: str = ""
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class TableName:
    """A table as an expression: `eb.table('t')`, sql.table('s.t')."""

    name: str
    schema: str = ""
    dynamic: bool = False
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Identifier:
    """`sql.id('a', 'b')`: quoted parts joined with dots."""

    parts: tuple[str, ...]
    dynamic: bool = False
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Param:
    """A bound parameter, `$1`. `written` is its source; a value's own text may be that of a caller."""

    value: Value
    span: Span | None = field(default=None, compare=False)
    written: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Inline:
    """A literal that Kysely writes into the text: null, true, 1, sql.lit('a')."""

    value: Scalar
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class ItemList:
    """`(a, b)`: an `in` list or a row constructor. `many` when its length is not known (one item is shown)."""

    items: tuple[Expression, ...]
    many: bool = False
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Binary:
    """`left operator right`: comparisons and arithmetic. `operator` is "" when `operator_sql` holds a raw one."""

    left: Expression
    operator: str
    right: Expression
    operator_sql: Expression | None = None
    span: Span | None = field(default=None, compare=False)
    operator_span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Unary:
    """`not x`, `exists (…)`, `-x`."""

    operator: str
    operand: Expression
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Between:
    """`x between low and high`."""

    operand: Expression
    low: Expression
    high: Expression
    symmetric: bool = False
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class And:
    """`a and b …` as written, without parentheses of its own."""

    terms: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """`a or b …` as written, without parentheses of its own."""

    terms: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Maybe:
    """A term of And or Or that is there on some paths only (a condition pushed to a list under `if`).

    `otherwise` when it belongs to the other arm of a condition whose first arm is shown.
    """

    inner: Expression
    otherwise: bool = False


@dataclass(frozen=True, slots=True)
class Repeated:
    """Terms built once per element of a list that is not known here; possibly none."""

    inner: Expression


@dataclass(frozen=True, slots=True)
class Choice:
    """Exactly one of the options, decided by a condition that is not known here; SQL shows the first."""

    options: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Parens:
    """`(…)`."""

    inner: Expression


@dataclass(frozen=True, slots=True)
class Function:
    """`name(args)`; `dynamic` when the name is not a constant."""

    name: str
    args: tuple[Expression, ...]
    dynamic: bool = False
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class OrderItem:
    """`expression direction nulls`; `raw` is a raw modifier that replaces both."""

    expression: Expression
    direction: str = ""
    nulls: str = ""
    collate: str = ""
    raw: Expression | None = None
    certainty: Certainty = Certainty.ALWAYS
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Over:
    """`over (partition by … order by …)`."""

    partition_by: tuple[Expression, ...] = ()
    order_by: tuple[OrderItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Aggregate:
    """`name(distinct args order by …) within group (…) filter (where …) over (…)`."""

    name: str
    args: tuple[Expression, ...]
    distinct: bool = False
    order_by: tuple[OrderItem, ...] = ()
    within_group: tuple[OrderItem, ...] = ()
    filter: Expression | None = None
    over: Over | None = None
    dynamic: bool = False
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Case:
    """`case operand when … then … else … end`."""

    operand: Expression | None
    branches: tuple[tuple[Expression, Expression], ...]
    otherwise: Expression | None = None
    end: str = "end"


@dataclass(frozen=True, slots=True)
class Cast:
    """`cast(x as type)`."""

    operand: Expression
    type: str | Expression


@dataclass(frozen=True, slots=True)
class JsonPath:
    """`ref -> 'a' ->> 0`, or with `$`: a path literal (`'$.a[0]'`). `root` is None for a path by itself."""

    root: Expression | None
    operator: str
    legs: tuple[tuple[str, str | int | Expression], ...]


@dataclass(frozen=True, slots=True)
class Raw:
    """A `sql` template: constant text and spliced expressions in turn."""

    parts: tuple[str | Expression, ...]
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Plugged:
    """Raw SQL with plugins of its own, `sql`…`.withPlugin(…)`; `schema` is what WithSchemaPlugin says."""

    inner: Expression
    plugins: tuple[str, ...] = ()
    schema: str = ""
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class RawText:
    """`sql.raw(x)`, or other text put into SQL; `text` is None when it is not a constant.

    `sink` is the function that puts it there, or what it names: a column, table, direction or operator.

    `private` says that it stands in a function which only its own file, or class, can call; `functions` are those
    around it, the innermost first: their callers know what their parameters are.
    """

    text: str | None
    value: Value
    sink: str = "sql.raw"
    span: Span | None = field(default=None, compare=False)
    private: bool = field(default=False, compare=False)
    functions: tuple[str, ...] = field(default=(), compare=False)

    @property
    def value_alone(self) -> bool:
        """Whether the text is one quoted value, whatever it is: `sql.lit(x)`."""
        return self.text is None and self.sink in ("sql.lit", "eb.lit")


@dataclass(frozen=True, slots=True)
class Aliased:
    """`expression as "name"`; a raw alias (`sql`x(a, b)``) stands in `name_sql`."""

    expression: Expression
    name: str
    name_sql: Expression | None = None
    certainty: Certainty = Certainty.ALWAYS
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Subquery:
    """A query used as an expression, `(select …)`."""

    query: Query
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Unknown:
    """An expression that could not be read."""

    hole: Hole


Expression = (
    Ref
    | Star
    | TableName
    | Identifier
    | Param
    | Inline
    | ItemList
    | Binary
    | Unary
    | Between
    | And
    | Or
    | Maybe
    | Repeated
    | Choice
    | Parens
    | Function
    | Aggregate
    | Case
    | Cast
    | JsonPath
    | Raw
    | RawText
    | Plugged
    | Aliased
    | Subquery
    | Unknown
    | OrderItem
)
