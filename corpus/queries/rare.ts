// Methods that few applications use, on every builder that has them.
import { CamelCasePlugin, sql, WithSchemaPlugin, type Kysely, type Transaction } from 'kysely'
import type { DB } from './database'

export async function transactionMakesEverything(db: Kysely<DB>) {
  await db.transaction().execute(async (trx) => {
    await trx.withPlugin(new WithSchemaPlugin('app')).selectFrom('label').select('name').execute()
    await trx.withoutPlugins().selectFrom('label').select('color').execute()
    await trx.with('x', (qc) => qc.selectFrom('job').select('id')).selectFrom('x').selectAll().execute()
    await trx.selectNoFrom(trx.fn<Date>('now').as('now')).execute()
    await trx.executeQuery(trx.selectFrom('setting').select('key'))
    await trx.schema.dropTable('scratch').temporary().execute()
  })
}

export async function controlledMakesEverything(db: Kysely<DB>) {
  const trx = await db.startTransaction().setAccessMode('read write').execute()
  await trx.withSchema('app').updateTable('setting').set('value', 'x').where('setting.key', '=', 'a').execute()
  await trx
    .withRecursive('up', (qc) => qc.selectFrom('category').select(['id', 'parent_id']))
    .selectFrom('up')
    .select('up.id')
    .execute()
  if (!trx.isCommitted && !trx.isRolledBack) await trx.commit().execute()
}

export async function asScalar(db: Kysely<DB>) {
  return db
    .selectFrom('product')
    .select('sku')
    .where('price', '>', db.selectFrom('product as p').select((eb) => eb.fn.avg<number>('p.price').as('mean')).$asScalar())
    .execute()
}

export async function typeOnlyOnWrites(db: Kysely<DB>) {
  await db.insertInto('label').values({ organization_id: 'o', name: 'a', color: 'b' }).returning('id').$castTo<{ id: string }>().execute()
  await db
    .updateTable('todo')
    .set({ priority: 2 })
    .returning(['id', 'body'])
    .$narrowType<{ body: string }>()
    .$assertType<{ id: number; body: string }>()
    .execute()
  await db.deleteFrom('todo').where('id', '=', 1).returning('id').$castTo<{ id: bigint }>().executeTakeFirst()
}

export async function callOnWrites(db: Kysely<DB>) {
  await db.insertInto('label').values({ organization_id: 'o', name: 'a', color: 'b' }).$call((qb) => qb.returning('id')).execute()
  await db.updateTable('todo').$call((qb) => qb.set({ priority: 2 }).where('id', '=', 1)).execute()
  await db.deleteFrom('todo').$call((qb) => qb.where('id', '=', 2)).execute()
  await db.insertInto('setting').values({ key: 'k', value: 'v' }).onConflict((oc) => oc.column('key').$call((o) => o.doNothing())).execute()
}

export async function pluginOnWrites(db: Kysely<DB>) {
  await db.insertInto('setting').values({ key: 'k', value: 'v' }).withPlugin(new WithSchemaPlugin('app')).execute()
  await db.updateTable('setting').set({ value: 'v' }).withPlugin(new WithSchemaPlugin('app')).execute()
  await db.deleteFrom('setting').withPlugin(new WithSchemaPlugin('app')).execute()
}

export async function compiledWrites(db: Kysely<DB>) {
  const texts = [
    db.insertInto('setting').values({ key: 'k', value: 'v' }).compile(),
    db.updateTable('setting').set({ value: 'v' }).where('key', '=', 'k').compile(),
  ]
  return texts.map((text) => text.sql)
}

export async function streamedWrites(db: Kysely<DB>) {
  for await (const row of db.deleteFrom('event').where('id', '<', 100).returning('id').stream()) void row
  for await (const row of db.updateTable('job').set({ attempts: 0 }).returning('id').stream(50)) void row
}

export async function explainedWrites(db: Kysely<DB>) {
  return db.deleteFrom('event').where('id', '<', 100).explain()
}

export async function clearedOnWrites(db: Kysely<DB>) {
  await db.updateTable('job').set({ attempts: 0 }).orderBy('id').clearOrderBy().returning('id').clearReturning().execute()
  await db.deleteFrom('job').orderBy('id').limit(4).clearOrderBy().clearLimit().modifyEnd(sql`/* all */`).execute()
}

export async function outerJoinsOnWrites(db: Kysely<DB>) {
  await db
    .updateTable('todo')
    .from('project')
    .leftJoin('organization', 'organization.id', 'project.organization_id')
    .set({ priority: 1 })
    .whereRef('project.id', '=', 'todo.project_id')
    .execute()
  await db
    .deleteFrom('comment')
    .using('todo')
    .fullJoin('project', 'project.id', 'todo.project_id')
    .rightJoin('organization', 'organization.id', 'project.organization_id')
    .whereRef('comment.todo_id', '=', 'todo.id')
    .execute()
}

export async function mergeReturningBeforeUsing(db: Kysely<DB>) {
  return db
    .mergeInto('setting')
    .returning('value')
    .using('organization', 'organization.slug', 'setting.key')
    .whenMatched()
    .thenDelete()
    .executeTakeFirst()
}

export async function mergeCall(db: Kysely<DB>) {
  return db
    .mergeInto('setting as s')
    .using('organization as o', 'o.slug', 's.key')
    .$call((qb) => qb.whenNotMatchedAndRef('o.slug', '!=', 'o.name').thenInsertValues({ key: 'x', value: 'y' }))
    .execute()
}

export async function conflictClearsWhere(db: Kysely<DB>) {
  return db
    .insertInto('setting')
    .values({ key: 'k', value: 'v' })
    .onConflict((oc) =>
      oc
        .column('key')
        .where('value', '=', 'a')
        .clearWhere()
        .whereRef('value', '!=', 'key')
        .doUpdateSet({ value: 'w' })
        .where('setting.value', '=', 'b')
        .clearWhere()
        .where('setting.value', '=', 'c')
        .$call((update) => update.where('setting.key', '!=', 'd')),
    )
    .execute()
}

export async function castExpressions(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select((eb) => [
      eb.ref('id').$castTo<string>().as('id'),
      eb('priority', '>', 3).or('status', '=', 'open').$castTo<boolean>().as('hot'),
      eb('priority', '>', 3).and('status', '=', 'open').as('hot_and_open'),
      eb.ref('estimate').$notNull().as('estimate'),
    ])
    .execute()
}

export async function clearedAggregateOrder(db: Kysely<DB>) {
  return db
    .selectFrom('label')
    .select(({ fn }) => [
      fn.agg<string[]>('array_agg', ['name']).orderBy('color').clearOrderBy().orderBy('name').$notNull().as('names'),
      fn
        .agg<number>('rank')
        .over((ob) => ob.orderBy('color').clearOrderBy().$call((o) => o.partitionBy('color').orderBy('name', 'desc')))
        .as('rank'),
    ])
    .groupBy(['name', 'color'])
    .execute()
}

export async function caseWhenChain(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select((eb) =>
      eb.case().when('status', '=', 'done').then(1).whenRef('due_at', '<', 'created_at').then(2).endCase().as('kind'),
    )
    .execute()
}

export async function jsonPathValue(db: Kysely<DB>) {
  return db
    .selectFrom('event')
    .select((eb) => [
      eb.ref('data', '->').key('items').at('last').key('sku').$castTo<string>().as('last_sku'),
      eb.ref('data', '->>').key('source').$notNull().as('source'),
    ])
    .execute()
}

export async function rawWithPlugin(db: Kysely<DB>) {
  return sql`select ${sql.ref('fullName')} from ${sql.table('appUser')}`.withPlugin(new CamelCasePlugin()).execute(db)
}

export async function pluginInsideAQuery(db: Kysely<DB>) {
  return db
    .selectFrom('app_user')
    .select(sql<string>`upper(${sql.ref('fullName')})`.withPlugin(new CamelCasePlugin()).as('shoutedName'))
    .execute()
}

export async function twoPluginsOfRawSql(db: Kysely<DB>) {
  return sql`select ${sql.ref('fullName')} from (${db.selectFrom('app_user').selectAll()}) as u`
    .withPlugin(new CamelCasePlugin())
    .withPlugin(new WithSchemaPlugin('app'))
    .execute(db)
}

export async function schemaModulePlugins(db: Kysely<DB>) {
  await db.schema.withPlugin(new CamelCasePlugin()).createTable('auditEntry').addColumn('createdAt', 'date').execute()
  await db.schema.withoutPlugins().dropTable('auditEntry').execute()
}

export async function alterTableRest(db: Kysely<DB>) {
  await db.schema
    .alterTable('todo')
    .$call((builder) => builder.addColumn('a', 'text', (c) => c.ifNotExists().nullsNotDistinct().unique()))
    .dropColumn('b', (c) => c.ifExists())
    .renameColumn('c', 'd')
    .execute()
  return db.schema.alterTable('todo').renameTo('task').compile().sql
}

export async function deferrableConstraints(db: Kysely<DB>) {
  await db.schema
    .alterTable('comment')
    .addForeignKeyConstraint('comment_author_fkey', ['author_id'], 'app_user', ['id'])
    .onDelete('restrict')
    .onUpdate('no action')
    .deferrable()
    .initiallyDeferred()
    .execute()
  await db.schema
    .createTable('pair')
    .addColumn('a', 'integer', (c) => c.references('todo.id').onUpdate('set default'))
    .addColumn('b', 'integer')
    .addPrimaryKeyConstraint('pair_pkey', ['a'], (pk) => pk.deferrable().initiallyImmediate())
    .addUniqueConstraint('pair_b_key', ['b'], (uc) => uc.notDeferrable())
    .addForeignKeyConstraint('pair_b_fkey', ['b'], 'todo', ['id'], (fk) => fk.deferrable().initiallyDeferred())
    .execute()
  await db.schema.alterTable('pair').dropConstraint('pair_b_key').restrict().execute()
}

export async function typeAndViewRest(db: Kysely<DB>) {
  await db.schema.alterType('todo_status').addValue('idea').before('open').execute()
  await db.schema.alterType('todo_status').renameTo('task_status').execute()
  await db.schema.alterType('task_status').setSchema('work').execute()
  await db.schema.dropType('task_status').ifExists().cascade().execute()
  await db.schema.refreshMaterializedView('revenue').withNoData().execute()
  await db.schema.dropIndex('some_idx').ifExists().cascade().execute()
}

export async function columnModifiers(db: Kysely<DB>) {
  await db.schema
    .createTable('doc')
    .addColumn('id', 'integer', (c) => c.modifyFront(sql`collate "C"`).notNull().$call((col) => col.primaryKey()))
    .execute()
}

export async function nestedSchemas(db: Kysely<DB>) {
  return db.withSchema('a').withoutPlugins().selectFrom('todo').select('todo.id').execute()
}

export async function chainedTransactionHelper(db: Kysely<DB>) {
  const inTx = (trx: Transaction<DB>) => trx.selectFrom('job').select('id').forUpdate()
  return db.transaction().execute((trx) => inTx(trx).execute())
}

export async function conditionalDeep(db: Kysely<DB>, a: boolean, b: boolean) {
  return db
    .selectFrom('todo as t')
    .select('t.id')
    .where((eb) =>
      eb.and([
        eb('t.status', '=', 'open'),
        eb.or([
          eb('t.priority', '>', 3),
          eb.exists(
            eb
              .selectFrom('comment as c')
              .select('c.id')
              .whereRef('c.todo_id', '=', 't.id')
              .$if(a, (qb) => qb.where('c.body', 'like', 'a%'))
              .$if(b, (qb) => qb.limit(1)),
          ),
        ]),
      ]),
    )
    .execute()
}
