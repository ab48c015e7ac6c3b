// Where the handle comes from: parameters, members, getters, optional transactions, wrappers.
import { Kysely, type ControlledTransaction, type Transaction } from 'kysely'
import type { DB } from './database'

type Executor = Kysely<DB> | Transaction<DB>

export async function optionalTransaction(db: Kysely<DB>, trx?: Transaction<DB>) {
  return (trx ?? db).selectFrom('todo').select('id').execute()
}

export async function optionalTransactionInVariable(db: Kysely<DB>, trx?: Transaction<DB>) {
  const executor: Executor = trx ?? db
  return executor.selectFrom('todo').select('id').execute()
}

export async function orOperator(db: Kysely<DB>, trx: Transaction<DB> | null) {
  const handle = trx || db
  await handle.deleteFrom('session').where('user_id', '=', 'u').execute()
}

export async function ternaryHandle(db: Kysely<DB>, replica: Kysely<DB>, stale: boolean) {
  const handle = stale ? replica : db
  return handle.selectFrom('setting').selectAll().execute()
}

function dbOrTx(db: Kysely<DB>, trx?: Transaction<DB>): Executor {
  return trx ? trx : db
}

export async function chosenByFunction(db: Kysely<DB>, trx?: Transaction<DB>) {
  return dbOrTx(db, trx).updateTable('label').set({ color: 'red' }).where('id', '=', 1).execute()
}

export async function executorParameter(executor: Executor, id: number) {
  return executor.selectFrom('comment').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function defaultHandle(db: Kysely<DB>, executor: Kysely<DB> | Transaction<DB> = db) {
  return executor.selectFrom('category').selectAll().execute()
}

export async function untypedAlias(db: Kysely<DB>) {
  const d = db
  const e = d
  return e.selectFrom('label').select('id').execute()
}

export async function castHandle(db: Kysely<DB>) {
  const loose: unknown = db
  return (loose as Kysely<DB>).selectFrom('label').select('id').execute()
}

interface App {
  services: { database: { reader: Kysely<DB>; writer: Kysely<DB> } }
}

export async function deepMember(app: App) {
  const found = await app.services.database.reader.selectFrom('job').select('id').executeTakeFirst()
  await app.services.database.writer.updateTable('job').set({ attempts: 0 }).where('id', '=', found!.id).execute()
}

export async function destructuredDeep({ services: { database } }: App) {
  return database.reader.selectFrom('job').select('queue').distinct().execute()
}

interface Container {
  get(name: 'db'): Kysely<DB>
}

export async function handleFromCall(c: Container) {
  return c.get('db').selectFrom('todo').select('id').execute()
}

export async function handleFromCallInVariable(c: Container) {
  const database = c.get('db')
  return database.selectFrom('todo').select('title').execute()
}

export async function getterFunction(db: Kysely<DB>) {
  const getDb = () => db
  return getDb().selectFrom('product').select('sku').execute()
}

export async function asyncGetter(db: Kysely<DB>) {
  const connect = async () => db
  return (await connect()).selectFrom('product').select('name').execute()
}

export async function tableOfHandles(db: Kysely<DB>, other: Kysely<DB>) {
  const handles = { main: db, other }
  return handles.other.selectFrom('event').select('id').execute()
}

export async function mapOfHandles(handles: Map<string, Kysely<DB>>) {
  return handles.get('stub')!.selectFrom('event').select('kind').execute()
}

class Database extends Kysely<DB> {}

export async function subclass(database: Kysely<DB>) {
  const typed = database as Database
  return typed.selectFrom('todo').select('position').execute()
}

export async function pinnedConnection(db: Kysely<DB>) {
  return db.connection().execute(async (conn) => {
    return conn.selectFrom('job').select('id').execute()
  })
}

export async function handleThroughPlugin(db: Kysely<DB>) {
  const plain = db.withoutPlugins()
  return plain.selectFrom('setting').select('key').execute()
}

export async function controlled(trx: ControlledTransaction<DB> | undefined, db: Kysely<DB>) {
  return (trx ?? db).selectFrom('setting').select('value').execute()
}

export async function callbackHandle(withDb: (work: (db: Kysely<DB>) => Promise<void>) => Promise<void>) {
  await withDb(async (db) => {
    await db.deleteFrom('job').where('queue', '=', 'old').execute()
  })
}

export const arrowWithExpressionBody = async (db: Kysely<DB>) => db.selectFrom('label').selectAll().execute()

export const functionExpression = async function (db: Kysely<DB>) {
  return db.selectFrom('label').select('color').execute()
}

export const plainArrow = (db: Kysely<DB>, id: number) =>
  db.selectFrom('label').select('name').where('id', '=', id).executeTakeFirstOrThrow(() => new Error('no label'))

export default async function mainEntry(db: Kysely<DB>) {
  return db.selectFrom('organization').select('slug').execute()
}

type DatabaseWithPool = Kysely<DB> & { pool: { end(): Promise<void> } }

function openWithPool(db: Kysely<DB>): DatabaseWithPool {
  return Object.assign(db, { pool: { end: async () => {} } })
}

export async function handleWithSomethingMore(given: Kysely<DB>) {
  const db: DatabaseWithPool = openWithPool(given)
  return db
    .selectFrom('todo')
    .select(['project_id', db.fn.countAll<number>().as('todos')])
    .groupBy('project_id')
    .orderBy(db.fn.count('id'), 'desc')
    .execute()
}

export async function functionsOfAHandleThatIsNotSeen(given: Kysely<DB>) {
  const held = new Map([['main', given]])
  const main = held.get('main') ?? given
  return main.selectFrom('todo').select(main.fn.max('created_at').as('latest')).executeTakeFirst()
}
