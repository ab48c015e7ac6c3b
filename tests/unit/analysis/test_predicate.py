"""Conditions that are always true, and conditions that can come down to nothing."""

from __future__ import annotations

import pytest

from kyselylint.analysis.predicate import is_true, may_vanish
from kyselylint.query.expression import And, Binary, Choice, Expression, Inline, Or, Param, Raw, Repeated
from kyselylint.query.value import Origin, Value

from .build import all_of, any_of, eq, perhaps

ONE = Param(Value(Origin.LITERAL, "1", literal=1))
ONE_IS_ONE = Binary(Inline(1), "=", Inline(1))


@pytest.mark.parametrize(
    ("expected", "predicate"),
    [
        (True, And(())),
        (True, Inline(value=True)),
        (True, Raw(("true",))),
        (True, Raw(("( 1 =  1 )",))),
        (True, Binary(ONE, "=", ONE)),
        (True, any_of(eq("id", ":id"), ONE_IS_ONE)),
        (True, all_of(ONE_IS_ONE, Inline(value=True))),
        (False, Or(())),
        (False, Inline(value=False)),
        (False, Raw(("true = ", ONE))),
        (False, eq("id", "id")),
        (False, all_of(ONE_IS_ONE, eq("id", ":id"))),
        (False, Binary(Inline(None), "=", Inline(None))),
    ],
)
def test_always_true(expected: bool, predicate: Expression):  # a parameter of the test
    """`1 = 1` in all its spellings; `x = x` is not true for null, and null is not equal to null."""
    assert is_true(predicate) is expected


@pytest.mark.parametrize(
    ("expected", "predicate"),
    [
        (True, And(())),
        (True, And((perhaps(eq("id", ":id")),))),
        (True, And((Repeated(eq("id", ":id")), perhaps(eq("slug", ":slug"))))),
        (True, Choice((eq("id", ":id"), And(())))),
        (False, And((perhaps(eq("id", ":id")), eq("slug", ":slug")))),
        (False, Choice((eq("id", ":id"), eq("slug", ":slug")))),
        (False, eq("id", ":id")),
    ],
)
def test_may_come_down_to_nothing(expected: bool, predicate: Expression):  # a parameter of the test
    """Every term is there on some paths only."""
    assert may_vanish(predicate) is expected
