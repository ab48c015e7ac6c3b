"""Queries in a line, for tests of what is proven about them."""

from __future__ import annotations

from dataclasses import replace

from kyselylint.finding import Span
from kyselylint.query.certainty import Certainty
from kyselylint.query.expression import (
    Aliased,
    And,
    Binary,
    Expression,
    Hole,
    Inline,
    ItemList,
    Maybe,
    Or,
    Param,
    Parens,
    Ref,
    Star,
    Subquery,
    Unary,
    Unknown,
)
from kyselylint.query.facts import Module, Project
from kyselylint.query.statement import (
    Assumption,
    Cte,
    Fate,
    Filter,
    Handle,
    HandleKind,
    Join,
    Operation,
    Query,
    Run,
    Selection,
    SetOperation,
    Source,
)
from kyselylint.query.value import Origin, RowColumn, Value
from kyselylint.query.walk import inside
from kyselylint.schema.catalog import Catalog, Column, ForeignKey, Key, Schema, Table, table_key

HERE = Span("src/app.ts", 0, 1)
RUN = Run("execute", Fate.AWAITED, span=HERE)


def ref(name: str) -> Ref:
    """`t.c` or `c`."""
    table, _, column = name.rpartition(".")
    return Ref(column, table, span=HERE)


def value(path: str, **facts: object) -> Value:
    """A parameter of the enclosing function, or a property of one."""
    return Value(Origin.PARAMETER, path, tuple(path.split(".")), **facts)


def row(query: Query, column: str, **facts: object) -> Value:
    """A column of what an earlier query returned."""
    return Value(Origin.ROW, f"row.{column}", ("row", column), row=RowColumn(query.id, column), **facts)


def operand(of: object) -> Expression:
    """`:name` for a parameter, `t.c` for a column; expressions and values as they are."""
    if isinstance(of, Value):
        return Param(of)
    if isinstance(of, Query):
        return Subquery(of)
    if isinstance(of, str):
        return Param(value(of[1:])) if of.startswith(":") else ref(of)
    return Inline(None) if of is None else of


def eq(left: str, right: object, operator: str = "=") -> Binary:
    """`left operator right`."""
    return Binary(ref(left), operator, operand(right), span=HERE)


def among(left: str, *items: object) -> Binary:
    """`left in (…)`, or in a sub-query."""
    if len(items) == 1 and isinstance(items[0], Query):
        return eq(left, items[0], "in")
    return Binary(ref(left), "in", ItemList(tuple(operand(item) for item in items)), span=HERE)


def all_of(*terms: Expression) -> Expression:
    """`(a and b)`."""
    return Parens(And(terms))


def any_of(*terms: Expression) -> Expression:
    """`(a or b)`."""
    return Parens(Or(terms))


def no(term: Expression) -> Unary:
    """`not x`."""
    return Unary("not", term)


def exists(query: Query) -> Unary:
    """`exists (…)`."""
    return Unary("exists", Subquery(query))


def perhaps(term: Expression) -> Maybe:
    """A term that is there on some paths only."""
    return Maybe(term)


def unreadable() -> Unknown:
    """A condition that is built where nobody can see."""
    return Unknown(Hole("call", "a helper that is not visible", HERE))


def table(name: str | Query, alias: str = "") -> Source:
    """`t`, `t as alias`, or `(…) as alias`."""
    if isinstance(name, Query):
        return Source(alias=alias, query=name, span=HERE)
    name, _, own = name.partition(" as ")
    return Source(name, alias=own, span=HERE)


def join(kind: str, source: str | Source, *on: Expression) -> Join:
    """A join; several conditions hold together."""
    predicate = on[0] if len(on) == 1 else And(on) if on else None
    return Join(kind, table(source) if isinstance(source, str) else source, predicate, span=HERE)


def when(predicate: Expression, certainty: Certainty = Certainty.SOMETIMES) -> Filter:
    """A where that is not always added."""
    return Filter(predicate, certainty, HERE)


def columns(*names: str | Expression) -> tuple[Selection, ...]:
    """A select list: `t.c`, `t.c as d`, `*`, or expressions."""
    return tuple(Selection(_selected(name)) for name in names)


def _selected(name: str | Expression) -> Expression:
    if not isinstance(name, str):
        return name
    if name.endswith("*"):
        return Star(name[:-2])
    column, _, alias = name.partition(" as ")
    return Aliased(ref(column), alias) if alias else ref(column)


def select(source: str | Source, *clauses: object, **facts: object) -> Query:
    """A select that is executed: joins and conditions in order; `select`, `ctes`, `id` … by name."""
    return _query(Operation.SELECT, clauses, facts, sources=(_source(source),))


def update(source: str | Source, *clauses: object, **facts: object) -> Query:
    """An update."""
    return _query(Operation.UPDATE, clauses, facts, targets=(_source(source),))


def delete(source: str | Source, *clauses: object, **facts: object) -> Query:
    """A delete."""
    return _query(Operation.DELETE, clauses, facts, targets=(_source(source),))


def _source(source: str | Source) -> Source:
    return table(source) if isinstance(source, str) else source


def _query(operation: Operation, clauses: tuple[object, ...], facts: dict[str, object], **sources: object) -> Query:
    names = facts.pop("select", ("id",) if operation is Operation.SELECT else ())
    known: dict[str, object] = {"run": RUN, **sources, **facts}
    query = Query(
        operation=operation,
        handle=Handle(HandleKind.DATABASE, "db", database="DB"),
        span=HERE,
        root=HERE,
        joins=tuple(clause for clause in clauses if isinstance(clause, Join)),
        where=tuple(_filter(clause) for clause in clauses if not isinstance(clause, Join)),
        selections=columns(*names),
        **known,
    )
    queries, holes = inside(query)
    return replace(query, subqueries=queries, holes=holes)


def _filter(clause: object) -> Filter:
    return clause if isinstance(clause, Filter) else Filter(clause, span=HERE)


def union(first: Query, *others: Query, operator: str = "union all") -> Query:
    """The first query with the others as further arms."""
    return replace(first, set_operations=tuple(SetOperation(operator, other) for other in others))


def cte(name: str, query: Query, *, recursive: bool = False, names: tuple[str, ...] = ()) -> Cte:
    """A common table expression."""
    return Cte(name, query, names, recursive=recursive)


def use(name: str, alias: str = "") -> Source:
    """An entry of FROM that names a common table expression."""
    return Source(name, alias=alias, cte=True, span=HERE)


def sure(**facts: object) -> Assumption:
    """Something that the code has made sure of."""
    return Assumption(**facts)


def database(**tables: str) -> Catalog:
    """A catalog: column names by table; `x>t` is a foreign key to `t.id`, `x?` may be null."""
    found = {table_key(name): _table(name, spec.split()) for name, spec in tables.items()}
    return Catalog("DB", tables=found, complete=True)


def _table(name: str, specs: list[str]) -> Table:
    names = [spec.partition(">")[0].rstrip("?") for spec in specs]
    keys = tuple(
        ForeignKey((own,), spec.partition(">")[2], ("id",))
        for own, spec in zip(names, specs, strict=True)
        if ">" in spec
    )
    listed = tuple(
        Column(own, nullable=spec.partition(">")[0].endswith("?")) for own, spec in zip(names, specs, strict=True)
    )
    return Table(
        name, columns=listed, primary_key=Key(("id",)) if "id" in names else None, foreign_keys=keys, keys_known=True
    )


SAAS = database(
    organization="id slug name",
    user="id email name",
    session="id token user_id>user active_organization_id?>organization",
    member="id organization_id>organization user_id>user role",
    invitation="id organization_id>organization email token status",
    project="id organization_id>organization owner_id>user name archived_at?",
    todo="id organization_id>organization project_id?>project parent_id?>todo assignee_id?>user external_id"
    " title status",
    comment="id organization_id>organization todo_id>todo author_id>user body",
    label="id organization_id>organization name",
    todo_label="todo_id>todo label_id>label",
    country="code name",
)


def schema(catalog: Catalog = SAAS) -> Schema:
    """The databases of a project with one."""
    return Schema((catalog,), names={catalog.name: 0}, union=catalog)


def project(*queries: Query, path: str = "src/app.ts") -> Project:
    """A project of one file."""
    return Project((Module(path, queries),))
