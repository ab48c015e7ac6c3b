"""What is known of Kysely's builders against the members of the newest Kysely that the oracle has read."""

import json
from pathlib import Path

import pytest

from kyselylint.evaluate.handles import ROOTS
from kyselylint.evaluate.read import read_project

from .test_schema_statements import OneFile

METHODS: dict[str, list[str]] = json.loads(
    (Path(__file__).parents[2] / "oracle" / "kysely-methods.json").read_text("utf-8")
)
GUESS = "guessed"
PROPERTIES = {
    *("()", "expressionType", "isRawBuilder", "isSelectQueryBuilder", "isTransaction", "isCommitted", "isRolledBack"),
    *("dynamic", "introspection", "schema"),
}
HANDLES = ("Kysely", "Transaction", "ControlledTransaction", "QueryCreator")
NO_METHODS = {**{key: set(ROOTS) for key in HANDLES}, "DynamicTableBuilder": {"table"}}  # no query goes on from a root
CODE = """import { sql, type ControlledTransaction, type Kysely, type Transaction } from 'kysely'
export async function run(db: Kysely<DB>, trx: Transaction<DB>, controlled: ControlledTransaction<DB>) {
%s
}
"""
SELECT = "db.selectFrom('a').%s.execute()"
SELECTED = f"db.selectFrom('a').select((eb) => [{'%s'}]).execute()"
RECEIVERS = {
    "Kysely": "db.@('x').selectFrom('a').selectAll().execute()",
    "Transaction": "trx.@('x').selectFrom('a').selectAll().execute()",
    "ControlledTransaction": "controlled.@('x').selectFrom('a').selectAll().execute()",
    "QueryCreator": "db.with('c', (q) => q.@('x').selectFrom('a').selectAll()).selectFrom('c').selectAll().execute()",
    "CTEBuilder": "db.with((c) => c('x').@(), (q) => q.selectFrom('a').selectAll()).selectFrom('x').execute()",
    "SelectQueryBuilder": SELECT % "@('x')",
    "InsertQueryBuilder": "db.insertInto('a').@('x').execute()",
    "UpdateQueryBuilder": "db.updateTable('a').@('x').execute()",
    "DeleteQueryBuilder": "db.deleteFrom('a').@('x').execute()",
    "MergeQueryBuilder": "db.mergeInto('a').@('b', 'a.id', 'b.id').whenMatched().thenDelete().execute()",
    "WheneableMergeQueryBuilder": "db.mergeInto('a').using('b', 'a.id', 'b.id').@('x').thenDelete().execute()",
    "MatchedThenableMergeQueryBuilder": "db.mergeInto('a').using('b', 'a.id', 'b.id').whenMatched().@({}).execute()",
    "NotMatchedThenableMergeQueryBuilder": (
        "db.mergeInto('a').using('b', 'a.id', 'b.id').whenNotMatched().@({}).execute()"
    ),
    "OnConflictBuilder": "db.insertInto('a').values({ x: 1 }).onConflict((oc) => oc.@('x').doNothing()).execute()",
    "OnConflictUpdateBuilder": (
        "db.insertInto('a').values({ x: 1 }).onConflict((oc) => oc.doUpdateSet({ x: 1 }).@('x', '=', 1)).execute()"
    ),
    "OnConflictDoNothingBuilder": "db.insertInto('a').values({ x: 1 }).onConflict((o) => o.doNothing().@()).execute()",
    "JoinBuilder": SELECT % "innerJoin('b', (join) => join.@('a.id', '=', 'b.id'))",
    "OrderByItemBuilder": SELECT % "orderBy('x', (order) => order.@('x'))",
    "ExpressionBuilder": SELECT % "where((eb) => eb.@('x', '=', 1))",
    "ExpressionWrapper": SELECTED % "eb('x', '=', 1).@('x', '=', 1)",
    "OrWrapper": SELECTED % "eb('x', '=', 1).or('y', '=', 1).@('x', '=', 1)",
    "AndWrapper": SELECTED % "eb('x', '=', 1).and('y', '=', 1).@('x', '=', 1)",
    "FunctionModule": SELECTED % "eb.fn.@('x').as('y')",
    "AggregateFunctionBuilder": SELECTED % "eb.fn.sum('x').@('x', '=', 1)",
    "OverBuilder": SELECTED % "eb.fn.sum('x').over((over) => over.@('x')).as('y')",
    "CaseBuilder": SELECTED % "eb.case().@('x', '=', 1).then(1).end().as('y')",
    "CaseWhenBuilder": SELECTED % "eb.case().when('x', '=', 1).then(1).@('x', '=', 1)",
    "CaseThenBuilder": SELECTED % "eb.case().when('x', '=', 1).@(1)",
    "CaseEndBuilder": SELECTED % "eb.case().when('x', '=', 1).then(1).else(2).@()",
    "JSONPathBuilder": SELECTED % "eb.ref('x', '->').@('y').as('y')",
    "TraversedJSONPathBuilder": SELECTED % "eb.ref('x', '->').key('y').@('y')",
    "DynamicModule": SELECTED % "db.dynamic.@('x')",
    "DynamicTableBuilder": "db.selectFrom(db.dynamic.table('a').@('b')).selectAll().execute()",
    "Sql": SELECTED % "sql`${sql.@('x')}`.as('y')",
    "RawBuilder": SELECTED % "sql`x`.@('y')",
}
# Read off the declarations of 0.26.3, 0.27.6, 0.28.0 and 0.28.17: everything that is gone since.
EARLIER = {"ExpressionBuilder": ["bxp", "cmpr", "selectNoFrom", "withSchema"], "Sql": ["literal", "value"]}
# What is done with transactions and connections leaves the queries on them as they are.
WITHOUT_SQL = {"TransactionBuilder", "ControlledTransactionBuilder", "ConnectionBuilder", "Command"}


def unknown(receiver: str, names: list[str]) -> set[str]:
    """The methods that are called unknown when each is called on that receiver."""
    text = CODE % "\n".join(f"  await {RECEIVERS[receiver].replace('@', name)}" for name in names)
    queries = (query for module in read_project(OneFile(text)).modules for query in module.queries)
    reasons = {hole.reason for query in queries for hole in query.holes if hole.kind == "method"}
    return {name for name in names if any(f".{name}()" in reason for reason in reasons)}


@pytest.mark.parametrize("receiver", RECEIVERS)
def test_every_method_of_a_builder_is_known(receiver):
    """A release of Kysely that adds a method shows here what is missing."""
    names = [name for name in METHODS[receiver] if name not in PROPERTIES | NO_METHODS.get(receiver, set())]

    assert set() == unknown(receiver, names)


@pytest.mark.parametrize("receiver", EARLIER)
def test_methods_of_earlier_releases_are_known(receiver):
    """What 0.26 to 0.28 had and the newest Kysely has not: applications stay on what they began with."""
    assert set() == unknown(receiver, EARLIER[receiver])


@pytest.mark.parametrize("receiver", sorted(RECEIVERS.keys() - {"QueryCreator"}))
def test_a_method_that_is_not_known_is_a_hole(receiver):
    """The SQL that it would add is not passed over in silence."""
    assert {GUESS} == unknown(receiver, [GUESS])


def test_every_builder_of_queries_is_tried():
    """A builder that a release of Kysely adds is compared too."""
    names = list(METHODS)

    assert set(names[: names.index("SchemaModule")]) == RECEIVERS.keys() | WITHOUT_SQL
