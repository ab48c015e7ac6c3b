"""How many rows a select can return: keys, aggregates, limits and lists, on queries built by hand."""

from __future__ import annotations

from types import MappingProxyType

import pytest

from kyselylint.analysis.bounds import Extent, extent
from kyselylint.finding import Span
from kyselylint.query.certainty import Certainty
from kyselylint.query.expression import Aggregate, And, Binary, Hole, Inline, ItemList, Maybe, Param, Raw, Ref, Star
from kyselylint.query.statement import (
    Bound,
    Cte,
    Filter,
    Handle,
    HandleKind,
    Join,
    Operation,
    Query,
    Selection,
    SetOperation,
    Source,
)
from kyselylint.query.value import Origin, Value
from kyselylint.schema.catalog import Catalog, Index, Key, Table

AT = Span("a.ts", 0, 1)
VALUE = Param(Value(Origin.PARAMETER, "x"))
TODO = Source("todo")
KNOWN = Table("todo", primary_key=Key(("id",)), uniques=(Key(("organization_id", "slug")),), keys_known=True)
UNKNOWN_KEYS = Table("todo")


def select(*where: Filter, **clauses: object) -> Query:
    """A select from `todo` with these filters and other clauses."""
    handle = Handle(HandleKind.DATABASE, "db")
    fields = {"sources": (TODO,), "where": where, **clauses}
    return Query(operation=Operation.SELECT, handle=handle, span=AT, root=AT, **fields)


def equal(column: str, certainty: Certainty = Certainty.ALWAYS) -> Filter:
    """`column = $1`."""
    table, _, name = column.rpartition(".")
    return Filter(Binary(Ref(name, table), "=", VALUE), certainty)


def catalog(*tables: Table) -> Catalog:
    """A catalog of these tables."""
    return Catalog(tables=MappingProxyType({table.name: table for table in tables}))


def rows(query: Query, table: Table = KNOWN) -> Extent:
    """The extent of a query over `todo`, defined as `table`, and a project with a primary key."""
    return extent(query, catalog(table, Table("project", primary_key=Key(("id",)), keys_known=True)))


def test_no_condition_returns_as_many_rows_as_there_are():
    """A bare select is as long as its table."""
    assert rows(select()) is Extent.MANY


def test_equality_on_the_primary_key_leaves_one_row():
    """A known primary key proves one row."""
    assert rows(select(equal("id"))) is Extent.ONE


def test_a_part_of_a_composite_key_leaves_many_rows():
    """Every column of a key has to be equal to something."""
    assert (Extent.MANY, Extent.ONE) == (
        rows(select(equal("slug"))),
        rows(select(equal("slug"), equal("organization_id"))),
    )


def test_names_meet_in_either_style():
    """With CamelCasePlugin the code says organizationId where the migration says organization_id."""
    assert rows(select(equal("organizationId"), equal("slug"))) is Extent.ONE


def test_a_key_under_a_condition_proves_nothing():
    """A filter that is only there on some paths bounds nothing on the others."""
    assert rows(select(equal("id", Certainty.SOMETIMES))) is Extent.MANY


def test_a_key_that_may_vanish_from_an_object_filter_proves_nothing():
    """`eb.and({ id: maybeUndefined })` may come down to nothing."""
    maybe = And((Maybe(Binary(Ref("id"), "=", VALUE)),))

    assert rows(select(Filter(maybe))) is Extent.MANY


def test_without_known_keys_id_is_taken_for_one():
    """Types do not show keys; a column called id is one in every project."""
    assert rows(select(equal("id")), UNKNOWN_KEYS) is Extent.ONE


def test_without_known_keys_other_columns_are_not():
    """What is not provable is for the rule to weigh, not for the bound to claim."""
    assert rows(select(equal("email")), UNKNOWN_KEYS) is Extent.MANY


def test_a_unique_index_is_a_key_and_one_on_an_expression_is_not():
    """Only an index over plain columns says which columns make a row unique."""
    plain = Table("todo", indexes=(Index("i", ("slug",), ("slug",), unique=True),), keys_known=True)
    lower = Table("todo", indexes=(Index("i", ("slug", "(lower(name))"), ("slug",), unique=True),), keys_known=True)

    assert (Extent.ONE, Extent.MANY) == (rows(select(equal("slug")), plain), rows(select(equal("slug")), lower))


def test_a_join_on_a_key_keeps_one_row():
    """Todo by its key, joined with the one project it belongs to."""
    on = Binary(Ref("id", "project"), "=", Ref("project_id", "todo"))
    join = Join("inner", Source("project"), on)

    assert rows(select(equal("todo.id"), joins=(join,))) is Extent.ONE


def test_a_join_that_finds_several_rows_is_not_bounded():
    """Project by its key, joined with its todos."""
    on = Binary(Ref("project_id", "todo"), "=", Ref("id", "project"))
    query = select(equal("project.id"), sources=(Source("project"),), joins=(Join("inner", TODO, on),))

    assert rows(query) is Extent.UNKNOWN


def test_the_key_in_an_inner_join_condition_counts():
    """An inner join's ON restricts as where does."""
    on = And((Binary(Ref("id", "project"), "=", Ref("project_id", "todo")), Binary(Ref("id", "todo"), "=", VALUE)))

    assert rows(select(joins=(Join("inner", Source("project"), on),))) is Extent.ONE


def test_the_key_in_a_left_join_condition_does_not():
    """A left join keeps every row of the left side."""
    on = And((Binary(Ref("id", "project"), "=", Ref("project_id", "todo")), Binary(Ref("id", "todo"), "=", VALUE)))

    assert rows(select(joins=(Join("left", Source("project"), on),))) is Extent.MANY


@pytest.mark.parametrize(
    ("expected", "bound"),
    [
        (Extent.ONE, Bound(Param(Value(Origin.LITERAL, "1", literal=1)))),
        (Extent.FEW, Bound(Param(Value(Origin.LITERAL, "50", literal=50)))),
        (Extent.FEW, Bound(VALUE)),
        (Extent.FEW, Bound(Param(Value(Origin.LITERAL, "1", literal=1)), certainty=Certainty.SOMETIMES)),
    ],
)
def test_a_limit_bounds(expected: Extent, bound: Bound):
    """limit(1) on every path is one row, any other limit is what the code says."""
    assert rows(select(limit=bound)) is expected


def test_a_list_bounds():
    """`id in ($1, $2)` is as long as the list."""
    listed = Filter(Binary(Ref("project_id"), "in", ItemList((VALUE,), many=True)))

    assert rows(select(listed)) is Extent.FEW


@pytest.mark.parametrize(
    "selection", [Aggregate("count", (Star(),)), Raw(("count(*)",)), Raw(("coalesce(sum(", Ref("size"), "), 0)"))]
)
def test_an_aggregate_without_groups_is_one_row(selection: Aggregate | Raw):
    """A count is one row, also in raw SQL."""
    assert rows(select(selections=(Selection(selection),))) is Extent.ONE


def test_an_aggregate_with_groups_has_unknown_length():
    """One row per group; how many groups there are is not known."""
    grouped = select(selections=(Selection(Aggregate("count", (Star(),))),), group_by=(Selection(Ref("status")),))

    assert rows(grouped) is Extent.UNKNOWN


def test_a_window_function_is_no_aggregate():
    """`count(*) over ()` leaves every row in place."""
    assert rows(select(selections=(Selection(Raw(("count(*) over ()",))),))) is Extent.MANY


def test_a_derived_table_is_as_long_as_its_query():
    """The bound inside holds outside."""
    inner = select(limit=Bound(Inline(10)))

    assert rows(select(sources=(Source(alias="t", query=inner),))) is Extent.FEW


def test_a_common_table_expression_is_as_long_as_its_query():
    """As for derived tables."""
    body = select(equal("id"))

    assert rows(select(ctes=(Cte("one", body),), sources=(Source("one", cte=True),))) is Extent.ONE


def test_a_hole_that_may_hide_a_limit_makes_it_unknown():
    """A builder that went through code we cannot see may have a limit by now."""
    holes = (Hole("call", "passed to paginate()", AT),)

    assert rows(select(holes=holes)) is Extent.UNKNOWN


def test_a_hole_elsewhere_does_not():
    """What is selected says nothing about how many rows there are."""
    holes = (Hole("call", "columns from a function", AT, clause="select"),)

    assert rows(select(holes=holes)) is Extent.MANY


def test_a_union_has_unknown_length():
    """The arms may be aggregates, or not."""
    assert rows(select(set_operations=(SetOperation("union", select()),))) is Extent.UNKNOWN


def test_a_column_tied_to_another_row_is_not_fixed():
    """Each member has its user: `member.user_id = user.id` does not say which."""
    tied = Binary(Ref("id", "project"), "=", Ref("slug", "todo"))
    query = select(equal("todo.organization_id"), joins=(Join("inner", Source("project"), tied),))

    assert rows(query) is Extent.MANY


def test_a_column_tied_to_a_fixed_one_is_fixed():
    """With `project.id = $1`, so is `todo.slug`."""
    tied = Binary(Ref("id", "project"), "=", Ref("slug", "todo"))
    where = (equal("todo.organization_id"), equal("project.id"))

    assert rows(select(*where, joins=(Join("inner", Source("project"), tied),))) is Extent.ONE
