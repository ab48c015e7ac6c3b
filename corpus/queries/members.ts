// Members of Kysely's builders that are rarely called, each on the builder that has it.
import { sql, type Kysely } from 'kysely'
import type { DB } from './database'

// Handles of transactions.

export async function typesOfTransactions(db: Kysely<DB>) {
  await db.transaction().execute(async (trx) => {
    await trx.$extendTables<{ scratch: { n: number } }>().selectFrom('scratch').select('n').execute()
    await trx.$omitTables<'job'>().selectFrom('label').select('id').execute()
    await trx.$pickTables<'label'>().selectFrom('label').select('name').execute()
    await trx.withTables<{ scratch: { n: number } }>().deleteFrom('scratch').execute()
  })
}

export async function rootsOfTransactions(db: Kysely<DB>, table: 'label') {
  await db.transaction().execute(async (trx) => {
    await trx.replaceInto('setting').values({ key: 'a', value: '1' }).execute()
    await trx
      .mergeInto('setting as s')
      .using('job as j', 'j.queue', 's.key')
      .whenMatched()
      .thenDelete()
      .execute()
    await trx
      .selectFrom('todo')
      .select(trx.case().when(sql<boolean>`1 = 1`).then('yes').end().as('answer'))
      .execute()
    await trx.selectFrom(trx.dynamic.table(table).as('t')).selectAll().execute()
  })
}

export async function controlled(db: Kysely<DB>, table: 'label') {
  const trx = await db.startTransaction().execute()
  await trx.$extendTables<{ scratch: { n: number } }>().selectFrom('scratch').select('n').execute()
  await trx.$omitTables<'job'>().selectFrom('label').select('id').execute()
  await trx.$pickTables<'label'>().selectFrom('label').select('name').execute()
  await trx.withTables<{ scratch: { n: number } }>().deleteFrom('scratch').execute()
  await trx.withoutPlugins().replaceInto('setting').values({ key: 'a', value: '1' }).execute()
  await trx.mergeInto('setting as s').using('job as j', 'j.queue', 's.key').whenMatched().thenDelete().execute()
  await trx.selectNoFrom([trx.fn.agg<string>('now', []).as('at'), trx.case().when(sql<boolean>`1 = 1`).then(1).end().as('n')]).execute()
  await trx.selectFrom(trx.dynamic.table(table).as('t')).selectAll().execute()
  await trx.with('old', (qc) => qc.selectFrom('job').select('id')).selectFrom('old').select('id').execute()
  await trx.executeQuery(trx.deleteFrom('job').where('id', '=', 1))
  await trx.schema.dropTable('scratch').execute()
  await trx.commit().execute()
}

export async function closedAfter(db: Kysely<DB>) {
  if (!db.isTransaction) await db.selectFrom('job').select('id').execute()
  await db.destroy()
}

// Queries.

export async function explained(db: Kysely<DB>) {
  await db.insertInto('setting').values({ key: 'a', value: '1' }).explain('json')
  await db.updateTable('setting').set({ value: '2' }).where('key', '=', 'a').explain('text', sql`analyze`)
}

export async function typesOfWrites(db: Kysely<DB>) {
  await db
    .insertInto('category')
    .values({ name: 'a' })
    .returning(['id', 'name'])
    .$narrowType<{ name: 'a' }>()
    .$assertType<{ id: number; name: 'a' }>()
    .execute()
  await db.updateTable('category').set({ name: 'b' }).returning('id').$castTo<{ id: string }>().execute()
  await db
    .deleteFrom('category')
    .returning(['id', 'name'])
    .$narrowType<{ name: 'b' }>()
    .$assertType<{ id: number; name: 'b' }>()
    .execute()
}

export async function streamedInsert(db: Kysely<DB>) {
  for await (const row of db.insertInto('category').values({ name: 'a' }).returning('id').stream()) void row.id
}

export async function joinsOfUpdates(db: Kysely<DB>) {
  await db
    .updateTable('todo as t')
    .from('project as p')
    .rightJoin('member as m', 'm.user_id', 'p.owner_id')
    .fullJoin('label as l', 'l.organization_id', 'p.organization_id')
    .set({ body: null })
    .whereRef('t.project_id', '=', 'p.id')
    .execute()
}

export async function mergeReturningAll(db: Kysely<DB>) {
  await db
    .mergeInto('setting as s')
    .returningAll('s')
    .modifyEnd(sql`/* before */`)
    .using('job as j', 'j.queue', 's.key')
    .whenMatched()
    .thenUpdateSet({ value: 'x' })
    .execute()
}

export async function castOfAnd(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select((eb) => eb('id', '>', 1).and('id', '<', 9).$castTo<boolean>().as('between'))
    .execute()
}

export async function pathAsValue(db: Kysely<DB>) {
  return db
    .updateTable('project')
    .set((eb) => ({
      settings: eb.fn('jsonb_set', ['settings', sql`'{color}'`, eb.val('"red"')]),
    }))
    .where((eb) => eb(eb.fn('jsonb_path_exists', ['settings', eb.jsonPath<'settings'>().key('features').at(0)]), '=', true))
    .execute()
}
