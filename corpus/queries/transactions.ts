// Transactions: callback, controlled, savepoints, wrappers, and helpers that are given the handle.
import { sql, type ControlledTransaction, type Kysely, type Transaction } from 'kysely'
import type { DB } from './database'

export async function callback(db: Kysely<DB>, from: number, to: number) {
  await db.transaction().execute(async (trx) => {
    await trx
      .updateTable('product')
      .set((eb) => ({ stock: eb('stock', '-', 1) }))
      .where('id', '=', from)
      .execute()
    await trx
      .updateTable('product')
      .set((eb) => ({ stock: eb('stock', '+', 1) }))
      .where('id', '=', to)
      .execute()
  })
}

export async function callbackReturns(db: Kysely<DB>, name: string) {
  return db.transaction().execute((trx) =>
    trx.insertInto('category').values({ name }).returning('id').executeTakeFirstOrThrow(),
  )
}

export async function settings(db: Kysely<DB>) {
  return db
    .transaction()
    .setIsolationLevel('serializable')
    .setAccessMode('read only')
    .execute(async (trx) => trx.selectFrom('purchase').select(({ fn }) => fn.sum('total').as('sum')).executeTakeFirst())
}

export async function idFlowsThrough(db: Kysely<DB>, ownerId: string) {
  return db.transaction().execute(async (tx) => {
    const org = await tx
      .insertInto('organization')
      .values({ name: 'A', slug: 'a', plan: 'free' })
      .returning('id')
      .executeTakeFirstOrThrow()
    await tx.insertInto('member').values({ organization_id: org.id, user_id: ownerId, role: 'owner' }).execute()
    return org.id
  })
}

async function log(trx: Transaction<DB>, action: string) {
  await trx.insertInto('audit_log').values({ organization_id: 'o', action }).execute()
}

export async function helperGetsTransaction(db: Kysely<DB>, id: number) {
  await db.transaction().execute(async (trx) => {
    await trx.deleteFrom('todo').where('id', '=', id).execute()
    await trx.insertInto('audit_log').values({ organization_id: 'o', action: 'delete' }).execute()
  })
}

export async function builderFromOutside(db: Kysely<DB>) {
  const stale = db.selectFrom('session').select('user_id').where('expires_at', '<', new Date())
  await db.transaction().execute(async (trx) => {
    await trx.updateTable('app_user').set({ last_seen_at: null }).where('id', 'in', stale).execute()
  })
}

export async function namedCallback(db: Kysely<DB>) {
  const work = async (trx: Transaction<DB>) => {
    await trx.deleteFrom('job').where('attempts', '>', 9).execute()
  }
  await db.transaction().execute(work)
}

async function cleanUp(trx: Transaction<DB>) {
  await trx.deleteFrom('event').where('kind', '=', 'debug').execute()
}

export async function functionAsCallback(db: Kysely<DB>) {
  await db.transaction().execute(cleanUp)
}

export async function wrapperFunction(db: Kysely<DB>) {
  await inTransaction(db, async (trx) => {
    await trx.updateTable('setting').set({ value: 'x' }).where('key', '=', 'a').execute()
    await trx.updateTable('setting').set({ value: 'y' }).where('key', '=', 'b').execute()
  })
}

function inTransaction<T>(db: Kysely<DB>, work: (trx: Transaction<DB>) => Promise<T>): Promise<T> {
  return db.transaction().execute((trx) => work(trx))
}

async function executeTx<T>(db: Kysely<DB>, work: (trx: Transaction<DB>) => Promise<T>, outer?: Transaction<DB>): Promise<T> {
  if (outer) return work(outer)
  return db.transaction().execute(work)
}

export async function wrapperWithOuter(db: Kysely<DB>, outer?: Transaction<DB>) {
  return executeTx(
    db,
    async (trx) => trx.selectFrom('job').selectAll().forUpdate().skipLocked().limit(1).executeTakeFirst(),
    outer,
  )
}

export async function parallelInside(db: Kysely<DB>) {
  await db.transaction().execute(async (trx) => {
    await Promise.all([
      trx.deleteFrom('todo_label').where('todo_id', '=', 1).execute(),
      trx.deleteFrom('comment').where('todo_id', '=', 1).execute(),
    ])
    await trx.deleteFrom('todo').where('id', '=', 1).execute()
  })
}

export async function setLocal(db: Kysely<DB>, orgId: string) {
  return db.transaction().execute(async (trx) => {
    await sql`select set_config('app.organization_id', ${orgId}, true)`.execute(trx)
    return trx.selectFrom('project').selectAll().execute()
  })
}

export async function controlledTransaction(db: Kysely<DB>) {
  const trx = await db.startTransaction().execute()
  try {
    await trx.insertInto('setting').values({ key: 'a', value: '1' }).execute()
    await trx.commit().execute()
  } catch (error) {
    await trx.rollback().execute()
    throw error
  }
}

export async function controlledWithSettings(db: Kysely<DB>) {
  const trx = await db.startTransaction().setIsolationLevel('repeatable read').execute()
  const rows = await trx.selectFrom('purchase').select('id').execute()
  await trx.commit().execute()
  return rows
}

export async function savepoints(db: Kysely<DB>) {
  const trx = await db.startTransaction().execute()
  await trx.insertInto('category').values({ name: 'a' }).execute()
  const inner = await trx.savepoint('before_b').execute()
  await inner.insertInto('category').values({ name: 'b', parent_id: 1 }).execute()
  await inner.rollbackToSavepoint('before_b').execute()
  await inner.releaseSavepoint('before_b').execute()
  await trx.commit().execute()
}

async function finish(trx: ControlledTransaction<DB>) {
  await trx.commit().execute()
}

export async function controlledHandedOn(db: Kysely<DB>) {
  const trx = await db.startTransaction().execute()
  await trx.deleteFrom('label').where('id', '=', 1).execute()
  await finish(trx)
}

export async function connectionThenTransaction(db: Kysely<DB>) {
  await db.connection().execute(async (conn) => {
    await sql`set role app`.execute(conn)
    await conn.transaction().execute(async (trx) => {
      await trx.deleteFrom('session').where('id', '=', 's').execute()
    })
  })
}

export async function loopInside(db: Kysely<DB>, ids: number[]) {
  await db.transaction().execute(async (trx) => {
    for (const [position, id] of ids.entries()) {
      await trx.updateTable('todo').set({ position }).where('id', '=', id).execute()
    }
  })
}

export async function castTransaction(db: Kysely<DB>) {
  await db.transaction().execute(async (trx) => {
    const handle = trx as Kysely<DB>
    await handle.selectFrom('todo').select('id').forUpdate().execute()
  })
}

export class UnitOfWork {
  constructor(private readonly db: Kysely<DB>) {}

  private async run<T>(work: (trx: Transaction<DB>) => Promise<T>): Promise<T> {
    return this.db.transaction().execute(async (trx) => work(trx))
  }

  async pay(purchaseId: number) {
    return this.run(async (trx) => {
      await trx.updateTable('purchase').set({ state: 'paid' }).where('id', '=', purchaseId).execute()
      return trx.selectFrom('purchase').select('total').where('id', '=', purchaseId).executeTakeFirstOrThrow()
    })
  }
}

export async function throwingGuard(db: Kysely<DB>, id: number) {
  return db.transaction().execute(async (trx) => {
    const todo = await trx.selectFrom('todo').select(['id', 'version']).where('id', '=', id).forUpdate().executeTakeFirst()
    if (!todo) throw new Error('gone')
    return trx
      .updateTable('todo')
      .set({ version: todo.version + 1 })
      .where('id', '=', todo.id)
      .returningAll()
      .executeTakeFirstOrThrow()
  })
}

/** @also rows 0 */
export async function upsertByHand(db: Kysely<DB>, key: string, value: string) {
  await db.transaction().execute(async (trx) => {
    const existing = await trx.selectFrom('setting').select('key').where('key', '=', key).forUpdate().executeTakeFirst()
    if (existing) {
      await trx.updateTable('setting').set({ value }).where('key', '=', key).execute()
    } else {
      await trx.insertInto('setting').values({ key, value }).execute()
    }
  })
}

export async function loggedInside(db: Kysely<DB>) {
  await db.transaction().execute(async (trx) => {
    await log(trx, 'start')
    await trx.deleteFrom('job').where('queue', '=', 'mail').execute()
  })
}
