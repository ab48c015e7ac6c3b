"""What each Kysely builder offers, from the pinned package: what the evaluator's tables are compared with."""

import json

import pytest

from . import node

COMMITTED: dict[str, list[str]] = json.loads((node.HERE / "kysely-methods.json").read_text("utf-8"))


@pytest.mark.node
@pytest.mark.skipif(node.may_skip(), reason=node.SKIP_REASON)
def test_committed_methods_are_those_of_the_package() -> None:
    """kysely-methods.json is what the pinned Kysely declares; python tests/oracle/node.py writes it anew."""
    actual = node.kysely_methods()

    assert actual == COMMITTED


def test_methods_cover_the_builders_that_queries_are_made_of() -> None:
    """The list names members that every release had, so an empty extraction cannot pass."""
    assert {"selectFrom", "transaction", "withSchema"} <= set(COMMITTED["Kysely"])
    assert {"where", "$if", "executeTakeFirst", "limit"} <= set(COMMITTED["SelectQueryBuilder"])
    assert {"()", "and", "or", "exists"} <= set(COMMITTED["ExpressionBuilder"])
