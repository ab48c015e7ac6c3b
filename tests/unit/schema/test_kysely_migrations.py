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
