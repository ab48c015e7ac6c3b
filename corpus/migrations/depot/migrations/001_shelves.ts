import { sql, type Kysely } from 'kysely'
import { columns, createIndex, createPartialIndex } from '../helpers'

const TABLES = ['shelf', 'crate'] as const

async function guard(db: Kysely<any>) {
  for (const table of TABLES) {
    await sql`alter table ${sql.id('depot', table)} enable row level security`.execute(db)
  }
}

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema.createSchema('depot').execute()
  for (const table of TABLES) {
    await db.schema
      .withSchema('depot')
      .createTable(table)
      .addColumn('id', 'uuid', (column) => column.primaryKey().defaultTo(sql`gen_random_uuid()`))
      .addColumn('hall', 'text', (column) => column.notNull())
      .$call(columns.withTimes)
      .execute()
    await createPartialIndex(db, 'depot', table, 'hall')
  }
  await db.schema
    .withSchema('depot')
    .alterTable('crate')
    .addColumn('shelf_id', 'uuid', (column) => column.references('depot.shelf.id').onDelete('cascade'))
    .execute()
  await createIndex(db, 'depot', 'crate', ['shelf_id', 'hall'])
  await guard(db)
}

export async function down(db: Kysely<any>): Promise<void> {
  for (const table of [...TABLES].reverse()) await db.schema.withSchema('depot').dropTable(table).execute()
}
