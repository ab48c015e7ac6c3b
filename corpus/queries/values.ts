// Values and names: destructuring, defaults, spreads, casts, and what reaches SQL as a parameter or as text.
import { sql, type Insertable, type Kysely, type Updateable } from 'kysely'
import type { DB, TodoTable } from './database'

interface Context {
  db: Kysely<DB>
  user: { id: string; organizationId: string }
}

export async function destructuredContext({ db, user }: Context) {
  return db.selectFrom('todo').select('id').where('assignee_id', '=', user.id).execute()
}

export async function nestedDestructuring({ db: handle, user: { organizationId } }: Context) {
  return handle.selectFrom('project').select('id').where('organization_id', '=', organizationId).execute()
}

export async function contextMember(ctx: Context) {
  return ctx.db.selectFrom('label').select('name').where('organization_id', '=', ctx.user.organizationId).execute()
}

export async function destructuredMethods(db: Kysely<DB>) {
  const { fn, dynamic } = db
  return db.selectFrom('todo').select(fn.max('priority').as('top')).orderBy(dynamic.ref('top')).execute()
}

export async function defaultParameter(db: Kysely<DB>, limit = 25, status: 'open' | 'done' = 'open') {
  return db.selectFrom('todo').select('id').where('status', '=', status).limit(limit).execute()
}

export async function defaultObject(db: Kysely<DB>, { term = '', page = 0 }: { term?: string; page?: number } = {}) {
  return db.selectFrom('label').select('id').where('name', '=', term).limit(10).offset(page * 10).execute()
}

export async function arrayDestructuring(db: Kysely<DB>, range: [Date, Date]) {
  const [from, until] = range
  return db.selectFrom('event').select('id').where('occurred_at', '>=', from).where('occurred_at', '<', until).execute()
}

export async function restArguments(db: Kysely<DB>, ...names: string[]) {
  return db.selectFrom('label').select('id').where('name', 'in', names).execute()
}

export async function spreadListOfValues(db: Kysely<DB>) {
  const open = ['open', 'doing'] as const
  return db.selectFrom('todo').select('id').where('status', 'in', [...open, 'done']).execute()
}

export async function constListOfValues(db: Kysely<DB>) {
  const ids = [3, 5, 8]
  return db.selectFrom('todo').select('id').where('id', 'in', ids).execute()
}

export async function mappedListOfValues(db: Kysely<DB>, rows: { id: number }[]) {
  const ids = rows.map((row) => row.id)
  return db.selectFrom('todo').select('id').where('id', 'in', ids).execute()
}

export async function setToList(db: Kysely<DB>, ids: Set<number>) {
  return db.selectFrom('todo').select('id').where('id', 'in', [...ids]).execute()
}

export async function arrayFromSet(db: Kysely<DB>, rows: { userId: string }[]) {
  const unique = Array.from(new Set(rows.map((row) => row.userId)))
  return db.selectFrom('app_user').select('email').where('id', 'in', unique).execute()
}

export async function resultFeedsNextQuery(db: Kysely<DB>, userId: string) {
  const memberships = await db.selectFrom('member').select('organization_id').where('user_id', '=', userId).execute()
  const ids = memberships.map((m) => m.organization_id)
  return db.selectFrom('organization').selectAll().where('id', 'in', ids).execute()
}

export async function spreadIntoValues(db: Kysely<DB>, orgId: string) {
  const defaults = { organization_id: orgId, status: 'open' as const, position: 0 }
  return db
    .insertInto('todo')
    .values({ ...defaults, project_id: 'p', title: 'New' })
    .execute()
}

export async function spreadOverridesKey(db: Kysely<DB>) {
  const base = { key: 'a', value: '1' }
  return db.insertInto('setting').values({ ...base, value: '2' }).execute()
}

export async function objectInVariable(db: Kysely<DB>, orgId: string) {
  const row = { organization_id: orgId, name: 'Later', color: 'grey' }
  return db.insertInto('label').values(row).returning('id').executeTakeFirstOrThrow()
}

export async function typedObjectInVariable(db: Kysely<DB>, orgId: string) {
  const row: Insertable<TodoTable> = { organization_id: orgId, project_id: 'p', title: 't', status: 'open', position: 1 }
  return db.insertInto('todo').values(row).execute()
}

export async function objectFilledLater(db: Kysely<DB>, id: number, title: string) {
  const patch: Updateable<TodoTable> = {}
  patch.title = title
  patch.updated_at = new Date()
  return db.updateTable('todo').set(patch).where('id', '=', id).execute()
}

export async function objectFilledConditionally(db: Kysely<DB>, id: number, title: string | undefined) {
  const patch: Updateable<TodoTable> = { updated_at: new Date() }
  if (title !== undefined) patch.title = title
  return db.updateTable('todo').set(patch).where('id', '=', id).execute()
}

export async function restOfObject(db: Kysely<DB>, input: { id: number; title: string; priority: number }) {
  const { id, ...changes } = input
  return db.updateTable('todo').set(changes).where('id', '=', id).execute()
}

export async function shorthandKeys(db: Kysely<DB>, key: string, value: string) {
  return db.insertInto('setting').values({ key, value }).execute()
}

export async function mappedValues(db: Kysely<DB>, input: { sku: string; name: string }[]) {
  return db
    .insertInto('product')
    .values(input.map(({ sku, name }) => ({ organization_id: 'o', category_id: 1, sku, name, price: 0, stock: 0, attributes: '{}' })))
    .execute()
}

export async function mappedValuesWithBody(db: Kysely<DB>, ids: number[]) {
  const rows = ids.map((id) => {
    return { todo_id: id, label_id: 1 }
  })
  return db.insertInto('todo_label').values(rows).execute()
}

export async function pushedValues(db: Kysely<DB>, names: string[]) {
  const rows: { name: string }[] = []
  for (const name of names) {
    rows.push({ name })
  }
  return db.insertInto('category').values(rows).execute()
}

export async function visibleRows(db: Kysely<DB>) {
  const rows = [
    { name: 'a', parent_id: 1 },
    { name: 'b', parent_id: 2 },
  ]
  return db.insertInto('category').values(rows).execute()
}

export async function nullishValues(db: Kysely<DB>, input: { parentId?: number | null; name: string }) {
  return db.insertInto('category').values({ name: input.name.trim(), parent_id: input.parentId ?? null }).execute()
}

export async function dateArithmetic(db: Kysely<DB>, days: number) {
  const since = new Date()
  since.setDate(since.getDate() - days)
  return db.selectFrom('audit_log').select('action').where('at', '>=', since).execute()
}

export async function environmentValue(db: Kysely<DB>) {
  return db
    .selectFrom('organization')
    .select('id')
    .where('slug', '=', process.env.ORG_SLUG ?? 'main')
    .execute()
}

export async function jsonValue(db: Kysely<DB>, orgId: string, before: object) {
  return db
    .insertInto('audit_log')
    .values({ organization_id: orgId, action: 'update', actor_id: null, payload: JSON.stringify({ before }) })
    .execute()
}

export async function unionTypedSort(db: Kysely<DB>, direction: 'asc' | 'desc') {
  return db.selectFrom('todo').select('id').orderBy('id', direction).execute()
}

const SORTS = { newest: ['created_at', 'desc'], title: ['title', 'asc'] } as const

export async function sortFromTable(db: Kysely<DB>) {
  const [column, direction] = SORTS.newest
  return db.selectFrom('todo').select('id').orderBy(column, direction).execute()
}

export async function commaAndParentheses(db: Kysely<DB>) {
  return (((db).selectFrom('setting')).selectAll()).execute()
}

export async function commentsEverywhere(db: Kysely<DB>) {
  return db
    // the table
    .selectFrom(/* quoted */ 'setting')
    /* the columns */ .select([
      'key', // first
      'value',
    ])
    .execute(/* nothing */)
}

export async function stringEscapes(db: Kysely<DB>) {
  return db.selectFrom('setting').select('\x6bey').where("key", '=', 'it\'s').execute()
}

export async function templateConcatenation(db: Kysely<DB>, prefix: string) {
  return db.selectFrom('product').select('id').where('sku', 'like', prefix + '%').execute()
}

export async function awaitedValue(db: Kysely<DB>, session: Promise<string>) {
  return db.selectFrom('session').selectAll().where('token', '=', await session).executeTakeFirst()
}

export async function sqlNowInValues(db: Kysely<DB>) {
  const now = sql<Date>`now()`
  return db.insertInto('setting').values({ key: 'x', value: 'y', updated_at: now }).execute()
}

export async function negativeAndComputedNumbers(db: Kysely<DB>, n: number) {
  return db.selectFrom('todo').select('id').where('position', '>', -1).limit(Math.min(n, 100)).execute()
}

export async function constantsAndMore(db: Kysely<DB>, more: number[]) {
  const positions = [1, 2, ...more]
  await db.deleteFrom('todo').where('position', 'in', positions.map((one) => one + 1)).execute()
  await db.insertInto('todo_label').values(positions.map((todo_id) => ({ todo_id, label_id: 1 }))).execute()
}

async function copyOf(db: Kysely<DB>, id: string) {
  const found = await db.selectFrom('project').select('id').where('id', '=', id).executeTakeFirst()
  if (!found) return null
  return { projectId: found.id, times: [1] }
}

export async function valueOfWhatMayBeNull(db: Kysely<DB>, id: string) {
  const copy = await copyOf(db, id)
  return db.selectFrom('todo').select('title').where('project_id', '=', copy!.projectId).execute()
}
