"""Tables from Kysely's own migrations."""

import pytest

DATABASE = "interface DB { user_account: { id: string; teamId: string | null } }\nnew Kysely<DB>({})\n"
START = """
import { Kysely, sql } from 'kysely'
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema.createTable('user_account')
    .addColumn('id', 'uuid', (col) => col.primaryKey().defaultTo(sql`gen_random_uuid()`))
    .addColumn('email', 'varchar(200)', (col) => col.notNull().unique())
    .execute()
}
export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.dropTable('user_account').execute()
}
"""
TEAM = """
import { Kysely, sql } from 'kysely'
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .alterTable('user_account')
    .addColumn('team_id', 'uuid', (col) => col.references('team.id').onDelete('cascade'))
    .execute()
  await db.schema.createIndex('user_account_team').on('user_account').columns(['team_id', 'id']).execute()
  await sql`alter table user_account drop column email`.execute(db)
}
"""


def described(schema):
    """Columns, reference and index of the table."""
    table = schema.catalogs[0].table("user_account")
    return (
        [(column.name, column.type, column.nullable, column.has_default) for column in table.columns],
        [(key.columns, key.target, key.on_delete) for key in table.foreign_keys],
        [index.columns for index in table.indexes],
        len(table.uniques),
    )


EXPECTED = (
    [("id", "uuid", False, True), ("teamId", "uuid", True, False)],
    [(("team_id",), "team", "cascade")],
    [("team_id", "id")],
    0,
)


def test_up_functions_are_replayed_in_the_order_of_their_files(evaluated_schema_of):
    """Builders and raw SQL alike; `down` is not applied."""
    schema = evaluated_schema_of({"db.ts": DATABASE, "m/02_team.ts": TEAM, "m/01_start.ts": START})

    assert EXPECTED == described(schema)


def test_camel_case_migrations_meet_raw_sql_through_the_plugin(evaluated_schema_of):
    """With CamelCasePlugin the builder's names are stored in snake_case, as raw SQL writes them."""
    plugin = DATABASE.replace("({})", "({ dialect, plugins: [new CamelCasePlugin()] })")
    camel = {name: text.replace("'user_account'", "'userAccount'") for name, text in (("a", START), ("b", TEAM))}
    schema = evaluated_schema_of(
        {
            "db.ts": f"import {{ CamelCasePlugin, Kysely }} from 'kysely'\n{plugin}",
            "m/01_start.ts": camel["a"],
            "m/02_team.ts": camel["b"],
        }
    )

    assert EXPECTED == described(schema)


@pytest.mark.parametrize("directory", ["tests/m", "fixtures"])
def test_migrations_of_fixtures_are_left_out(evaluated_schema_of, directory):
    """What tests build is not the application's database."""
    schema = evaluated_schema_of({"db.ts": DATABASE, f"{directory}/01_start.ts": START})

    assert not schema.catalogs[0].table("user_account").keys_known


def test_several_actions_of_one_alter_table_are_all_applied(evaluated_schema_of):
    """MySQL renames and modifies columns among other actions."""
    several = """
import { Kysely } from 'kysely'
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema.alterTable('user_account')
    .renameColumn('email', 'address')
    .modifyColumn('id', 'varchar(36)', (col) => col.notNull())
    .addColumn('team_id', 'uuid')
    .execute()
}
"""
    schema = evaluated_schema_of({"db.ts": DATABASE, "m/01_start.ts": START, "m/02_several.ts": several})
    (built,) = schema.catalogs[0].tables.values()
    expected = [("address", "character varying(200)"), ("id", "character varying(36)"), ("team_id", "uuid")]

    assert expected == sorted((column.stored, column.type) for column in built.columns)


def test_what_only_down_calls_is_not_applied(evaluated_schema_of):
    """Functions of a migration are known by who calls them: those that both directions call are applied."""
    split = """
import { Kysely, sql } from 'kysely'
async function add(db: Kysely<any>) {
  await db.schema.alterTable('user_account').addColumn('name', 'text').execute()
}
async function unindex(db: Kysely<any>) {
  await sql`alter table user_account drop column id`.execute(db)
}
async function remove(db: Kysely<any>) {
  await sql`alter table user_account drop column email`.execute(db)
  await unindex(db)
}
export async function up(db: Kysely<any>) { await add(db) ; await sql`select 1`.execute(db) }
export async function down(db: Kysely<any>) { await remove(db) }
"""
    schema = evaluated_schema_of({"db.ts": DATABASE, "m/01_start.ts": START, "m/02_name.ts": split})

    assert ["id", "email", "name"] == [
        column.stored for column in schema.catalogs[0].table("user_account").columns if column.created
    ]


HELPERS = """
import { Kysely, sql } from 'kysely'
import { addOne } from './deeper'
export function addIndex(db: Kysely<any>, table: string, columns: string[]) {
  return db.schema.createIndex(`${table}_${columns.join('_')}`).on(table).columns(columns).execute()
}
export const addAll = async (db: Kysely<any>, tables: string[]) => {
  for (const table of tables) await addOne(db, table)
}
export async function addRaw(db: Kysely<any>, table: string, column: string) {
  await sql`alter table ${sql.table(table)} add column ${sql.ref(column)} text`.execute(db)
}
export class Columns {
  constructor(private readonly db: Kysely<any>, private readonly table: string) {}
  async add(column: string) {
    await this.db.schema.alterTable(this.table).addColumn(column, 'text').execute()
  }
  static drop(db: Kysely<any>, table: string, column: string) {
    return db.schema.alterTable(table).dropColumn(column).execute()
  }
}
export const adds = (table: string, column: string) => ({
  up: async (db: Kysely<any>) => { await new Columns(db, table).add(column) },
  down: async (db: Kysely<any>) => { await Columns.drop(db, table, column) },
})
"""
DEEPER = """
import type { Kysely } from 'kysely'
import { addRaw } from './helpers'
export const addOne = async (db: Kysely<any>, table: string) => { await addRaw(db, table, 'name') }
"""
BY_HELPERS = {
    "an index": ("await addIndex(db, 'user_account', ['email', 'id'])", ["id", "email"], [("email", "id")]),
    "raw text": ("await addRaw(db, 'user_account', 'name')", ["id", "email", "name"], []),
    "several hops and a loop": ("await addAll(db, ['user_account', 'team'])", ["id", "email", "name"], []),
    "a namespace": ("await helpers.addRaw(db, 'user_account', 'name')", ["id", "email", "name"], []),
    "an instance": ("const of = new Columns(db, 'user_account')\n await of.add('name')", ["id", "email", "name"], []),
    "a class": ("await Columns.drop(db, 'user_account', 'email')", ["id"], []),
    "each of a list": (
        "await Promise.all(['name', 'city'].map((one) => addRaw(db, 'user_account', one)))",
        ["id", "email", "name", "city"],
        [],
    ),
    "the order of calls": (
        "await addRaw(db, 'user_account', 'name')\n await Columns.drop(db, 'user_account', 'name')",
        ["id", "email"],
        [],
    ),
}


@pytest.mark.parametrize("kind", BY_HELPERS)
def test_what_helpers_of_other_files_send_is_the_migrations(evaluated_schema_of, kind):
    """In the order in which the calls run; the place is the migration's call."""
    body, columns, indexes = BY_HELPERS[kind]
    migration = f"""
import {{ Kysely }} from 'kysely'
import {{ addAll, addIndex, addRaw, Columns }} from '../helpers'
import * as helpers from '../helpers'
export async function up(db: Kysely<any>) {{
  {body}
}}
"""
    files = {"db.ts": DATABASE, "m/1_a.ts": START, "m/2_b.ts": migration, "helpers.ts": HELPERS, "deeper.ts": DEEPER}
    schema = evaluated_schema_of(files)
    table = schema.catalogs[0].table("user_account")

    assert (columns, indexes, ["m/1_a.ts", "m/2_b.ts"]) == (
        [column.stored for column in table.columns if column.created],
        [index.columns for index in table.indexes],
        [file.path for history in schema.histories for file in history.files],
    )


MADE = """
import { adds } from '../helpers'
export const { up, down } = adds('user_account', 'name')
"""


@pytest.mark.parametrize(
    "text",
    [
        MADE,
        (
            "import { adds } from '../helpers'\nconst made = adds('user_account', 'name')\nexport const up = made.up\n"
            "export const down = made.down\n"
        ),
        "import { adds } from '../helpers'\nexport default { up: adds('user_account', 'name').up, down() {} }\n",
        (
            "import { defined } from 'tool'\nimport { addRaw } from '../helpers'\n"
            "export default defined({ up: (db: Kysely<any>) => addRaw(db, 'user_account', 'name'), down() {} })\n"
        ),
    ],
)
def test_migrations_that_a_function_makes(evaluated_schema_of, text):
    """Each file has what the function was given there, and a way back."""
    files = {"db.ts": DATABASE, "m/1_a.ts": START, "m/2_b.ts": text, "helpers.ts": HELPERS, "deeper.ts": DEEPER}
    files["m/3_c.ts"] = MADE.replace("'name'", "'city'")
    schema = evaluated_schema_of(files)

    assert (["id", "email", "name", "city"], False) == (
        [column.stored for column in schema.catalogs[0].table("user_account").columns if column.created],
        any(file.down == "missing" for history in schema.histories for file in history.files),
    )


def test_a_list_of_many_tables_is_followed_to_its_end(evaluated_schema_of):
    """A helper that is called in more ways than are listed is replayed for each of them."""
    names = [f"table_{number}" for number in range(30)]
    text = f"""
import {{ Kysely }} from 'kysely'
export async function up(db: Kysely<any>) {{
  for (const table of {names}) {{
    await db.schema.createTable(table).addColumn('id', 'uuid').execute()
  }}
}}
"""
    (history,) = evaluated_schema_of({"db.ts": DATABASE, "m/01_start.ts": text}).histories

    assert names == [change.table for file in history.files for change in file.changes]


def test_code_out_of_sight_that_is_given_the_database_is_said(evaluated_schema_of):
    """The tables it names are not wholly known any more."""
    text = """
import { Kysely } from 'kysely'
import { harden } from '@acme/migrations'
export async function up(db: Kysely<any>) { await harden(db, 'user_account') }
"""
    schema = evaluated_schema_of({"db.ts": DATABASE, "m/01_start.ts": START, "m/02_b.ts": text})

    assert (["m/02_b.ts: a statement was not understood: `harden` is not visible"], False) == (
        [said for said in schema.notes if "harden" in said],
        schema.catalogs[0].table("user_account").keys_known,
    )


@pytest.mark.parametrize(
    ("statement", "said", "columns_known", "keys_known"),
    [
        ("sql.raw(readFileSync('x.sql', 'utf8')).execute(db)", ["its text is not visible"], True, True),
        ("db.schema.alterTable('user_account').addColumn('a', 'text').$call(more).execute()",
         ["a part of it is not visible"], False, False),
        ("db.schema.createIndex('i').on('user_account').column('id').$call(more).execute()",
         ["a part of it is not visible"], True, False),
        ("db.schema.alterTable('user_account').alterColumn('id', (id) => id.setDefault(value())).execute()",
         [], True, True),
    ],
)  # fmt: skip
def test_what_is_not_visible_of_a_statement_is_said(evaluated_schema_of, statement, said, columns_known, keys_known):
    """Its table may have more than is shown; a value that is only known when the code runs changes no column."""
    text = f"""
import {{ Kysely, sql }} from 'kysely'
import {{ more, value }} from '@acme/columns'
export async function up(db: Kysely<any>) {{ await {statement} }}
"""
    schema = evaluated_schema_of({"a.ts": "new Kysely<any>({})", "m/1_a.ts": START, "m/2_b.ts": text})
    (table,) = schema.catalogs[0].tables.values()

    assert ([f"m/2_b.ts: a statement was not understood: {one}" for one in said], columns_known, keys_known) == (
        [note for note in schema.notes if note.startswith("m/2_b")],
        not table.open,
        table.keys_known,
    )
