// The hard idioms in each of the ways that teams write them: pipes, shadowed names, casts, wrapped results, factories, injection.
import { sql, type ExpressionBuilder, type Kysely, type SelectQueryBuilder, type Transaction } from 'kysely'
import type { DB } from './database'

// Pipes.

type Step<T> = (value: T) => T

function pipeWithValue<T>(value: T, ...steps: Step<T>[]): T {
  return steps.reduce((current, step) => step(current), value)
}

function pipe2<A, B, C>(value: A, first: (value: A) => B, second: (value: B) => C): C {
  return second(first(value))
}

const flow =
  <T>(...steps: Step<T>[]) =>
  (value: T) =>
    steps.reduce((current, step) => step(current), value)

type Todos = SelectQueryBuilder<DB, 'todo', { id: number }>

const open: Step<Todos> = (query) => query.where('status', '=', 'open')
const ofOrganization =
  (id: string): Step<Todos> =>
  (query) =>
    query.where('organization_id', '=', id)

export async function pipedValue(db: Kysely<DB>, orgId: string) {
  return pipeWithValue(db.selectFrom('todo').select('id'), open, ofOrganization(orgId)).execute()
}

export async function pipedTwice(db: Kysely<DB>, orgId: string) {
  const query = pipe2(
    db.selectFrom('todo').select('id'),
    (todos) => todos.where('organization_id', '=', orgId),
    (todos) => todos.innerJoin('project', 'project.id', 'todo.project_id').select('project.name'),
  )
  return query.execute()
}

export async function flowed(db: Kysely<DB>, orgId: string) {
  const visible = flow(open, ofOrganization(orgId))
  return visible(db.selectFrom('todo').select('id')).limit(5).execute()
}

export async function stepsInAList(db: Kysely<DB>, orgId: string) {
  let query = db.selectFrom('todo').select('id')
  for (const step of [open, ofOrganization(orgId)]) query = step(query)
  return query.execute()
}

// Names that mean something else here.

export async function handleShadowedByCte(db: Kysely<DB>, id: number) {
  return db
    .with('gone', (db) => db.deleteFrom('comment').where('todo_id', '=', id).returning('id'))
    .selectFrom('gone')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
}

export async function handleShadowedByCallback(db: Kysely<DB>, id: string) {
  return db.transaction().execute(async (db) => {
    await db.deleteFrom('session').where('user_id', '=', id).execute()
    return db.deleteFrom('app_user').where('id', '=', id).execute()
  })
}

export async function tableShadowedInBlock(db: Kysely<DB>) {
  const table = 'label'
  {
    const table = 'category'
    await db.selectFrom(table).select('name').execute()
  }
  return db.selectFrom(table).select('name').execute()
}

// Casts on the way.

export async function throughUnknown(db: Kysely<DB>, id: number) {
  return db.transaction().execute(async (trx) => {
    let creator = trx as unknown
    creator = (creator as typeof trx).with('moved', (qc) =>
      qc.updateTable('todo').set({ status: 'done' }).where('id', '=', id).returning('id'),
    )
    return (creator as Transaction<DB>).selectFrom('todo').select('title').where('id', '=', id).execute()
  })
}

export async function castInTheMiddle(db: Kysely<DB>) {
  const query = db.selectFrom('todo').select('id') as unknown as SelectQueryBuilder<DB, 'todo', { id: number; n: number }>
  return (query.where('status', '=', 'open') as typeof query).orderBy('id').execute()
}

// Common table expressions that change data, or are given by name.

export async function materializedFilterThenUpdate(db: Kysely<DB>, orgId: string) {
  const filtered = db.selectFrom('todo').select('id').where('organization_id', '=', orgId).limit(100)
  return db
    .with(
      (cte) => cte('chosen').materialized(),
      () => filtered,
    )
    .updateTable('todo')
    .from('chosen')
    .set({ status: 'done' })
    .whereRef('todo.id', '=', 'chosen.id')
    .execute()
}

export async function deletedThenInserted(db: Kysely<DB>, id: number) {
  return db
    .with('old', (qc) => qc.deleteFrom('comment').where('id', '=', id).returning(['organization_id', 'body', 'todo_id']))
    .insertInto('event')
    .columns(['organization_id', 'kind'])
    .expression((eb) => eb.selectFrom('old').select(['old.organization_id', 'old.body']))
    .execute()
}

// Roots without a receiver.

export async function bareSelectFrom(db: Kysely<DB>, orgId: string) {
  return db
    .selectFrom('project')
    .select('project.id')
    .where(({ exists, selectFrom, not }) =>
      not(
        exists(
          selectFrom('todo').select('todo.id').whereRef('todo.project_id', '=', 'project.id').where('organization_id', '=', orgId),
        ),
      ),
    )
    .execute()
}

export async function bareInAFunction(db: Kysely<DB>) {
  function withTodos({ exists, selectFrom }: ExpressionBuilder<DB, 'project'>) {
    return exists(selectFrom('todo').select('todo.id').whereRef('todo.project_id', '=', 'project.id'))
  }
  return db.selectFrom('project').select('name').where(withTodos).execute()
}

// Several databases.

interface ReportDB {
  report: { id: number; body: string }
}

const tenants = new Map<string, Kysely<ReportDB>>()

function getTenantDb(main: Kysely<DB>, orgId: string): Kysely<ReportDB> {
  const known = tenants.get(orgId) ?? (main as unknown as Kysely<ReportDB>)
  tenants.set(orgId, known)
  return known
}

export async function sharedAndTenant(db: Kysely<DB>, orgId: string) {
  const tenantDb = getTenantDb(db, orgId)
  await db.selectFrom('organization').select('name').where('id', '=', orgId).executeTakeFirst()
  return tenantDb.selectFrom('report').select('body').execute()
}

export async function readReplica(dbs: { dbRead: Kysely<DB>; dbWrite: Kysely<DB> }, id: number) {
  const { dbRead, dbWrite } = dbs
  await dbRead.selectFrom('todo').select('title').where('id', '=', id).executeTakeFirst()
  return dbWrite.updateTable('todo').set({ version: 2 }).where('id', '=', id).execute()
}

// Results in a wrapper.

class NotFound extends Error {}

const fromPromise = <T>(promise: Promise<T>) => promise.then((value) => ({ ok: true as const, value }))

async function tryQuery<T>(query: Promise<T>): Promise<T | undefined> {
  try {
    return await query
  } catch {
    return undefined
  }
}

export async function wrappedTransaction(db: Kysely<DB>, id: number) {
  return fromPromise(
    db.transaction().execute(async (trx) => trx.deleteFrom('todo').where('id', '=', id).returning('title').execute()),
  )
}

export async function wrappedOrThrow(db: Kysely<DB>, id: number) {
  return tryQuery(
    db.selectFrom('todo').select('title').where('id', '=', id).executeTakeFirstOrThrow(() => new NotFound()),
  )
}

function* steps(db: Kysely<DB>, id: number): Generator<Promise<unknown>, void, unknown> {
  yield db.selectFrom('todo').select('status').where('id', '=', id).execute()
  yield* [db.updateTable('todo').set({ status: 'doing' }).where('id', '=', id).execute()]
}

export async function yielded(db: Kysely<DB>, id: number) {
  for (const step of steps(db, id)) await step
}

interface Codec<Input, Output> {
  callbackFn: (run: <T>(work: (client: Kysely<DB>) => T) => T, input: Input) => Output
}

function withCodec<Input, Output>(db: Kysely<DB>, codec: Codec<Input, Output>) {
  return (input: Input) => codec.callbackFn((work) => work(db), input)
}

export async function codec(db: Kysely<DB>) {
  const find = withCodec(db, {
    callbackFn: (run, key: string) =>
      run((client) => client.selectFrom('setting').select('value').where('key', '=', key).executeTakeFirst()),
  })
  return find('theme')
}

// Factories and injection.

const createLabelRepository = (db: Kysely<DB>) => ({
  async find(executor: Kysely<DB>, orgId: string) {
    return executor.selectFrom('label').select('name').where('organization_id', '=', orgId).execute()
  },
  remove: (id: number, executor: Kysely<DB> = db) => executor.deleteFrom('label').where('id', '=', id).execute(),
})

export async function factory(db: Kysely<DB>, orgId: string) {
  const labels = createLabelRepository(db)
  await labels.find(db, orgId)
  return db.transaction().execute((trx) => labels.remove(1, trx))
}

function inject<T>(_names: readonly string[], make: (db: Kysely<DB>) => T): (db: Kysely<DB>) => T {
  return (db) => make(db)
}

const categoryService = inject(['Database'], (db) => ({
  roots: () => db.selectFrom('category').select('name').where('parent_id', 'is', null).execute(),
}))

export async function injected(db: Kysely<DB>) {
  return categoryService(db).roots()
}

// A table by reference, and columns by template.

export async function referencedTable(db: Kysely<DB>) {
  const name = 'label'
  return db.selectFrom(sql<DB['label']>`${sql.table(name)}`.as('l')).select('l.name').execute()
}

export async function columnsOfTemplate(db: Kysely<DB>, id: number) {
  const table = 'todo' as const
  return db.updateTable(table).set({ version: 5 }).where(`${table}.id`, '=', id).execute()
}

// One string, two arguments, a callback for an error, a chain on the promise.

export async function shortSpellings(db: Kysely<DB>, id: number) {
  await db.updateTable('todo').set('status', 'done').set('version', 7).where('id', '=', id).execute()
  await db.selectFrom('todo').select('id').orderBy('created_at desc').execute().then((rows) => rows.length)
  return db.selectFrom('todo').select('title').where('id', '=', id).executeTakeFirstOrThrow(() => new NotFound()).catch(() => null)
}

export async function streamed(db: Kysely<DB>) {
  let count = 0
  for await (const _row of db.selectFrom('event').select('kind').orderBy('id').stream(50)) count += 1
  return count
}

export async function columnOfTheTablesOwnName(db: Kysely<DB>, id: number) {
  const remove = (table: 'label' | 'category') =>
    db
      .deleteFrom(table)
      .where(sql.ref(`${String(table)}.id`), '=', id)
      .execute()
  return remove('category')
}
