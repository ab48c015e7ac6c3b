// How queries are run: awaits, promises, loops, generators, callbacks, streams.
import { NoResultError, type Kysely } from 'kysely'
import type { DB } from './database'

export async function promiseAll(db: Kysely<DB>, orgId: string) {
  const [todos, projects] = await Promise.all([
    db.selectFrom('todo').select('id').where('organization_id', '=', orgId).execute(),
    db.selectFrom('project').select('id').where('organization_id', '=', orgId).execute(),
  ])
  return { todos, projects }
}

export async function promiseAllOfVariables(db: Kysely<DB>) {
  const labels = db.selectFrom('label').selectAll().execute()
  const settings = db.selectFrom('setting').selectAll().execute()
  return Promise.all([labels, settings])
}

export async function promiseAllMap(db: Kysely<DB>, ids: number[]) {
  return Promise.all(ids.map((id) => db.selectFrom('comment').selectAll().where('todo_id', '=', id).execute()))
}

export async function allSettled(db: Kysely<DB>, names: string[]) {
  return Promise.allSettled(
    names.map(async (name) => {
      await db.insertInto('category').values({ name }).execute()
    }),
  )
}

export function thenChain(db: Kysely<DB>) {
  return db
    .selectFrom('app_user')
    .select('email')
    .execute()
    .then((rows) => rows.map((row) => row.email))
    .catch(() => [])
}

export function thenNextQuery(db: Kysely<DB>, slug: string) {
  return db
    .selectFrom('organization')
    .select('id')
    .where('slug', '=', slug)
    .executeTakeFirstOrThrow()
    .then((org) => db.selectFrom('member').selectAll().where('organization_id', '=', org.id).execute())
}

export async function awaitInArguments(db: Kysely<DB>) {
  return JSON.stringify(await db.selectFrom('setting').selectAll().execute())
}

export async function awaitDestructured(db: Kysely<DB>, id: string) {
  const { name, plan } = await db.selectFrom('organization').select(['name', 'plan']).where('id', '=', id).executeTakeFirstOrThrow()
  return `${name} (${plan})`
}

export async function awaitedMember(db: Kysely<DB>) {
  return (await db.selectFrom('job').select('id').executeTakeFirst())?.id
}

export async function awaitWithTypeArguments(db: Kysely<DB>) {
  return await db
    .selectFrom('todo')
    .select(['id', 'assignee_id'])
    .where('assignee_id', 'is not', null)
    .$narrowType<{ assignee_id: string }>()
    .execute()
}

export async function castOutput(db: Kysely<DB>) {
  return db.selectFrom('todo').select('id').$castTo<{ id: string }>().$assertType<{ id: string }>().execute()
}

export async function stream(db: Kysely<DB>) {
  const seen: number[] = []
  for await (const row of db.selectFrom('event').select('id').stream()) {
    seen.push(row.id)
  }
  return seen
}

export async function streamWithChunk(db: Kysely<DB>) {
  const rows = db.selectFrom('audit_log').selectAll().orderBy('at').stream(500)
  for await (const row of rows) void row.action
}

export async function* generator(db: Kysely<DB>) {
  let after = 0
  const page = await db.selectFrom('event').selectAll().where('id', '>', after).orderBy('id').limit(100).execute()
  for (const row of page) {
    after = row.id
    yield row
  }
}

export async function* streamGenerator(db: Kysely<DB>, orgId: string) {
  yield* db.selectFrom('purchase').selectAll().where('organization_id', '=', orgId).stream()
}

export async function queryInLoop(db: Kysely<DB>, ids: number[]) {
  const found = []
  for (const id of ids) {
    found.push(await db.selectFrom('product').select('name').where('id', '=', id).executeTakeFirst())
  }
  return found
}

export async function queryPerRow(db: Kysely<DB>) {
  const projects = await db.selectFrom('project').select(['id', 'name']).execute()
  for (const project of projects) {
    await db.updateTable('todo').set({ body: project.name }).where('project_id', '=', project.id).execute()
  }
}

export async function chunkedInserts(db: Kysely<DB>, rows: { name: string }[]) {
  for (let i = 0; i < rows.length; i += 1000) {
    const chunk = rows.slice(i, i + 1000)
    await db.insertInto('category').values(chunk.map((row) => ({ name: row.name }))).execute()
  }
}

export async function retryLoop(db: Kysely<DB>, id: number) {
  for (let attempt = 0; attempt < 3; attempt++) {
    const result = await db.updateTable('job').set({ attempts: 1 }).where('id', '=', id).executeTakeFirst()
    if (result.numUpdatedRows > 0n) return true
  }
  return false
}

export async function finallyBlock(db: Kysely<DB>) {
  try {
    return await db.selectFrom('job').select('id').where('locked_at', 'is', null).execute()
  } finally {
    await db.updateTable('job').set({ locked_at: null }).execute()
  }
}

export async function voided(db: Kysely<DB>) {
  void db.deleteFrom('session').where('user_id', '=', 'x').execute()
}

export async function voidedWithCatch(db: Kysely<DB>) {
  db.deleteFrom('session').where('user_id', '=', 'y').execute().catch(() => undefined)
}

export function returnedPromise(db: Kysely<DB>) {
  return db.selectFrom('setting').select('key').execute()
}

export function newPromise(db: Kysely<DB>) {
  return new Promise<number>((resolve, reject) => {
    db.selectFrom('todo')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
      .then((row) => resolve(row.n), reject)
  })
}

export async function takeFirstInCondition(db: Kysely<DB>, email: string) {
  if (await db.selectFrom('app_user').select('id').where('email', '=', email).executeTakeFirst()) {
    return 'taken'
  }
  return 'free'
}

export async function promiseRace(db: Kysely<DB>) {
  const timeout = new Promise<never[]>((resolve) => setTimeout(() => resolve([]), 1000).unref())
  return Promise.race([db.selectFrom('event').select('id').execute(), timeout])
}

export async function errorClass(db: Kysely<DB>, id: number) {
  class NotFound extends NoResultError {}
  return db.selectFrom('todo').selectAll().where('id', '=', id).executeTakeFirstOrThrow(NotFound)
}

export async function abortSignal(db: Kysely<DB>, signal: AbortSignal | undefined) {
  return db.selectFrom('todo').select('id').execute({ signal: signal && undefined })
}

export async function resultObjects(db: Kysely<DB>) {
  const [{ numDeletedRows }] = await db.deleteFrom('comment').where('body', '=', '').execute()
  const { numUpdatedRows } = await db.updateTable('comment').set({ body: '-' }).where('body', '=', ' ').executeTakeFirstOrThrow()
  return numDeletedRows + numUpdatedRows
}

export async function sortedInMemory(db: Kysely<DB>) {
  return (await db.selectFrom('label').select(['name', 'color']).execute())
    .filter((label) => label.color !== 'red')
    .sort((a, b) => a.name.localeCompare(b.name))
}

export async function groupedResults(db: Kysely<DB>) {
  const byProject = new Map<string, number>()
  const rows = await db
    .selectFrom('todo')
    .select(['project_id', (eb) => eb.fn.countAll<number>().as('n')])
    .groupBy('project_id')
    .execute()
  for (const row of rows) byProject.set(row.project_id, Number(row.n))
  return byProject
}
