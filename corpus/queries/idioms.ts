// Hard idioms of real applications: executors, ambient transactions, wrapped results, handed-on builders, odd handles.
import { AsyncLocalStorage } from 'node:async_hooks'
import { sql, type Compilable, type Kysely, type QueryCreator, type SelectQueryBuilder, type Transaction } from 'kysely'
import type { DB } from './database'

// An executor that is given the builder.

class RetryingDatabase {
  constructor(readonly db: Kysely<DB>) {}

  async executeWithRetry<T>(query: { execute(): Promise<T> }): Promise<T> {
    try {
      return await query.execute()
    } catch {
      return await query.execute()
    }
  }

  async transaction<T>(work: (dbTxn: RetryingDatabase) => Promise<T>): Promise<T> {
    return this.db.transaction().execute((trx) => work(new RetryingDatabase(trx)))
  }
}

export async function builderToExecutor(db: Kysely<DB>) {
  const database = new RetryingDatabase(db)
  return database.executeWithRetry(db.selectFrom('session').selectAll().where('expires_at', '>', new Date()))
}

export async function wrapperOfWrapper(db: Kysely<DB>, id: number) {
  const database = new RetryingDatabase(db)
  await database.transaction(async (dbTxn) => {
    await dbTxn.db.deleteFrom('comment').where('todo_id', '=', id).execute()
    await dbTxn.db.deleteFrom('todo').where('id', '=', id).execute()
  })
}

function cached<T extends Compilable>(query: T, _seconds: number): T {
  return query
}

export async function builderThroughIdentity(db: Kysely<DB>) {
  return cached(db.selectFrom('setting').selectAll(), 60).execute()
}

async function tryQuery<T>(promise: Promise<T>): Promise<T | undefined> {
  return promise.catch(() => undefined)
}

export async function promiseToHelper(db: Kysely<DB>, id: number) {
  return tryQuery(db.selectFrom('todo').select('id').where('id', '=', id).executeTakeFirstOrThrow())
}

export async function thunkToHelper(db: Kysely<DB>) {
  const measure = async <T>(_name: string, work: () => Promise<T>) => work()
  return measure('labels', () => db.selectFrom('label').selectAll().execute())
}

export async function resultObject(db: Kysely<DB>) {
  return {
    rows: await db.selectFrom('label').select('name').execute(),
    total: (await db.selectFrom('label').select((eb) => eb.fn.countAll<number>().as('n')).executeTakeFirstOrThrow()).n,
  }
}

// Transactions that nobody passes.

const storage = new AsyncLocalStorage<Transaction<DB>>()

function current(db: Kysely<DB>): Kysely<DB> | Transaction<DB> {
  return storage.getStore() ?? db
}

export async function ambientHandle(db: Kysely<DB>) {
  return current(db).selectFrom('job').select('id').execute()
}

async function ambient<T>(db: Kysely<DB>, work: () => Promise<T>) {
  return db.transaction().execute((trx) => storage.run(trx, work))
}

export async function ambientTransaction(db: Kysely<DB>) {
  await ambient(db, async () => {
    await current(db).updateTable('job').set({ attempts: 0 }).where('id', '=', 1).execute()
  })
}

class ArchiveRepository {
  constructor(private readonly transaction: Transaction<DB>) {}

  async archive(id: string) {
    await this.transaction.updateTable('project').set({ status: 'archived' }).where('id', '=', id).execute()
  }
}

export async function repositoryOnTransaction(db: Kysely<DB>, id: string) {
  await db.transaction().execute(async (trx) => {
    await new ArchiveRepository(trx).archive(id)
  })
}

export async function castChain(db: Kysely<DB>) {
  await db.transaction().execute(async (trx) => {
    let q = trx as unknown
    q = (q as typeof trx).with('old', (qc) => qc.selectFrom('event').select('id').limit(10))
    await (q as QueryCreator<DB & { old: { id: number } }>)
      .deleteFrom('event')
      .where('id', 'in', (eb) => eb.selectFrom('old').select('old.id'))
      .execute()
  })
}

// Builders that change hands.

function withSubtree(db: Kysely<DB>, rootId: number) {
  return db.withRecursive('subtree', (qc) =>
    qc
      .selectFrom('category')
      .select(['category.id', 'category.parent_id'])
      .where('category.id', '=', rootId)
      .unionAll((eb) =>
        eb.selectFrom('category as c').innerJoin('subtree as s', 's.id', 'c.parent_id').select(['c.id', 'c.parent_id']),
      ),
  )
}

export async function creatorFromHelper(db: Kysely<DB>, rootId: number) {
  return withSubtree(db, rootId)
    .selectFrom('subtree')
    .innerJoin('product', 'product.category_id', 'subtree.id')
    .select('product.sku')
    .execute()
}

export async function droppedResult(db: Kysely<DB>, orgId: string) {
  const query = db.selectFrom('todo').select('id')
  query.where('organization_id', '=', orgId)
  return query.execute()
}

export async function predicateInVariable(db: Kysely<DB>) {
  const unused = sql<boolean>`not exists (select 1 from todo_label tl where tl.label_id = label.id)`
  return db.deleteFrom('label').where(unused).returning('id').execute()
}

export async function subqueryOverUnion(db: Kysely<DB>, userId: string) {
  return db
    .selectFrom('project')
    .select('id')
    .where(
      'owner_id',
      'in',
      db
        .selectFrom('member')
        .select('user_id')
        .where('role', '=', 'owner')
        .unionAll(db.selectNoFrom((eb) => eb.val(userId).as('user_id'))),
    )
    .execute()
}

export async function arrayFromWithRawFunction(db: Kysely<DB>, changes: { id: number; title: string }[]) {
  return db
    .updateTable('todo')
    .from(
      sql<{ id: number; title: string }>`json_to_recordset(${JSON.stringify(changes)})`.as<'change'>(
        sql`change(id int, title text)`,
      ),
    )
    .set((eb) => ({ title: eb.ref('change.title') }))
    .whereRef('todo.id', '=', 'change.id')
    .execute()
}

export async function tableAndFunctionAsArray(db: Kysely<DB>) {
  return db
    .selectFrom(['todo as t', sql<{ tag: string }>`unnest(t.tags)`.as<'u'>(sql`u(tag)`)])
    .select(['t.id', 'u.tag'])
    .execute()
}

export async function bothCountAndPage(db: Kysely<DB>, orgId: string, page: number) {
  const base = db.selectFrom('purchase').where('organization_id', '=', orgId)
  const [rows, count] = await Promise.all([
    base.selectAll().orderBy('id').limit(20).offset((page - 1) * 20).execute(),
    base.select((eb) => eb.fn.countAll<number>().as('n')).executeTakeFirstOrThrow(),
  ])
  return { rows, count }
}

function applyFilters<O>(query: SelectQueryBuilder<DB, 'todo', O>, filters: { status?: 'open'; assignee?: string }) {
  let filtered = query
  if (filters.status) filtered = filtered.where('status', '=', filters.status)
  if (filters.assignee) filtered = filtered.where('assignee_id', '=', filters.assignee)
  return filtered
}

export async function filtersInHelper(db: Kysely<DB>, filters: { status?: 'open'; assignee?: string }) {
  return applyFilters(db.selectFrom('todo').selectAll(), filters).orderBy('id').limit(10).execute()
}

export async function filtersForTwoQueries(db: Kysely<DB>, filters: { status?: 'open'; assignee?: string }) {
  const rows = await applyFilters(db.selectFrom('todo').select('title'), filters).execute()
  const [{ n }] = await applyFilters(db.selectFrom('todo').select((eb) => eb.fn.countAll<number>().as('n')), filters).execute()
  return { rows, n }
}

export async function dispatchTable(db: Kysely<DB>, key: 'recent' | 'big') {
  const queries = {
    recent: () => db.selectFrom('purchase').select('id').orderBy('placed_at', 'desc'),
    big: () => db.selectFrom('purchase').select('id').orderBy('total', 'desc'),
  }
  return queries.big().limit(key.length).execute()
}

export async function builderInArray(db: Kysely<DB>) {
  const queries = [db.selectFrom('label').select('id'), db.selectFrom('label').select('id').where('color', '=', 'red')]
  return Promise.all(queries.map((query) => query.execute()))
}

export async function memoised(db: Kysely<DB>) {
  let promise: Promise<unknown> | undefined
  const load = () => (promise ??= db.selectFrom('setting').selectAll().execute())
  await load()
  return load()
}

// Handles under other names.

export async function kyselyBehindPrisma(prisma: { $kysely: Kysely<DB>; $transaction: () => void }) {
  return prisma.$kysely.selectFrom('organization').select('name').execute()
}

export async function honoContext(c: { var: { db: Kysely<DB> }; req: { param(name: string): string } }) {
  const slug = c.req.param('slug')
  return c.var.db.selectFrom('organization').selectAll().where('slug', '=', slug).executeTakeFirst()
}

export async function trpcContext({ ctx, input }: { ctx: { db: Kysely<DB>; userId: string }; input: { title: string } }) {
  return ctx.db
    .insertInto('todo')
    .values({ organization_id: 'o', project_id: 'p', title: input.title, status: 'open', position: 0, assignee_id: ctx.userId })
    .returning(['id', 'title'])
    .executeTakeFirstOrThrow()
}

export async function expressRequest(req: { app: { locals: { db: Kysely<DB> } }; params: { id: string }; query: { term?: string } }) {
  const { db } = req.app.locals
  let query = db.selectFrom('product').selectAll().where('category_id', '=', Number(req.params.id))
  if (req.query.term) query = query.where('name', 'ilike', `%${req.query.term}%`)
  return query.execute()
}

export async function sveltekitLocals(event: { locals: { db: Kysely<DB>; session: { userId: string } } }) {
  const {
    locals: { db, session },
  } = event
  return { todos: await db.selectFrom('todo').select(['id', 'title']).where('assignee_id', '=', session.userId).execute() }
}

export const loader = withDatabase(async (db, { id }) => {
  return db.selectFrom('comment').selectAll().where('todo_id', '=', id).orderBy('created_at').execute()
})

function withDatabase<T>(handler: (db: Kysely<DB>, params: { id: number }) => Promise<T>) {
  return (context: { db: Kysely<DB>; params: { id: number } }) => handler(context.db, context.params)
}

export const resolvers = {
  todo: async (_parent: unknown, args: { id: number }, context: { db: Kysely<DB> }) =>
    context.db.selectFrom('todo').selectAll().where('id', '=', args.id).executeTakeFirst(),
  labels: (todo: { id: number }, _args: unknown, { db }: { db: Kysely<DB> }) =>
    db
      .selectFrom('label')
      .innerJoin('todo_label', 'todo_label.label_id', 'label.id')
      .selectAll('label')
      .where('todo_label.todo_id', '=', todo.id)
      .execute(),
}

export const createOrders = (db: Kysely<DB>) => ({
  async find(id: number, exec: Kysely<DB> | Transaction<DB> = db) {
    return exec.selectFrom('purchase').selectAll().where('id', '=', id).executeTakeFirst()
  },
  async place(customerId: string) {
    return db.transaction().execute(async (trx) => {
      const { id } = await trx
        .insertInto('purchase')
        .values({ organization_id: 'o', customer_id: customerId, state: 'cart', total: 0 })
        .returning('id')
        .executeTakeFirstOrThrow()
      await trx.insertInto('purchase_item').values({ purchase_id: id, product_id: 1, quantity: 1, unit_price: 5 }).execute()
      return id
    })
  },
})

export function batchLoader(db: Kysely<DB>) {
  return new Loader(async (ids: readonly string[]) =>
    db
      .selectFrom('app_user')
      .select(['id', 'email'])
      .where('id', 'in', [...ids])
      .execute(),
  ).load('u1')
}

class Loader<K, V> {
  constructor(private readonly batch: (keys: readonly K[]) => Promise<V[]>) {}

  load(key: K): Promise<V[]> {
    return this.batch([key])
  }
}

// Loops, keys and chunks.

export async function chunkHelper(db: Kysely<DB>, ids: number[]) {
  for (const chunk of chunks(ids, 500)) {
    await db.deleteFrom('event').where('id', 'in', chunk).execute()
  }
}

function chunks<T>(items: T[], size: number): T[][] {
  const result: T[][] = []
  for (let i = 0; i < items.length; i += size) result.push(items.slice(i, i + size))
  return result
}

export async function objectEntriesToCases(db: Kysely<DB>, positions: { id: number; position: number }[]) {
  const cases = sql.join(
    positions.map(({ id, position }) => sql`when ${id} then ${position}`),
    sql` `,
  )
  await db
    .updateTable('todo')
    .set({ position: sql<number>`case id ${cases} end` })
    .where('id', 'in', positions.map(({ id }) => id))
    .execute()
}

export async function copiedRows(db: Kysely<DB>, fromOrg: string, toOrg: string) {
  const labels = await db.selectFrom('label').select(['name', 'color']).where('organization_id', '=', fromOrg).execute()
  await db
    .insertInto('label')
    .values(labels.map((label) => ({ organization_id: toOrg, name: label.name, color: label.color })))
    .execute()
}

export async function softDeleteFlag(db: Kysely<DB>, ids: number[]) {
  return db
    .updateTable('todo')
    .set({ deleted_at: sql`now()` })
    .where('id', '=', sql<number>`any(${ids})`)
    .where('deleted_at', 'is', null)
    .returning('id')
    .execute()
}

export async function advisoryLock(db: Kysely<DB>, key: number) {
  await db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${key})`.execute(trx)
    await trx.insertInto('job').values({ queue: 'q', payload: '{}' }).execute()
  })
}

export async function existsCheck(db: Kysely<DB>, email: string) {
  const { found } = await db
    .selectNoFrom((eb) =>
      eb.exists(eb.selectFrom('app_user').select('app_user.id').where('app_user.email', '=', email)).as('found'),
    )
    .executeTakeFirstOrThrow()
  return Boolean(found)
}
