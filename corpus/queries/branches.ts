// Builders in variables, extended in branches, switches, ternaries and loops.
// Each case's SQL holds every clause that may be there; of two alternatives, the first.
import type { Kysely, SelectQueryBuilder } from 'kysely'
import type { DB } from './database'

interface TodoFilter {
  status?: 'open' | 'doing' | 'done'
  term?: string
  assigneeId?: string | null
  labels?: number[]
  dueBefore?: Date
}

export async function variableThenExecute(db: Kysely<DB>, orgId: string) {
  const query = db.selectFrom('todo').selectAll().where('organization_id', '=', orgId)
  return query.execute()
}

export async function variableExtendedOnce(db: Kysely<DB>) {
  const base = db.selectFrom('todo').select('id')
  const open = base.where('status', '=', 'open')
  return open.execute()
}

export async function reassigned(db: Kysely<DB>) {
  let query = db.selectFrom('todo').select('id')
  query = query.where('status', '=', 'open')
  query = query.orderBy('position').limit(5)
  return query.execute()
}

export async function ifReassigns(db: Kysely<DB>, orgId: string, filter: TodoFilter) {
  let query = db.selectFrom('todo').selectAll().where('organization_id', '=', orgId)
  if (filter.status) {
    query = query.where('status', '=', filter.status)
  }
  if (filter.term) query = query.where('title', 'ilike', `%${filter.term}%`)
  return query.orderBy('created_at', 'desc').limit(50).execute()
}

export async function ifElseSameClause(db: Kysely<DB>, assigneeId: string | null) {
  let query = db.selectFrom('todo').select('id')
  if (assigneeId !== null) {
    query = query.where('assignee_id', '=', assigneeId)
  } else {
    query = query.where('assignee_id', 'is', null)
  }
  return query.execute()
}

export async function elseIfChain(db: Kysely<DB>, scope: 'mine' | 'team' | 'all', me: string) {
  let query = db.selectFrom('todo').select('title')
  if (scope === 'mine') {
    query = query.where('assignee_id', '=', me)
  } else if (scope === 'team') {
    query = query.where('project_id', 'in', ['a', 'b'])
  } else {
    query = query.where('deleted_at', 'is', null)
  }
  return await query.execute()
}

export async function nestedIfs(db: Kysely<DB>, filter: TodoFilter) {
  let q = db.selectFrom('todo').select('id')
  if (filter.labels) {
    q = q.innerJoin('todo_label', 'todo_label.todo_id', 'todo.id') as typeof q
    if (filter.dueBefore) {
      q = q.where('due_at', '<', filter.dueBefore)
    }
  }
  return q.execute()
}

/** @also byName false */
export async function declaredThenAssigned(db: Kysely<DB>, byName: boolean) {
  let query: SelectQueryBuilder<DB, 'label', { id: number; name: string }>
  if (byName) {
    query = db.selectFrom('label').select(['id', 'name']).orderBy('name')
  } else {
    query = db.selectFrom('label').select(['id', 'name']).orderBy('id')
  }
  return query.execute()
}

export async function ternaryQuery(db: Kysely<DB>, onlyOpen: boolean) {
  const base = db.selectFrom('todo').select('id')
  const query = onlyOpen ? base.where('status', '=', 'open') : base
  return query.execute()
}

export async function ternaryValue(db: Kysely<DB>, descending: boolean) {
  return db
    .selectFrom('todo')
    .select('id')
    .orderBy('priority', descending ? 'desc' : 'asc')
    .execute()
}

export async function ternaryOperator(db: Kysely<DB>, after: boolean, at: Date) {
  return db
    .selectFrom('event')
    .select('id')
    .where('occurred_at', after ? '>' : '<', at)
    .execute()
}

export async function ternaryInsideCallback(db: Kysely<DB>, me: string | null) {
  return db
    .selectFrom('todo')
    .select('id')
    .where((eb) => (me ? eb('assignee_id', '=', me) : eb('assignee_id', 'is', null)))
    .execute()
}

export async function switchOnSort(db: Kysely<DB>, sort: 'newest' | 'oldest' | 'title') {
  let query = db.selectFrom('todo').selectAll()
  switch (sort) {
    case 'newest':
      query = query.orderBy('created_at', 'desc')
      break
    case 'oldest':
      query = query.orderBy('created_at', 'asc')
      break
    default:
      query = query.orderBy('title')
  }
  return query.limit(10).execute()
}

export async function loopOverConditions(db: Kysely<DB>, words: string[]) {
  let query = db.selectFrom('product').select('sku')
  for (const word of words) {
    query = query.where('name', 'ilike', `%${word}%`)
  }
  return query.execute()
}

export async function loopOverEntries(db: Kysely<DB>, filter: Record<string, string>) {
  let query = db.selectFrom('event').select('id')
  for (const [, value] of Object.entries(filter)) {
    query = query.where('kind', '!=', value)
  }
  return query.execute()
}

export async function loopOverVisibleList(db: Kysely<DB>) {
  let query = db.selectFrom('todo').select('id')
  for (const column of ['title', 'body'] as const) {
    query = query.where(column, 'is not', null)
  }
  return query.execute()
}

export async function forEachReassigns(db: Kysely<DB>, words: string[]) {
  let query = db.selectFrom('label').select('name')
  words.forEach((word) => {
    query = query.where('name', '!=', word)
  })
  return query.execute()
}

export async function reduceOverList(db: Kysely<DB>, words: string[]) {
  const query = words.reduce((qb, word) => qb.where('name', 'ilike', word), db.selectFrom('label').select('name'))
  return query.execute()
}

export async function indexedLoop(db: Kysely<DB>, orders: { column: 'title' | 'due_at'; desc: boolean }[]) {
  let query = db.selectFrom('todo').select('id')
  for (let i = 0; i < orders.length; i++) {
    query = query.orderBy(orders[i]!.column === 'title' ? 'title' : 'due_at', 'desc')
  }
  return query.execute()
}

export async function earlyReturn(db: Kysely<DB>, ids: number[]) {
  if (ids.length === 0) return []
  return db.selectFrom('todo').selectAll().where('id', 'in', ids).execute()
}

export async function earlyThrow(db: Kysely<DB>, orgId: string | undefined) {
  if (!orgId) {
    throw new Error('no organization')
  }
  return db.selectFrom('project').selectAll().where('organization_id', '=', orgId).execute()
}

/** @also archived false */
export async function returnInBothArms(db: Kysely<DB>, archived: boolean) {
  const base = db.selectFrom('project').select(['id', 'name'])
  if (archived) {
    return base.where('archived_at', 'is not', null).execute()
  }
  return base.where('archived_at', 'is', null).execute()
}

export async function dataAndCount(db: Kysely<DB>, orgId: string, filter: TodoFilter) {
  let filtered = db.selectFrom('todo').where('organization_id', '=', orgId)
  if (filter.status) filtered = filtered.where('status', '=', filter.status)
  const rows = await filtered.selectAll().orderBy('id').limit(20).execute()
  const total = await filtered.select((eb) => eb.fn.countAll<number>().as('n')).executeTakeFirstOrThrow()
  return { rows, total: total.n }
}

export async function countFromClearedQuery(db: Kysely<DB>) {
  const list = db.selectFrom('purchase').selectAll().where('state', '=', 'paid').orderBy('placed_at')
  const page = await list.limit(10).execute()
  const count = await list.clearSelect().clearOrderBy().select(({ fn }) => fn.countAll().as('n')).executeTakeFirst()
  return { page, count }
}

export async function logicalAssignment(db: Kysely<DB>, filter: TodoFilter) {
  let query = db.selectFrom('todo').select('id')
  filter.dueBefore && (query = query.where('due_at', '<', filter.dueBefore))
  return query.execute()
}

export async function conditionalUpdate(db: Kysely<DB>, id: number, title: string | undefined, body: string | undefined) {
  let query = db.updateTable('todo').where('id', '=', id)
  if (title) query = query.set({ title })
  if (body) query = query.set({ body })
  return query.set({ updated_at: new Date() }).execute()
}

export async function conditionalDelete(db: Kysely<DB>, userId: string, except: string | undefined) {
  let query = db.deleteFrom('session').where('user_id', '=', userId)
  if (except) {
    query = query.where('id', '!=', except)
  }
  await query.execute()
}

export async function conditionalReturning(db: Kysely<DB>, wantId: boolean) {
  const insert = db.insertInto('category').values({ name: 'x' })
  const query = wantId ? insert.returning('id') : insert
  return query.execute()
}

export async function conditionalLock(db: Kysely<DB>, lock: boolean) {
  let query = db.selectFrom('job').selectAll().where('id', '=', 1)
  if (lock) query = query.forUpdate()
  return query.executeTakeFirst()
}

export async function whileLoopPages(db: Kysely<DB>) {
  let last = 0
  while (true) {
    const page = await db.selectFrom('event').select('id').where('id', '>', last).orderBy('id').limit(100).execute()
    if (page.length < 100) break
    last = page[page.length - 1]!.id
  }
}

export async function doWhile(db: Kysely<DB>) {
  let deleted: bigint
  do {
    const result = await db
      .deleteFrom('audit_log')
      .where('id', 'in', (eb) => eb.selectFrom('audit_log').select('audit_log.id').limit(1000))
      .executeTakeFirst()
    deleted = result.numDeletedRows
  } while (deleted === 1000n)
}

export async function tryCatch(db: Kysely<DB>, slug: string) {
  let query = db.selectFrom('organization').selectAll()
  try {
    query = query.where('slug', '=', slug.normalize())
    return await query.executeTakeFirstOrThrow()
  } catch (error) {
    throw new Error('lookup failed', { cause: error })
  }
}

export async function labelledBlocks(db: Kysely<DB>) {
  let query = db.selectFrom('setting').selectAll()
  {
    const query2 = query.where('key', '=', 'a')
    query = query2
  }
  return query.execute()
}

export async function shadowedVariable(db: Kysely<DB>, all: boolean) {
  const query = db.selectFrom('setting').selectAll()
  if (all) {
    const query = db.selectFrom('label').select('id')
    await query.execute()
  }
  return query.where('key', '=', 'a').execute()
}
