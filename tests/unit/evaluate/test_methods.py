"""The evaluator's method tables against the methods of the newest Kysely that the oracle has read."""

import json
from pathlib import Path

import pytest

from kyselylint.evaluate import read  # noqa: F401  # registers what can be read, in the order that imports need
from kyselylint.evaluate.clauses import ROWS, SELECT, SHARED
from kyselylint.evaluate.expression_builder import EB
from kyselylint.evaluate.writes import INSERT, MERGE, SET

METHODS = json.loads((Path(__file__).parents[2] / "oracle" / "kysely-methods.json").read_text("utf-8"))
TABLES = {
    "SelectQueryBuilder": {**SELECT, **SHARED},
    "InsertQueryBuilder": {**INSERT, **SHARED},
    "UpdateQueryBuilder": {**ROWS, **SET, **SHARED},
    "DeleteQueryBuilder": {**ROWS, **SHARED},
    "WheneableMergeQueryBuilder": {**MERGE, **SHARED},
    "ExpressionBuilder": EB,
}
NO_METHODS = {"expressionType", "isSelectQueryBuilder", "()", "fn"}  # type helpers, and what is read as a value


@pytest.mark.parametrize("builder", TABLES)
def test_every_method_of_a_builder_is_known(builder):
    """A release of Kysely that adds a method shows here what is missing."""
    missing = set(METHODS[builder]) - set(TABLES[builder]) - NO_METHODS

    assert set() == missing
