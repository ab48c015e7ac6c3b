// SQLite: double quotes, question marks, and what only SQLite has.
import { CamelCasePlugin, sql, type Kysely } from 'kysely'
import { jsonArrayFrom, jsonBuildObject, jsonObjectFrom } from 'kysely/helpers/sqlite'
import type { DB } from '../database'

export async function selectWhere(db: Kysely<DB>, orgId: string) {
  return db
    .selectFrom('todo')
    .select(['id', 'title'])
    .where('organization_id', '=', orgId)
    .where((eb) => eb.or([eb('priority', '>', 3), eb('due_at', 'is', null)]))
    .orderBy('id')
    .limit(10)
    .execute()
}

export async function inList(db: Kysely<DB>, ids: number[]) {
  return db.selectFrom('todo').selectAll().where('id', 'in', ids).where('status', '=', 'open').execute()
}

export async function insertMissingKeys(db: Kysely<DB>) {
  return db.insertInto('category').values([{ name: 'a' }, { name: 'b', parent_id: 1 }]).execute()
}

export async function insertReturning(db: Kysely<DB>) {
  return db.insertInto('category').values({ name: 'a' }).returning(['id', 'name']).executeTakeFirstOrThrow()
}

export async function insertOrIgnore(db: Kysely<DB>) {
  return db.insertInto('setting').values({ key: 'k', value: 'v' }).orIgnore().execute()
}

export async function insertIgnore(db: Kysely<DB>) {
  return db.insertInto('setting').values({ key: 'k', value: 'w' }).ignore().execute()
}

export async function insertOrReplace(db: Kysely<DB>) {
  return db.insertInto('setting').values({ key: 'k', value: 'v' }).orReplace().execute()
}

export async function insertOrAbort(db: Kysely<DB>) {
  return db.insertInto('setting').values({ key: 'a', value: 'v' }).orAbort().execute()
}

export async function insertOrFail(db: Kysely<DB>) {
  return db.insertInto('setting').values({ key: 'f', value: 'v' }).orFail().execute()
}

export async function insertOrRollback(db: Kysely<DB>) {
  return db.insertInto('setting').values({ key: 'r', value: 'v' }).orRollback().execute()
}

export async function lastActionWins(db: Kysely<DB>) {
  return db.insertInto('setting').values({ key: 'r', value: 'v' }).orFail().orReplace().execute()
}

export async function replaceRow(db: Kysely<DB>) {
  return db.replaceInto('setting').values({ key: 'k', value: 'v' }).execute()
}

export async function upsert(db: Kysely<DB>, value: string) {
  return db
    .insertInto('setting')
    .values({ key: 'k', value })
    .onConflict((oc) => oc.column('key').doUpdateSet((eb) => ({ value: eb.ref('excluded.value') })))
    .execute()
}

export async function upsertOnlyNewer(db: Kysely<DB>) {
  return db
    .insertInto('setting')
    .values({ key: 'k', value: 'v', updated_at: sql`current_timestamp` })
    .onConflict((oc) => oc.column('key').doUpdateSet({ value: 'v' }).whereRef('setting.updated_at', '<', 'excluded.updated_at'))
    .returningAll()
    .execute()
}

export async function defaultRow(db: Kysely<DB>) {
  return db.insertInto('job').defaultValues().execute()
}

export async function updateFrom(db: Kysely<DB>) {
  return db
    .updateTable('purchase_item')
    .from('product')
    .set((eb) => ({ unit_price: eb.ref('product.price') }))
    .whereRef('product.id', '=', 'purchase_item.product_id')
    .returning('purchase_item.unit_price')
    .execute()
}

export async function updateLimited(db: Kysely<DB>) {
  return db.updateTable('job').set({ attempts: 0 }).orderBy('run_at').limit(5).execute()
}

export async function deleteReturning(db: Kysely<DB>, id: number) {
  return db.deleteFrom('comment').where('id', '=', id).returning('body').executeTakeFirst()
}

export async function deleteLimited(db: Kysely<DB>) {
  return db.deleteFrom('event').orderBy('occurred_at').limit(100).execute()
}

export async function relations(db: Kysely<DB>) {
  return db
    .selectFrom('project as p')
    .select((eb) => [
      'p.id',
      jsonArrayFrom(eb.selectFrom('todo as t').select(['t.id', 't.title']).whereRef('t.project_id', '=', 'p.id')).as('todos'),
      jsonObjectFrom(eb.selectFrom('app_user as u').select('u.email as mail').whereRef('u.id', '=', 'p.owner_id')).as('owner'),
    ])
    .execute()
}

export async function builtObject(db: Kysely<DB>) {
  return db
    .selectFrom('label')
    .select((eb) => jsonBuildObject({ id: eb.ref('id'), name: eb.fn<string>('upper', ['name']) }).as('card'))
    .execute()
}

export async function jsonPath(db: Kysely<DB>) {
  return db
    .selectFrom('project')
    .select((eb) => [
      eb.ref('settings', '->>').key('color').as('color'),
      eb.ref('settings', '->>$').key('features').at(0).as('feature'),
    ])
    .execute()
}

export async function materializedCte(db: Kysely<DB>) {
  return db
    .with((cte) => cte('x').materialized(), (qc) => qc.selectFrom('event').select('kind'))
    .selectFrom('x')
    .selectAll()
    .execute()
}

export async function recursive(db: Kysely<DB>) {
  return db
    .withRecursive('n(v)', (qc) =>
      qc
        .selectNoFrom(sql<number>`1`.as('v'))
        .unionAll((eb) => eb.selectFrom('n').select((e) => e('n.v', '+', 1).as('v')).where('n.v', '<', 10)),
    )
    .selectFrom('n')
    .select('v')
    .execute()
}

export async function aggregates(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select(({ fn }) => [
      'project_id',
      fn.count<number>('id').filterWhere('status', '=', 'done').as('done'),
      fn.agg<string>('group_concat', ['title']).as('titles'),
    ])
    .groupBy('project_id')
    .execute()
}

export async function nullsOrder(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select('id')
    .orderBy('due_at', (ob) => ob.asc().nullsLast())
    .orderBy('title', (ob) => ob.collate('nocase'))
    .execute()
}

export async function unions(db: Kysely<DB>) {
  return db
    .selectFrom('label')
    .select('name')
    .union(db.selectFrom('category').select('name'))
    .except(db.selectFrom('product').select('name'))
    .execute()
}

export async function rawStatements(db: Kysely<DB>, id: number) {
  await sql`pragma foreign_keys = on`.execute(db)
  await sql`delete from ${sql.table('todo')} where ${sql.ref('id')} = ${id}`.execute(db)
}

export async function quotesInIdentifiers(db: Kysely<DB>) {
  return db.selectFrom('label').select([sql.id('we"ird').as('weird'), sql.lit("it's").as('text')]).execute()
}

export async function camelCase(db: Kysely<DB>) {
  return db
    .$extendTables<{ taskList: { listId: number; ownerName: string } }>()
    .withPlugin(new CamelCasePlugin())
    .selectFrom('taskList')
    .selectAll()
    .where('ownerName', '=', 'Ann')
    .execute()
}

export async function parametersInOrder(db: Kysely<DB>, a: string, b: string) {
  return db
    .with('x', (qc) => qc.selectFrom('label').select('id').where('name', '=', a))
    .updateTable('label')
    .set({ color: b })
    .where('id', 'in', (eb) => eb.selectFrom('x').select('x.id'))
    .execute()
}

export async function createTable(db: Kysely<DB>) {
  await db.schema
    .createTable('note')
    .ifNotExists()
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('text', 'text', (c) => c.notNull())
    .addColumn('at', 'text', (c) => c.defaultTo(sql`current_timestamp`))
    .modifyEnd(sql`strict`)
    .execute()
  await db.schema.createIndex('note_at_idx').on('note').columns(['at', 'text']).where('text', '!=', '').execute()
  await db.schema.createView('recent').temporary().as(db.selectFrom('comment').selectAll().where('id', '>', 100)).execute()
}
