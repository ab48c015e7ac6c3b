"""`db.schema` statements: what is understood of them where the SQL of the query corpus does not show it."""

import json
from dataclasses import dataclass
from pathlib import Path

from kyselylint.evaluate.ddl import METHODS, PART_METHODS, STATEMENTS
from kyselylint.evaluate.read import read_project
from kyselylint.query.certainty import Certainty
from kyselylint.query.sql import render
from kyselylint.query.statement import Fate

KYSELY: dict[str, list[str]] = json.loads(
    (Path(__file__).parents[2] / "oracle" / "kysely-methods.json").read_text("utf-8")
)
PARTS = {
    "AlterColumnBuilder",
    "CheckConstraintBuilder",
    "ColumnDefinitionBuilder",
    "CreateTableAddIndexBuilder",
    "DropColumnBuilder",
    "ForeignKeyConstraintBuilder",
    "PrimaryKeyConstraintBuilder",
    "UniqueConstraintNodeBuilder",
}
ENDS = {"$call", "compile", "execute", "toOperationNode"}
TYPED = "import { sql, type Kysely } from 'kysely'\nexport async function run(db: Kysely<any>, given: any) {\n%s\n}\n"


@dataclass(frozen=True)
class OneFile:
    """A project of one file."""

    text: str
    path: str = "a.ts"

    @property
    def files(self):
        """The file's path."""
        return (self.path,)

    candidates = files

    def read(self, path):
        """The file's bytes."""
        return self.text.encode() if path == self.path else None


def queries(text, path="a.ts"):
    """The queries of a file."""
    return [query for module in read_project(OneFile(text, path)).modules for query in module.queries]


def written(code):
    """The SQL of the statements in a function that has a `Kysely<any>` called db and something unknown called given."""
    return [render(query) for query in queries(TYPED % code)]


def by_dialect(code):
    """The SQL of one statement for each dialect but PostgreSQL."""
    (query,) = queries(TYPED % code)
    return {dialect: render(query, dialect) for dialect in ("mysql", "sqlite", "mssql")}


def reasons(code):
    """Why they are not understood to their end."""
    return [hole.reason for query in queries(TYPED % code) for hole in query.holes]


def schema_builders():
    """The names of Kysely's builders of schema statements."""
    names = list(KYSELY)
    return names[names.index("SchemaModule") + 1 :]


def test_every_method_of_the_schema_builders_is_known():
    """A method that the pinned Kysely adds is not taken for a mistake of the user."""
    statements = {name for name in KYSELY["SchemaModule"] if not name.startswith("with")}
    own = {name for builder in schema_builders() if builder not in PARTS for name in KYSELY[builder]}
    parts = {name for builder in schema_builders() if builder in PARTS for name in KYSELY[builder]}

    assert (statements, own - ENDS, parts - ENDS) == (STATEMENTS, METHODS, PART_METHODS)


def test_a_branch_adds_a_column_sometimes():
    """The column is written, and marked as being there on some paths only."""
    code = """
let t = db.schema.createTable('a').addColumn('b', 'text')
if (given) t = t.addColumn('c', 'text')
await t.execute()"""
    (query,) = queries(TYPED % code)

    assert 'create table "a" ("b" text, "c" text)' == render(query)
    assert [Certainty.ALWAYS, Certainty.ALWAYS, Certainty.SOMETIMES] == [call.certainty for call in query.schema]


def test_of_two_branches_the_first_is_written():
    """Two columns that exclude each other do not stand in one statement."""
    code = """
let t = db.schema.createTable('a')
t = given ? t.addColumn('b', 'text') : t.addColumn('c', 'text')
await t.execute()"""

    assert ['create table "a" ("b" text)'] == written(code)


def test_a_callback_with_a_branch_is_read():
    """What a column callback adds under a condition is written."""
    code = """
await db.schema.createTable('a').addColumn('b', 'text', (c) => {
  let column = c.notNull()
  if (given) column = column.unique()
  return column
}).execute()"""

    assert ['create table "a" ("b" text not null unique)'] == written(code)


def test_what_is_not_constant_is_a_hole():
    """A name, a type and a default that only the run knows are shown as such, with the reason."""
    code = (
        "await db.schema.createTable('a').addColumn(given.name, given.type, (c) => c.defaultTo(given.value)).execute()"
    )

    assert ['create table "a" (… … default …)'] == written(code)
    assert [
        "the argument `given.name` cannot be followed",
        "the argument `given.type` cannot be followed",
        "the argument `given.value` cannot be followed",
    ] == reasons(code)


def test_a_callback_that_is_not_visible_is_a_hole():
    """The column is there; that its modifiers are not known is said."""
    code = "await db.schema.createTable('a').addColumn('b', 'text', given).execute()"

    assert ['create table "a" ("b" text)'] == written(code)
    assert ["the argument `given` cannot be followed"] == reasons(code)


def test_a_list_that_is_not_visible_to_its_end_is_a_hole():
    """Columns that a spread may add are shown as not known."""
    code = "await db.schema.createIndex('i').on('a').columns(['b', ...given]).execute()"

    assert ['create index "i" on "a" ("b", …)'] == written(code)
    assert ["the list `['b', ...given]` cannot be followed"] == reasons(code)


def test_a_method_that_kysely_does_not_have_is_a_hole():
    """A newer Kysely may have it: the rest is written."""
    code = """
await db.schema.createTable('a')
  .addColumn('b', 'text', (c) => c.notNull().compressed()).partitioned().execute()"""

    assert ['create table "a" ("b" text not null)'] == written(code)
    assert [
        "`.compressed()` is not a method of Kysely that we know",
        "`.partitioned()` is not a method of Kysely that we know",
    ] == reasons(code)


def test_holes_of_a_views_query_count_for_the_view():
    """A view whose query cannot be read to its end is not understood either."""
    code = "await db.schema.createView('v').as(db.selectFrom('a').selectAll().where(given('b'))).execute()"

    assert ['create view "v" as select * from "a" where …'] == written(code)
    assert ["the condition `given('b')` cannot be followed"] == reasons(code)


def test_a_schema_builder_without_execute_is_dropped():
    """It is listed as any builder that is never sent."""
    (query,) = queries(TYPED % "db.schema.createTable('a').addColumn('b', 'text')")

    assert (None, Fate.DROPPED) == (query.run, query.fate)


def test_the_handle_of_a_schema_statement_is_marked():
    """What a finding about the handle points at is the receiver of `.schema`."""
    code = TYPED % "await db.schema.withSchema('s').dropTable('a').execute()"
    (query,) = queries(code)
    span = query.handle.span

    assert "db" == code[span.start : span.end]


def test_migrations_in_plain_javascript_are_read():
    """Nothing says what `db` is there; the methods do."""
    code = "exports.up = async (db) => {\n  await db.schema.createTable('a').addColumn('b', 'text').execute()\n}\n"
    (query,) = queries(code, "a.js")

    assert 'create table "a" ("b" text)' == render(query)


def test_schema_statements_of_knex_are_not_kyselys():
    """Knex awaits its builders and gives createTable a callback."""
    code = """
exports.up = async (knex) => {
  await knex.schema.createTable('a', (t) => { t.increments('id') })
  await knex.schema.withSchema('s').createTable('a', (t) => { t.increments('id') })
  await knex.schema.dropTable('a')
  return knex.schema.dropTable('a').dropTable('b').then(() => 1)
}
"""

    assert [] == queries(code, "a.js")


def test_sql_server_says_add_and_drop_once():
    """It takes several columns after one keyword, and no `type` before a new data type."""
    code = """
await db.schema.alterTable('a').addColumn('b', 'integer').dropColumn('c').addColumn('d', 'text').dropColumn('e')
  .execute()"""

    expected = 'alter table "a" add "b" integer, "d" text, drop column "c", column "e"'

    assert expected == by_dialect(code)["mssql"]


def test_mysql_names_the_method_of_an_index_before_the_table():
    """And knows no `nulls not distinct`."""
    code = "await db.schema.createIndex('i').on('a').using('hash').column('b').nullsNotDistinct().execute()"

    assert {
        "mysql": "create index `i` using hash on `a` (`b`)",
        "sqlite": 'create index "i" on "a" using hash ("b") nulls not distinct',
        "mssql": 'create index "i" on "a" using hash ("b") nulls not distinct',
    } == by_dialect(code)


def test_numbers_that_count_themselves_and_literals_differ_by_dialect():
    """SQLite's autoincrement is one word; MySQL's literals double their backslashes."""
    code = r"""
await db.schema.createTable('a').addColumn('b', 'integer', (c) => c.autoIncrement().defaultTo('\\'))
  .execute()"""

    assert {
        "mysql": "create table `a` (`b` integer default '\\\\' auto_increment)",
        "sqlite": 'create table "a" ("b" integer default \'\\\' autoincrement)',
        "mssql": 'create table "a" ("b" integer default \'\\\' auto_increment)',
    } == by_dialect(code)
