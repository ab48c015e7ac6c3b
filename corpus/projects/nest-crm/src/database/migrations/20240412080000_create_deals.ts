import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('pipelines')
    .addColumn('id', 'uuid', (col) => col.primaryKey().defaultTo(sql`gen_random_uuid()`))
    .addColumn('workspace_id', 'uuid', (col) =>
      col.notNull().references('workspaces.id').onDelete('cascade'),
    )
    .addColumn('name', 'text', (col) => col.notNull())
    .addColumn('created_at', 'timestamptz', (col) => col.notNull().defaultTo(sql`now()`))
    .addColumn('updated_at', 'timestamptz', (col) => col.notNull().defaultTo(sql`now()`))
    .addUniqueConstraint('pipelines_workspace_id_name_key', ['workspace_id', 'name'])
    .execute();

  await db.schema
    .createTable('stages') // expect(strict): schema/missing-timestamps
    .addColumn('id', 'uuid', (col) => col.primaryKey().defaultTo(sql`gen_random_uuid()`))
    .addColumn('pipeline_id', 'uuid', (col) =>
      col.notNull().references('pipelines.id').onDelete('cascade'),
    )
    .addColumn('name', 'text', (col) => col.notNull())
    .addColumn('position', 'integer', (col) => col.notNull())
    .addUniqueConstraint('stages_pipeline_id_position_key', ['pipeline_id', 'position'])
    .execute();

  await db.schema
    .createTable('deals')
    .addColumn('id', 'uuid', (col) => col.primaryKey().defaultTo(sql`gen_random_uuid()`))
    .addColumn('workspace_id', 'uuid', (col) =>
      col.notNull().references('workspaces.id').onDelete('cascade'),
    )
    .addColumn('company_id', 'uuid', (col) => col.references('companies.id').onDelete('set null'))
    .addColumn('stage_id', 'uuid', (col) => col.notNull().references('stages.id').onDelete('restrict'))
    .addColumn('owner_id', 'uuid', (col) => col.references('users.id').onDelete('set null'))
    .addColumn('title', 'text', (col) => col.notNull())
    .addColumn('amount_cents', 'integer', (col) => col.notNull().defaultTo(0))
    .addColumn('closed_at', 'timestamptz')
    .addColumn('created_at', 'timestamptz', (col) => col.notNull().defaultTo(sql`now()`))
    .addColumn('updated_at', 'timestamptz', (col) => col.notNull().defaultTo(sql`now()`))
    .execute();
  for (const column of ['company_id', 'stage_id', 'owner_id']) {
    await db.schema.createIndex(`deals_${column}_idx`).on('deals').column(column).execute();
  }
  await db.schema
    .createIndex('deals_workspace_id_created_at_idx')
    .on('deals')
    .columns(['workspace_id', 'created_at desc'])
    .execute();
}

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.dropTable('deals').execute();
  await db.schema.dropTable('stages').execute();
  await db.schema.dropTable('pipelines').execute();
}
