import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('visit')
    .addColumn('id', 'integer', (col) => col.primaryKey().autoIncrement())
    .addColumn('link_id', 'integer', (col) => col.notNull().references('link.id').onDelete('cascade'))
    .addColumn('status', 'integer', (col) => col.notNull())
    .addColumn('visited_at', 'text', (col) => col.notNull().defaultTo(sql`current_timestamp`))
    .execute();
  await db.schema.createIndex('visit_link_id').on('visit').columns(['link_id', 'visited_at']).execute();
  await db.schema
    .createTable('setting')
    .addColumn('key', 'text', (col) => col.primaryKey())
    .addColumn('value', 'text', (col) => col.notNull())
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable('setting').execute();
  await db.schema.dropTable('visit').execute();
}
