// Schema statements: tables, columns, constraints, indexes, views, types.
import { CamelCasePlugin, sql, type ColumnDefinitionBuilder, type Kysely } from 'kysely'
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

export async function columnModifiersInAnyOrder(db: Kysely<DB>) {
  await db.schema
    .createTable('every_modifier')
    .addColumn('a', 'integer', (c) => c.check(sql`a > 0`).unique().notNull().defaultTo(1).modifyFront(sql`storage plain`))
    .addColumn('b', 'text', (c) => c.nullsNotDistinct().unique())
    .addColumn('c', 'integer', (c) => c.primaryKey().identity().unsigned().autoIncrement())
    .addColumn('d', 'uuid', (c) => c.modifyEnd(sql`deferrable`).references('app_user.id').modifyEnd(sql`initially deferred`))
    .execute()
}

export async function referenceActions(db: Kysely<DB>) {
  await db.schema
    .createTable('membership')
    .addColumn('a', 'uuid', (c) => c.references('app_user.id').onUpdate('cascade').onDelete('set null'))
    .addColumn('b', 'uuid', (c) => c.notNull().references('app_user.id').onDelete('restrict').onDelete('no action'))
    .addColumn('c', 'uuid', (c) => c.references(' auth . app_user . id ').onUpdate('set default'))
    .execute()
}

export async function columnIfNotExists(db: Kysely<DB>) {
  await db.schema.alterTable('todo').addColumn('color', 'text', (c) => c.ifNotExists()).execute()
}

export async function defaults(db: Kysely<DB>) {
  await db.schema
    .createTable('default_values')
    .addColumn('a', 'text', (c) => c.defaultTo("it's"))
    .addColumn('b', 'text', (c) => c.defaultTo(null))
    .addColumn('c', 'numeric(10, 2)', (c) => c.defaultTo(-1.5))
    .addColumn('d', 'numeric', (c) => c.defaultTo(10.0))
    .addColumn('e', 'boolean', (c) => c.defaultTo(true))
    .addColumn('f', 'bigint', (c) => c.defaultTo(9007199254740993n))
    .addColumn('g', 'jsonb', (c) => c.defaultTo(sql`'{}'::jsonb`))
    .addColumn('h', 'text', (c) => c.defaultTo(sql.lit('back\\slash')))
    .addColumn('i', 'jsonb', (c) => c.defaultTo(JSON.stringify({})))
    .addColumn('j', 'timestamptz', (c) => c.defaultTo(sql`current_timestamp at time zone ${sql.lit('UTC')}`))
    .execute()
}

export async function parametersOutsideOfViews(db: Kysely<DB>, least: number) {
  await db.schema.alterTable('todo').addCheckConstraint('todo_priority_check', sql`priority > ${least}`).execute()
}

export async function dataTypes(db: Kysely<DB>) {
  await db.schema
    .createTable('all_types')
    .addColumn('a', 'varchar')
    .addColumn('b', 'timestamptz(3)')
    .addColumn('c', 'decimal(8, 3)')
    .addColumn('d', sql`varchar(${sql.lit(20)}) collate "C"`)
    .addColumn('e', sql.raw('vector(3)'))
    .addColumn('f', sql`${sql.ref('auth.level')}[]`, (c) => c.notNull())
    .execute()
}

export async function onCommitActions(db: Kysely<DB>) {
  await db.schema.createTable('t1').temporary().ifNotExists().addColumn('id', 'integer').onCommit('preserve rows').execute()
  await db.schema.createTable('t2').temporary().addColumn('id', 'integer').onCommit('delete rows').execute()
}

export async function createTableWithIndexes(db: Kysely<DB>) {
  await db.schema
    .createTable('indexed')
    .addColumn('a', 'text')
    .addIndex('indexed_b_idx', ['a', sql`lower(a)`], (ib) => ib.using('btree'))
    .addIndex('indexed_a_idx', ['a', (eb) => eb.fn('upper', ['a'])])
    .addUniqueConstraint('indexed_key', ['a', sql`(coalesce(b, ''))`])
    .addColumn('b', 'text')
    .execute()
}

export async function deferredConstraints(db: Kysely<DB>) {
  await db.schema
    .createTable('deferred')
    .addColumn('a', 'integer')
    .addPrimaryKeyConstraint('deferred_pkey', ['a'], (pk) => pk.deferrable().initiallyDeferred())
    .addUniqueConstraint('deferred_key', ['a'], (uc) => uc.notDeferrable().nullsNotDistinct())
    .addForeignKeyConstraint('deferred_fkey', ['a'], 'auth.other', ['a', 'b'], (fk) =>
      fk.onUpdate('restrict').initiallyImmediate().deferrable().onDelete('cascade'),
    )
    .execute()
  await db.schema
    .alterTable('deferred')
    .addForeignKeyConstraint('late_fkey', ['a'], 'todo', ['id'], (fk) => fk.deferrable())
    .onUpdate('cascade')
    .initiallyDeferred()
    .execute()
  await db.schema.alterTable('deferred').addUniqueConstraint('late_key', ['a'], (uc) => uc.initiallyImmediate()).execute()
  await db.schema.alterTable('deferred').addPrimaryKeyConstraint('late_pkey', ['a'], (pk) => pk.notDeferrable()).execute()
}

export async function createTableAsRaw(db: Kysely<DB>) {
  await db.schema.createTable('copy').temporary().as(sql`select * from todo`).execute()
  await db.schema
    .createTable('counted')
    .ifNotExists()
    .modifyEnd(sql`tablespace fast`)
    .as(db.with('c', (q) => q.selectFrom('comment').select('id')).selectFrom('c').select('id').where('id', '>', 5))
    .execute()
}

export async function alterSeveralColumns(db: Kysely<DB>) {
  await db.schema
    .alterTable('auth.account')
    .dropColumn('a', (dc) => dc.ifExists())
    .renameColumn('b', 'c')
    .modifyColumn('d', 'varchar(10)', (c) => c.notNull().defaultTo('x'))
    .alterColumn('e', (ac) => ac.setDefault(sql`now()`))
    .alterColumn('f', (ac) => ac.setDataType(sql`citext using f::citext`))
    .alterColumn('g', (ac) => ac.setDefault('n'))
    .execute()
}

export async function alterIndexes(db: Kysely<DB>) {
  await db.schema.alterTable('todo').addIndex('a_idx').unique().column('title desc').columns(['id', 'status asc']).using('btree').execute()
  await db.schema.alterTable('todo').addIndex('b_idx').expression(sql`(lower(title))`).execute()
  await db.schema.alterTable('todo').dropIndex('a_idx').execute()
}

export async function dropConstraintModes(db: Kysely<DB>) {
  await db.schema.alterTable('todo').dropConstraint('a_check').execute()
  await db.schema.alterTable('todo').dropConstraint('a_check').restrict().execute()
  await db.schema.alterTable('todo').dropConstraint('a_check').restrict().cascade().ifExists().execute()
}

export async function namesWithDots(db: Kysely<DB>) {
  await db.schema.alterTable('auth.todo').renameTo('auth.task').execute()
  await db.schema.dropTable('auth.todo').temporary().ifExists().execute()
  await db.schema.createIndex('auth.idx').on('auth.todo').columns(['a.b', 'a.b desc']).execute()
  await db.schema.dropIndex('auth.idx').cascade().ifExists().execute()
  await db.schema.createView('auth.v').as(db.selectFrom('todo').select('id')).execute()
  await db.schema.dropView('auth.v').execute()
  await db.schema.createType('auth.mood').asEnum(["it's", 'ok']).execute()
  await db.schema.createSchema('a.b').execute()
}

export async function indexWithEverything(db: Kysely<DB>) {
  await db.schema
    .createIndex('todo_all_idx')
    .where((eb) => eb.and([eb(sql.ref('status'), 'in', ['open', 'doing']), eb(sql.ref('deleted_at'), 'is', null)]))
    .where(sql`priority`, '>', 3)
    .using('btree')
    .on('todo')
    .column('title')
    .column(sql`lower(title) desc`)
    .columns(['id', sql<string>`(body)`])
    .nullsNotDistinct()
    .unique()
    .execute()
}

export async function partialIndexValues(db: Kysely<DB>) {
  await db.schema.createIndex('i1').on('todo').column('title').where('title', '=', "it's").execute()
  await db.schema.createIndex('i2').on('todo').columns(['id', 'archived']).where('archived', '=', false).where('id', 'in', [1, 2]).execute()
  await db.schema.createIndex('i3').on('todo').column('id').where(sql<boolean>`deleted_at is null and id > ${5}`).execute()
  await db.schema.createIndex('i4').on('todo').column('id').where((eb) => eb.or([eb('id', '>', 5), eb.not(eb('id', '=', 7))])).execute()
}

export async function dropEverything(db: Kysely<DB>) {
  await db.schema.dropIndex('todo_all_idx').on('todo').execute()
  await db.schema.dropView('revenue').cascade().execute()
  await db.schema.dropType(['todo_status', 'auth.mood']).ifExists().cascade().execute()
  await db.schema.dropSchema('archive').execute()
  await db.schema.dropTable('scratch').temporary().execute()
}

export async function viewValues(db: Kysely<DB>) {
  await db.schema
    .createView('urgent')
    .temporary()
    .orReplace()
    .as(
      db
        .selectFrom('todo')
        .select((eb) => ['id', eb.val('x').as('kind'), eb.case().when('priority', '>', 3).then('high').else(null).end().as('level')])
        .where('status', 'in', ['open', 'doing'])
        .where('title', 'like', "%it's%")
        .where((eb) => eb.exists(eb.selectFrom('comment').select('comment.id').whereRef('todo_id', '=', 'todo.id').limit(1)))
        .limit(10),
    )
    .execute()
}

export async function viewOfUnion(db: Kysely<DB>) {
  await db.schema
    .createView('everything')
    .as(db.selectFrom('todo').select('id').where('id', '>', 1).union(db.selectFrom('comment').select('id').where('id', '>', 2)))
    .execute()
}

export async function viewFromRawWithValues(db: Kysely<DB>) {
  await db.schema.createView('raw_view').as(sql`select id from ${sql.table('todo')} where status = ${'open'} and priority > ${3}`).execute()
}

export async function refreshModes(db: Kysely<DB>) {
  await db.schema.refreshMaterializedView('revenue').execute()
  await db.schema.refreshMaterializedView('revenue').concurrently().execute()
  await db.schema.refreshMaterializedView('revenue').withNoData().execute()
  await db.schema.refreshMaterializedView('revenue').withNoData().concurrently().execute()
  await db.schema.refreshMaterializedView('revenue').concurrently().withNoData().execute()
}

export async function alterTypes(db: Kysely<DB>) {
  await db.schema.alterType('todo_status').addValue('first').before('open').execute()
  await db.schema.alterType('todo_status').addValue("it's").execute()
  await db.schema.alterType('auth.todo_status').renameTo('task_status').execute()
  await db.schema.alterType('todo_status').setSchema('auth').execute()
}

export async function withSchemaEverywhere(db: Kysely<DB>) {
  const schema = db.schema.withSchema('tenant')
  await schema
    .createTable('a')
    .addColumn('b', 'integer', (c) => c.references('other.id'))
    .addColumn('c', 'integer', (c) => c.references('auth.other.id'))
    .addForeignKeyConstraint('a_fkey', ['b'], 'other', ['id'])
    .execute()
  await schema.alterTable('a').renameTo('z').execute()
  await schema.alterTable('a').addForeignKeyConstraint('a_fkey', ['b'], 'other', ['id']).execute()
  await schema.alterTable('a').addIndex('a_idx').column('b').execute()
  await schema.alterTable('a').dropIndex('a_idx').execute()
  await schema.createIndex('a_idx').on('a').column('b').execute()
  await schema.dropIndex('a_idx').on('a').execute()
  await schema.createView('v').as(db.selectFrom('todo').select('todo.id')).execute()
  await schema.dropView('v').execute()
  await schema.refreshMaterializedView('v').execute()
  await schema.createType('mood').asEnum(['a']).execute()
  await schema.alterType('mood').addValue('b').execute()
  await schema.dropType(['mood', 'level']).execute()
  await schema.createSchema('s').execute()
  await schema.createTable('copy').as(db.selectFrom('todo').select('todo.id')).execute()
}

export async function schemaOfTheViewsQuery(db: Kysely<DB>) {
  await db.schema.createView('v').as(db.withSchema('tenant').selectFrom('todo').innerJoin('project', 'project.id', 'todo.project_id').select('todo.id')).execute()
}

export async function camelCase(db: Kysely<any>) {
  const camel = db.withPlugin(new CamelCasePlugin())
  await camel.schema
    .createTable('orderItem')
    .addColumn('orderId', 'integer', (c) => c.references('customerOrder.orderId').notNull())
    .addColumn('netPrice', sql`numeric(8, 2)`, (c) => c.check(sql`netPrice > 0`))
    .addUniqueConstraint('orderItemKey', ['orderId', 'netPrice'])
    .execute()
  await camel.schema.createIndex('orderItemIdx').on('orderItem').columns(['orderId', 'netPrice desc']).where('netPrice', '>', 0).execute()
  await camel.schema.createView('cheapItem').columns(['orderId']).as(camel.selectFrom('orderItem').select('orderId').where('netPrice', '<', 5)).execute()
  await camel.schema.createType('itemKind').asEnum(['bigOne']).execute()
  await camel.schema.withSchema('tenantA').dropTable('orderItem').execute()
  await db.schema.withPlugin(new CamelCasePlugin()).alterTable('orderItem').renameColumn('netPrice', 'grossPrice').execute()
}

const timestamps = (c: ColumnDefinitionBuilder) => c.notNull().defaultTo(sql`now()`)

export async function sharedColumnHelpers(db: Kysely<DB>) {
  const id = (c: ColumnDefinitionBuilder) => c.primaryKey().$call(notNull)
  await db.schema
    .createTable('shared')
    .addColumn('id', 'uuid', id)
    .addColumn('created_at', 'timestamptz', timestamps)
    .addColumn('updated_at', 'timestamptz', (c) => timestamps(c))
    .execute()
}

function notNull(column: ColumnDefinitionBuilder) {
  return column.notNull()
}

export async function builderInVariable(db: Kysely<DB>) {
  let table = db.schema.createTable('stepwise').addColumn('id', 'integer')
  table = table.addColumn('name', 'text')
  for (const column of ['a', 'b']) {
    table = table.addColumn(column, 'text')
  }
  await table.execute()
}

export async function namesInConstants(db: Kysely<DB>) {
  const TABLE = 'constant'
  const COLUMNS = ['a', 'b'] as const
  await db.schema.createTable(TABLE).addColumn(COLUMNS[0], 'text').addUniqueConstraint(`${TABLE}_key`, [COLUMNS[0]]).execute()
  await db.schema.createIndex(`${TABLE}_idx`).on(TABLE).columns([...COLUMNS]).execute()
}

export async function enumFromConstant(db: Kysely<DB>) {
  const Status = { Open: 'open', Done: 'done' } as const
  const STATUSES = ['open', 'done']
  await db.schema.createType('s1').asEnum(STATUSES).execute()
  await db.schema.createType('s2').asEnum(Object.values(Status)).execute()
  await db.schema.createTable('s3').addColumn('s', sql`s1`, (c) => c.defaultTo(Status.Open)).execute()
}

export async function checkFromList(db: Kysely<DB>) {
  const KINDS = ['a', 'b']
  await db.schema
    .createTable('kinds')
    .addColumn('kind', 'text', (c) => c.check(sql`kind in (${sql.join(KINDS.map((kind) => sql.lit(kind)))})`))
    .execute()
}

export async function severalStatements(db: Kysely<DB>) {
  await Promise.all([
    db.schema.createTable('p1').addColumn('id', 'integer').execute(),
    db.schema.dropTable('p2').ifExists().execute(),
  ])
  for (const table of ['x', 'y'] as const) await db.schema.dropTable(`old_${table}`).ifExists().execute()
}

export function compiledStatements(db: Kysely<DB>) {
  const { schema } = db
  return [
    schema.alterTable('label').addColumn('note', 'text').compile(),
    schema.alterTable('label').addForeignKeyConstraint('fk', ['organization_id'], 'organization', ['id']).compile(),
    schema.alterTable('label').addIndex('at').column('name').compile(),
    schema.alterTable('label').dropConstraint('fk').compile(),
    schema.createIndex('label_name').on('label').column('name').compile(),
    schema.dropIndex('label_name').compile(),
    schema.createSchema('shop').compile(),
    schema.dropSchema('shop').compile(),
    schema.createView('red').as(db.selectFrom('label').select('id').where('color', '=', 'red')).compile(),
    schema.dropView('red').compile(),
    schema.refreshMaterializedView('red').compile(),
    schema.createType('mood').asEnum(['good', 'bad']).compile(),
    schema.alterType('mood').addValue('fair').compile(),
    schema.alterType('mood').renameTo('temper').compile(),
    schema.dropType('mood').compile(),
    schema.dropTable('label').compile(),
  ].length
}

export async function calledOnStatements(db: Kysely<DB>) {
  const { schema } = db
  await schema.alterTable('label').addForeignKeyConstraint('fk', ['a'], 'b', ['id'], (one) => one.$call((c) => c.notDeferrable())).$call((q) => q.initiallyImmediate()).execute()
  await schema.alterTable('label').addForeignKeyConstraint('fk', ['a'], 'b', ['id']).notDeferrable().execute()
  await schema.alterTable('label').addIndex('at').$call((q) => q.unique().column('name')).execute()
  await schema.alterTable('label').dropConstraint('fk').$call((q) => q.ifExists().cascade()).execute()
  await schema.alterTable('label').alterColumn('name', (one) => one.$call((c) => c.setNotNull())).execute()
  await schema.alterTable('label').addUniqueConstraint('u', ['name'], (one) => one.$call((c) => c.deferrable().initiallyDeferred())).execute()
  await schema.alterTable('label').addPrimaryKeyConstraint('p', ['id'], (one) => one.$call((c) => c.deferrable())).execute()
  await schema.alterTable('label').addCheckConstraint('c', sql`true`, (one) => one.$call((c) => c)).execute()
  await schema.createIndex('i').$call((q) => q.on('label').column('name')).execute()
  await schema.dropIndex('i').$call((q) => q.ifExists()).execute()
  await schema.createSchema('s').$call((q) => q.ifNotExists()).execute()
  await schema.dropSchema('s').$call((q) => q.ifExists().cascade()).execute()
  await schema.createView('v').$call((q) => q.orReplace()).as(db.selectFrom('label').select('id')).execute()
  await schema.dropView('v').$call((q) => q.ifExists()).execute()
  await schema.refreshMaterializedView('v').$call((q) => q.concurrently()).execute()
  await schema.createType('t').$call((q) => q.asEnum(['a'])).execute()
  await schema.dropType('t').$call((q) => q.ifExists().cascade()).execute()
  await schema.dropTable('t').$call((q) => q.ifExists().cascade()).execute()
  await schema.createTable('t').addColumn('a', 'text').addIndex('i', ['a'], (one) => one.$call((c) => c.using('btree'))).execute()
}
