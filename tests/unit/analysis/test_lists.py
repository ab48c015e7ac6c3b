"""What narrows a list, and which conditions are meant to match several rows."""

from __future__ import annotations

import pytest

from kyselylint.analysis.lists import Narrowing, is_list_name, is_plainly_many, narrowing
from kyselylint.analysis.view import View
from kyselylint.query.certainty import Certainty
from kyselylint.query.expression import Inline, Param
from kyselylint.query.facts import Module, Project
from kyselylint.query.statement import Filter, Query
from kyselylint.query.value import Origin, Value
from kyselylint.schema.catalog import Schema
from kyselylint.settings import Settings

from .build import among, any_of, eq, join, select, unreadable, when

VIEW = View(Module("a.ts"), Project(), Schema(), Settings())
OPEN = Param(Value(Origin.LITERAL, "'open'", literal="open"))


@pytest.mark.parametrize(
    ("expected", "query"),
    [
        (Narrowing.NONE, select("todo")),
        (Narrowing.NONE, select("todo", when(eq("id", ":id")))),
        (Narrowing.WEAK, select("todo", eq("status", OPEN))),
        (Narrowing.WEAK, select("todo", eq("deleted_at", Inline(None), "is"))),
        (Narrowing.WEAK, select("todo", eq("title", ":`%${q}%`", "ilike"))),
        (Narrowing.PARENT, select("todo", eq("name", ":name", "ilike"))),
        (Narrowing.WEAK, select("todo", eq("id", ":id", "!="))),
        (Narrowing.TENANT, select("todo", eq("organization_id", ":org"), eq("status", OPEN))),
        (Narrowing.TENANT, select("todo", any_of(eq("organization_id", ":org"), eq("project_id", ":p")))),
        (Narrowing.PARENT, select("todo", eq("organization_id", ":org"), eq("project_id", ":p"))),
        (Narrowing.PARENT, select("todo", join("inner", "member", eq("member.user_id", ":user")))),
        (Narrowing.STRONG, select("todo", eq("slug", OPEN))),
        (Narrowing.PARENT, select("todo", eq("created_at", ":since", ">="))),
        (Narrowing.STRONG, select("todo", among("project_id", ":a", ":b"))),
        (Narrowing.STRONG, select("todo", unreadable())),
        (Narrowing.STRONG, select("todo", Filter(eq("id", ":id"), Certainty.OTHERWISE))),
    ],
)
def test_the_strongest_condition_that_always_holds_counts(expected: Narrowing, query: Query):
    """Nothing, a status, the tenant, a parent, or something that can narrow to a few rows."""
    assert narrowing(query, VIEW) is expected


@pytest.mark.parametrize(
    ("expected", "query"),
    [
        (True, select("todo", eq("organization_id", ":org"), eq("status", OPEN))),
        (True, select("todo", eq("expires_at", ":now", "<"))),
        (False, select("setting", eq("organization_id", ":org"))),
        (False, select("group", eq("organization_id", ":org"), eq("is_default", Inline(value=True)))),
        (False, select("user", eq("email", ":email"))),
        (False, select("todo")),
    ],
)
def test_conditions_that_are_not_meant_to_name_one_row(expected: bool, query: Query):  # a parameter
    """A status or a range; not one row per tenant, not the default one, not a natural key."""
    assert is_plainly_many(query, VIEW) is expected


def test_functions_that_return_lists_say_so():
    """By a word of their own name, not of their class's."""
    assert [is_list_name(name) for name in ("listTodos", "TodoRepo.searchByTitle", "ListService.get")] == [
        True,
        True,
        False,
    ]
