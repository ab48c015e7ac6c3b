"""Which tables of a statement nothing ties to the others."""

from __future__ import annotations

from kyselylint.analysis.graph import loose
from kyselylint.query.expression import Raw
from kyselylint.query.statement import Query
from kyselylint.schema.catalog import Catalog

from .build import cte, database, eq, exists, join, select, table, use

CATALOG: Catalog = database(todo="id project_id", project="id name", member="id user_id")


def untied(query: Query) -> list[str]:
    """The names of the sources that are loose."""
    return [source.name for source, _ in loose(query, query, CATALOG)]


def test_two_tables_with_conditions_of_their_own_are_not_tied():
    """A condition on one table says nothing about the other."""
    query = select("todo", join("inner", "project", eq("project.name", ":name")), eq("todo.id", ":id"))

    assert untied(query) == ["project"]


def test_a_join_condition_ties():
    """`project.id = todo.project_id` is what a join is for."""
    query = select("todo", join("inner", "project", eq("project.id", "todo.project_id")))

    assert untied(query) == []


def test_a_condition_in_where_ties_as_well():
    """The old way of writing a join."""
    query = select("todo", join("cross", "project"), eq("project.id", "todo.project_id"))

    assert untied(query) == []


def test_tables_are_tied_over_others():
    """Member to project to todo, in whichever order they come."""
    query = select(
        "todo",
        join("inner", "member", eq("member.id", "project.owner_id")),
        join("inner", "project", eq("project.id", "todo.project_id")),
    )

    assert untied(query) == []


def test_an_unqualified_column_may_tie_anything():
    """Nothing is said where it cannot be known which table a column is of."""
    query = select("todo", join("cross", "project"), eq("project_id", "project.id"))

    assert untied(query) == []


def test_raw_sql_and_sub_queries_may_tie_anything():
    """What a text says is not read here."""
    raw = select("todo", join("cross", "project"), Raw(("todo.project_id = project.id",)))
    correlated = select("todo", join("cross", "project"), exists(select("member")))

    assert (untied(raw), untied(correlated)) == ([], [])


def test_a_table_of_one_row_multiplies_nothing():
    """A unique key that is equal to a value leaves one row to join with."""
    query = select("todo", join("cross", "project"), eq("project.id", ":id"))

    assert untied(query) == []


def test_one_row_of_an_aggregate_multiplies_nothing():
    """`stats` is one row, whether it is a common table expression of this query or of the one around it."""
    stats = cte("stats", select("todo", select=(Raw(("count(*)",)),)))
    inner = select("project", join("cross", use("stats")))
    outer = select(use("all"), ctes=(stats, cte("all", inner)))

    assert [source.name for source, _ in loose(inner, outer, CATALOG)] == []


def test_lateral_joins_are_tied_by_their_nature():
    """A lateral sub-query reads the row it is joined to."""
    query = select("todo", join("lateral cross", table(select("project"), "p")))

    assert untied(query) == []


def test_a_derived_table_of_any_length_is_loose():
    """Only what is bounded, or tied, can be joined without a condition."""
    query = select("todo", join("cross", table(select("project"), "p")))

    assert untied(query) == ["p"]
