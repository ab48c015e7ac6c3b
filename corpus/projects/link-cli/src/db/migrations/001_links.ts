import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('folder') // expect(strict): schema/missing-timestamps
    .addColumn('id', 'integer', (col) => col.primaryKey().autoIncrement())
    .addColumn('parent_id', 'integer', (col) => col.references('folder.id').onDelete('cascade'))
    .addColumn('name', 'text', (col) => col.notNull())
    .addUniqueConstraint('folder_parent_name', ['parent_id', 'name'])
    .execute();
  await db.schema
    .createTable('link') // expect(strict): schema/missing-timestamps
    .addColumn('id', 'integer', (col) => col.primaryKey().autoIncrement())
    .addColumn('folder_id', 'integer', (col) => col.references('folder.id').onDelete('set null'))
    .addColumn('url', 'text', (col) => col.notNull().unique())
    .addColumn('title', 'text', (col) => col.notNull())
    .addColumn('note', 'text')
    .addColumn('read_at', 'text')
    .addColumn('created_at', 'text', (col) => col.notNull().defaultTo(sql`current_timestamp`))
    .execute();
  await db.schema.createIndex('link_folder_id').on('link').column('folder_id').execute();
  await db.schema
    .createTable('tag') // expect(strict): schema/missing-timestamps
    .addColumn('id', 'integer', (col) => col.primaryKey().autoIncrement())
    .addColumn('name', 'text', (col) => col.notNull().unique())
    .execute();
  await db.schema
    .createTable('link_tag')
    .addColumn('link_id', 'integer', (col) => col.notNull().references('link.id').onDelete('cascade'))
    .addColumn('tag_id', 'integer', (col) => col.notNull().references('tag.id').onDelete('cascade'))
    .addPrimaryKeyConstraint('link_tag_pk', ['link_id', 'tag_id'])
    .execute();
  await db.schema.createIndex('link_tag_tag_id').on('link_tag').column('tag_id').execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['link_tag', 'tag', 'link', 'folder']) {
    await db.schema.dropTable(table).execute();
  }
}
