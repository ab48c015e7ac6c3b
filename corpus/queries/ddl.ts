// Schema statements: tables, columns, constraints, indexes, views, types.
import { sql, type Kysely } from 'kysely'
import type { DB } from './database'

export async function createTable(db: Kysely<DB>) {
  await db.schema
    .createTable('invitation')
    .addColumn('id', 'uuid', (col) => col.primaryKey().defaultTo(sql`gen_random_uuid()`))
    .addColumn('organization_id', 'uuid', (col) => col.references('organization.id').onDelete('cascade').notNull())
    .addColumn('email', 'varchar(255)', (col) => col.notNull())
    .addColumn('accepted', 'boolean', (col) => col.defaultTo(false).notNull())
    .addColumn('created_at', 'timestamptz', (col) => col.defaultTo(sql`now()`).notNull())
    .execute()
}

export async function createTableIfNotExists(db: Kysely<DB>) {
  await db.schema.createTable('flag').ifNotExists().addColumn('key', 'text', (c) => c.primaryKey()).addColumn('on', 'boolean').execute()
}

export async function createTemporaryTable(db: Kysely<DB>) {
  await db.schema.createTable('scratch').temporary().addColumn('id', 'integer').onCommit('drop').execute()
}

export async function columnTypes(db: Kysely<DB>) {
  await db.schema
    .createTable('sample')
    .addColumn('a', 'serial')
    .addColumn('b', 'bigint', (c) => c.generatedAlwaysAsIdentity())
    .addColumn('c', 'numeric(10, 2)', (c) => c.defaultTo(0))
    .addColumn('d', 'char(3)', (c) => c.defaultTo('EUR'))
    .addColumn('e', 'jsonb')
    .addColumn('f', sql`text[]`, (c) => c.notNull())
    .addColumn('g', 'date', (c) => c.unique())
    .addColumn('h', 'double precision', (c) => c.check(sql`h > 0`))
    .execute()
}

export async function generatedColumns(db: Kysely<DB>) {
  await db.schema
    .createTable('person')
    .addColumn('id', 'integer', (c) => c.generatedByDefaultAsIdentity().primaryKey())
    .addColumn('first', 'text')
    .addColumn('full', 'text', (c) => c.generatedAlwaysAs(sql`first || ' ' || last`).stored())
    .execute()
}

export async function tableConstraints(db: Kysely<DB>) {
  await db.schema
    .createTable('seat')
    .addColumn('room', 'integer', (c) => c.notNull())
    .addColumn('row', 'integer', (c) => c.notNull())
    .addColumn('holder', 'uuid')
    .addPrimaryKeyConstraint('seat_pkey', ['room', 'row'])
    .addUniqueConstraint('seat_holder_key', ['holder'], (uc) => uc.nullsNotDistinct())
    .addCheckConstraint('seat_row_check', sql`row > 0`)
    .addForeignKeyConstraint('seat_holder_fkey', ['holder'], 'app_user', ['id'], (fk) => fk.onDelete('set null').onUpdate('cascade'))
    .execute()
}

export async function createTableAsSelect(db: Kysely<DB>) {
  await db.schema
    .createTable('done_todo')
    .as(db.selectFrom('todo').select(['id', 'title']).where('status', '=', 'done'))
    .execute()
}

export async function createTableModified(db: Kysely<DB>) {
  await db.schema
    .createTable('log_line')
    .modifyFront(sql`unlogged`)
    .addColumn('text', 'text', (c) => c.modifyEnd(sql`compression lz4`))
    .modifyEnd(sql`with (fillfactor = 70)`)
    .execute()
}

export async function helperForColumns(db: Kysely<DB>) {
  await db.schema
    .createTable('document')
    .$call((builder) =>
      builder
        .addColumn('created_at', 'timestamptz', (c) => c.notNull().defaultTo(sql`now()`))
        .addColumn('updated_at', 'timestamptz'),
    )
    .execute()
}

export async function dropTable(db: Kysely<DB>) {
  await db.schema.dropTable('flag').ifExists().cascade().execute()
}

export async function alterAddColumn(db: Kysely<DB>) {
  await db.schema
    .alterTable('todo')
    .addColumn('color', 'text', (c) => c.defaultTo('grey').notNull())
    .addColumn('done_by', 'uuid', (c) => c.references('app_user.id'))
    .execute()
}

export async function alterDropAndRename(db: Kysely<DB>) {
  await db.schema.alterTable('todo').dropColumn('color').execute()
  await db.schema.alterTable('todo').renameColumn('body', 'description').execute()
  await db.schema.alterTable('todo').renameTo('task').execute()
  await db.schema.alterTable('task').setSchema('work').execute()
}

export async function alterColumn(db: Kysely<DB>) {
  await db.schema
    .alterTable('product')
    .alterColumn('price', (ac) => ac.setDataType('numeric(12, 2)'))
    .alterColumn('name', (ac) => ac.setNotNull())
    .alterColumn('stock', (ac) => ac.setDefault(0))
    .alterColumn('sku', (ac) => ac.dropDefault())
    .alterColumn('attributes', (ac) => ac.dropNotNull())
    .execute()
}

export async function alterConstraints(db: Kysely<DB>) {
  await db.schema.alterTable('member').addPrimaryKeyConstraint('member_pkey', ['organization_id', 'user_id']).execute()
  await db.schema.alterTable('label').addUniqueConstraint('label_name_key', ['organization_id', 'name']).execute()
  await db.schema.alterTable('product').addCheckConstraint('product_price_check', sql`price >= 0`).execute()
  await db.schema
    .alterTable('comment')
    .addForeignKeyConstraint('comment_todo_fkey', ['todo_id'], 'todo', ['id'])
    .onDelete('cascade')
    .execute()
  await db.schema.alterTable('comment').dropConstraint('comment_todo_fkey').ifExists().cascade().execute()
  await db.schema.alterTable('label').renameConstraint('label_name_key', 'label_name_uq').execute()
}

export async function createIndex(db: Kysely<DB>) {
  await db.schema.createIndex('todo_project_idx').on('todo').column('project_id').execute()
}

export async function createUniqueIndex(db: Kysely<DB>) {
  await db.schema.createIndex('label_name_idx').ifNotExists().unique().on('label').columns(['organization_id', 'name']).execute()
}

export async function createPartialIndex(db: Kysely<DB>) {
  await db.schema
    .createIndex('todo_open_idx')
    .on('todo')
    .columns(['status', 'due_at desc'])
    .where('status', '=', 'open')
    .where(sql.ref('deleted_at'), 'is', null)
    .execute()
}

export async function createGinIndex(db: Kysely<DB>) {
  await db.schema.createIndex('todo_tags_idx').on('todo').using('gin').column('tags').execute()
}

export async function createExpressionIndex(db: Kysely<DB>) {
  await db.schema.createIndex('app_user_email_idx').unique().on('app_user').expression(sql`lower(email)`).nullsNotDistinct().execute()
}

export async function dropIndex(db: Kysely<DB>) {
  await db.schema.dropIndex('todo_tags_idx').ifExists().execute()
}

export async function schemas(db: Kysely<DB>) {
  await db.schema.createSchema('archive').ifNotExists().execute()
  await db.schema.dropSchema('archive').ifExists().cascade().execute()
}

export async function createView(db: Kysely<DB>) {
  await db.schema
    .createView('open_todo')
    .orReplace()
    .columns(['id', 'title'])
    .as(db.selectFrom('todo').select(['id', 'title']).where('status', '=', 'open'))
    .execute()
}

export async function createMaterializedView(db: Kysely<DB>) {
  await db.schema
    .createView('revenue')
    .materialized()
    .ifNotExists()
    .as(sql`select date_trunc('day', placed_at) as day, sum(total) from purchase group by 1`)
    .execute()
  await db.schema.refreshMaterializedView('revenue').concurrently().withData().execute()
  await db.schema.dropView('revenue').materialized().ifExists().cascade().execute()
}

export async function enumTypes(db: Kysely<DB>) {
  await db.schema.createType('todo_status').asEnum(['open', 'doing', 'done']).execute()
  await db.schema.alterType('todo_status').addValue('blocked').ifNotExists().after('doing').execute()
  await db.schema.alterType('todo_status').renameValue('doing', 'active').execute()
  await db.schema.dropType('todo_status').ifExists().execute()
}

export async function schemaOfTenant(db: Kysely<DB>) {
  await db.schema.withSchema('tenant_a').createTable('note').addColumn('id', 'integer').execute()
  await db.withSchema('tenant_b').schema.dropTable('note').execute()
}

export async function qualifiedNames(db: Kysely<DB>) {
  await db.schema.createTable('billing.credit').addColumn('id', 'integer', (c) => c.references('billing.invoice.id')).execute()
}

export async function compiledStatement(db: Kysely<DB>) {
  return db.schema.createTable('probe').addColumn('id', 'integer', (c) => c.notNull().unique()).compile().sql
}

export async function loopOverTables(db: Kysely<DB>) {
  for (const table of ['todo']) {
    await db.schema.alterTable(table).addColumn('tenant', 'uuid').execute()
  }
}

export async function up(db: Kysely<DB>) {
  await db.schema
    .createTable('webhook')
    .addColumn('id', 'serial', (col) => col.primaryKey())
    .addColumn('url', 'text', (col) => col.notNull())
    .execute()
  await db.schema.createIndex('webhook_url_idx').on('webhook').column('url').execute()
  await sql`create trigger webhook_touch before update on webhook for each row execute function touch()`.execute(db)
}

export async function down(db: Kysely<DB>) {
  await db.schema.dropIndex('webhook_url_idx').execute()
  await db.schema.dropTable('webhook').execute()
}
