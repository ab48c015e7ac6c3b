// SQL Server: double quotes, @1, top, fetch, output, apply, merge.
import { sql, type Kysely } from 'kysely'
import { jsonArrayFrom, jsonBuildObject, jsonObjectFrom } from 'kysely/helpers/mssql'
import type { DB } from '../database'

export async function selectWhere(db: Kysely<DB>, orgId: string) {
  return db
    .selectFrom('todo as t')
    .select(['t.id', 't.title'])
    .where('t.organization_id', '=', orgId)
    .where('t.priority', '!<', 3)
    .execute()
}

export async function topRows(db: Kysely<DB>) {
  return db.selectFrom('todo').select('id').orderBy('priority', 'desc').top(10).execute()
}

export async function topPercent(db: Kysely<DB>) {
  return db.selectFrom('todo').select('id').top(5, 'percent').execute()
}

export async function topWithTies(db: Kysely<DB>) {
  return db.selectFrom('todo').select('id').orderBy('priority').top(5, 'with ties').execute()
}

export async function topPercentWithTies(db: Kysely<DB>) {
  return db.selectFrom('todo').selectAll().orderBy('priority').top(5n, 'percent with ties').execute()
}

export async function distinctTop(db: Kysely<DB>) {
  return db.selectFrom('event').distinct().select('kind').top(3).execute()
}

export async function offsetFetch(db: Kysely<DB>, page: number) {
  return db.selectFrom('todo').selectAll().orderBy('id').offset(page * 20).fetch(20).execute()
}

export async function fetchWithTies(db: Kysely<DB>) {
  return db.selectFrom('todo').select('id').orderBy('id').offset(0).fetch(5, 'with ties').execute()
}

export async function crossApply(db: Kysely<DB>) {
  return db
    .selectFrom('project as p')
    .crossApply((eb) => eb.selectFrom('todo as t').top(3).select('t.title').whereRef('t.project_id', '=', 'p.id').as('latest'))
    .select(['p.name', 'latest.title'])
    .execute()
}

export async function outerApply(db: Kysely<DB>) {
  return db
    .selectFrom('todo as t')
    .outerApply((eb) =>
      eb.selectFrom('comment as c').top(1).select('c.body').whereRef('c.todo_id', '=', 't.id').orderBy('c.id', 'desc').as('last'),
    )
    .select(['t.id', 'last.body'])
    .execute()
}

export async function insertOutput(db: Kysely<DB>) {
  return db.insertInto('category').values({ name: 'a' }).output('inserted.id').executeTakeFirstOrThrow()
}

export async function insertOutputAll(db: Kysely<DB>) {
  return db
    .insertInto('category')
    .values([{ name: 'a' }, { name: 'b' }])
    .outputAll('inserted')
    .execute()
}

export async function insertTop(db: Kysely<DB>) {
  return db
    .insertInto('setting')
    .top(10)
    .columns(['key', 'value'])
    .expression(db.selectFrom('organization').select(['slug', 'name']))
    .execute()
}

export async function updateOutput(db: Kysely<DB>, id: number) {
  return db
    .updateTable('product')
    .set((eb) => ({ stock: eb('stock', '-', 1) }))
    .output(['deleted.stock as before', 'inserted.stock as after'])
    .where('id', '=', id)
    .executeTakeFirst()
}

export async function updateTop(db: Kysely<DB>) {
  return db.updateTable('job').top(5).set({ attempts: 0 }).where('queue', '=', 'mail').execute()
}

export async function updateFrom(db: Kysely<DB>) {
  return db
    .updateTable('purchase_item')
    .from('product')
    .set((eb) => ({ unit_price: eb.ref('product.price') }))
    .whereRef('product.id', '=', 'purchase_item.product_id')
    .execute()
}

export async function deleteOutput(db: Kysely<DB>) {
  return db.deleteFrom('session').top(100).output(['deleted.id', 'deleted.token']).where('expires_at', '<', new Date()).execute()
}

export async function deleteOutputAll(db: Kysely<DB>, id: number) {
  return db.deleteFrom('comment').outputAll('deleted').where('id', '=', id).executeTakeFirst()
}

export async function mergeStatement(db: Kysely<DB>) {
  return db
    .mergeInto('setting as s')
    .using('organization as o', 'o.slug', 's.key')
    .whenMatched()
    .thenUpdateSet((eb) => ({ value: eb.ref('o.name') }))
    .whenNotMatched()
    .thenInsertValues((eb) => ({ key: eb.ref('o.slug'), value: eb.ref('o.name') }))
    .whenNotMatchedBySource()
    .thenDelete()
    .execute()
}

export async function mergeTopOutput(db: Kysely<DB>) {
  return db
    .mergeInto('label as l')
    .top(10)
    .using('todo_label as tl', 'tl.label_id', 'l.id')
    .whenMatchedAnd('l.color', '=', 'grey')
    .thenDelete()
    .output(['deleted.id'])
    .execute()
}

export async function relations(db: Kysely<DB>) {
  return db
    .selectFrom('project as p')
    .select((eb) => [
      'p.id',
      jsonArrayFrom(eb.selectFrom('todo as t').select(['t.id', 't.title']).whereRef('t.project_id', '=', 'p.id')).as('todos'),
      jsonObjectFrom(eb.selectFrom('app_user as u').select('u.email').whereRef('u.id', '=', 'p.owner_id')).as('owner'),
    ])
    .execute()
}

export async function builtObject(db: Kysely<DB>) {
  return db
    .selectFrom('label')
    .select((eb) => jsonBuildObject({ id: eb.ref('id'), name: eb.ref('name') }).as('card'))
    .execute()
}

export async function withTableHint(db: Kysely<DB>) {
  return db.selectFrom(sql<DB['job']>`job with (updlock, readpast)`.as('j')).select('j.id').execute()
}

export async function schemaTables(db: Kysely<DB>) {
  return db.withSchema('dbo').selectFrom('todo').innerJoin('project', 'project.id', 'todo.project_id').select('todo.id').execute()
}

export async function ctes(db: Kysely<DB>) {
  return db
    .with('ranked', (qc) =>
      qc
        .selectFrom('todo')
        .select(['id', (eb) => eb.fn.agg<number>('row_number').over((ob) => ob.partitionBy('project_id').orderBy('id')).as('n')]),
    )
    .selectFrom('ranked')
    .select('id')
    .where('n', '=', 1)
    .execute()
}

export async function recursiveCte(db: Kysely<DB>) {
  return db
    .withRecursive('tree', (qc) =>
      qc
        .selectFrom('category')
        .select(['id', 'parent_id'])
        .unionAll((eb) => eb.selectFrom('category as c').innerJoin('tree', 'tree.id', 'c.parent_id').select(['c.id', 'c.parent_id'])),
    )
    .selectFrom('tree')
    .selectAll()
    .modifyEnd(sql`option (maxrecursion 50)`)
    .execute()
}

export async function parameters(db: Kysely<DB>, from: Date, until: Date) {
  return db
    .selectFrom('event')
    .select('id')
    .where(({ between }) => between('occurred_at', from, until))
    .where('kind', 'in', ['a', 'b', 'c'])
    .where('data', 'is not', null)
    .execute()
}

export async function booleansAreLiterals(db: Kysely<DB>) {
  return db
    .selectFrom('app_user')
    .select((eb) => [eb.lit(1).as('one'), eb.cast<string>('created_at', 'date').as('day')])
    .where('is_admin', '=', true)
    .execute()
}

export async function setOperations(db: Kysely<DB>) {
  return db
    .selectFrom('member')
    .select('user_id')
    .intersect(db.selectFrom('session').select('user_id'))
    .union(db.selectFrom('project').select('owner_id as user_id'))
    .execute()
}

export async function rawStatement(db: Kysely<DB>, id: number) {
  await sql`exec archive_todo ${id}, ${sql.lit('now')}, ${sql.id('dbo', 'todo')}`.execute(db)
}

export async function quotesInIdentifiers(db: Kysely<DB>) {
  return db.selectFrom('label').select(sql.id('we"ird').as('weird')).execute()
}

export async function createTable(db: Kysely<DB>) {
  await db.schema
    .createTable('note')
    .addColumn('id', 'integer', (c) => c.identity().primaryKey())
    .addColumn('text', sql`nvarchar(max)`, (c) => c.notNull())
    .execute()
  await db.schema.alterTable('note').addColumn('pinned', sql`bit`, (c) => c.defaultTo(0)).execute()
  await db.schema.dropIndex('note_idx').on('note').ifExists().execute()
}

export async function outputOfMerge(db: Kysely<DB>) {
  await db
    .mergeInto('setting as s')
    .output('inserted.key')
    .using('job as j', 'j.queue', 's.key')
    .whenMatched()
    .thenUpdateSet({ value: 'x' })
    .execute()
  await db
    .mergeInto('setting as s')
    .outputAll('deleted')
    .using('job as j', 'j.queue', 's.key')
    .top(5)
    .outputAll('inserted')
    .whenMatched()
    .thenDelete()
    .execute()
  await db.updateTable('setting').set({ value: 'y' }).outputAll('deleted').where('key', '=', 'a').execute()
}
