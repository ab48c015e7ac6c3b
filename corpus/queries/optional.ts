// What may be there or not: lists with a fallback, a query or a plain value, columns that only a type names.
import { sql, type Kysely, type Updateable } from 'kysely'
import type { DB } from './database'

export async function optionalList(db: Kysely<DB>, filters: { tags?: string[] }) {
  const tags = filters.tags ?? []
  return db.selectFrom('label').select('id').where('name', 'in', tags).execute()
}

export async function optionalListWithReturn(db: Kysely<DB>, query: { kinds: string | null }) {
  const kinds = query.kinds?.split(',').filter(Boolean) || []
  if (kinds.length === 0) return []
  return db.selectFrom('event').select('id').where('kind', 'in', kinds).execute()
}

export async function optionalListWithIf(db: Kysely<DB>, filters: { tags?: string[] }) {
  const tags = filters.tags || []
  return db
    .selectFrom('label')
    .select('id')
    .$if(tags.length > 0, (q) => q.where('name', 'in', tags))
    .execute()
}

export async function listOrConstants(db: Kysely<DB>, colors?: string[]) {
  const wanted = colors?.length ? colors : ['red', 'green']
  return db.selectFrom('label').select('id').where('color', 'in', wanted).execute()
}

export async function queryOrValue(db: Kysely<DB>, slug: string | undefined, orgId: string) {
  await db
    .insertInto('label')
    .values((eb) => ({
      name: 'a',
      color: 'red',
      organization_id: slug ? eb.selectFrom('organization').select('organization.id').where('slug', '=', slug) : orgId,
    }))
    .execute()
}

export async function queryOrNull(db: Kysely<DB>, todos: { title: string; parent?: string }[]) {
  await db
    .insertInto('todo')
    .values((eb) =>
      todos.map((one) => ({
        organization_id: 'o',
        project_id: 'p',
        status: 'open' as const,
        position: 1,
        title: one.title,
        parent_id: (one.parent && eb.selectFrom('todo as t').select('t.id').where('t.title', '=', one.parent)) || null,
      })),
    )
    .execute()
}

export async function expressionOrValue(db: Kysely<DB>, next: boolean) {
  await db
    .updateTable('todo')
    .set((eb) => ({ version: next ? eb('version', '+', 1) : 1 }))
    .where('id', '=', 1)
    .execute()
}

export async function callbackOrValue(db: Kysely<DB>, last: boolean) {
  await db
    .updateTable('todo')
    .set({ position: last ? (eb) => eb.selectFrom('todo as t').select((of) => of.fn.max('t.position').as('n')) : 0 })
    .where('id', '=', 1)
    .execute()
}

export async function valueOrExpression(db: Kysely<DB>, at?: Date) {
  await db
    .updateTable('todo')
    .set({ done_at: at ?? sql<Date>`now()` })
    .where('id', '=', 1)
    .execute()
}

export async function spreadOfType(db: Kysely<DB>, input: { title: string; body: string }) {
  const fixed = { organization_id: 'o', project_id: 'p', status: 'open', position: 1 } as const
  await db.insertInto('todo').values({ ...fixed, ...input }).execute()
}

export async function entriesOfType(db: Kysely<DB>, filter: { title: string; status: 'open' }) {
  let query = db.selectFrom('todo').select('id')
  for (const [name, value] of Object.entries(filter)) query = query.where(name as 'title', '=', value)
  return query.execute()
}

export async function columnByBrackets(db: Kysely<DB>, id: number) {
  const changed = 'updated_at'
  const patch: Updateable<DB['todo']> = {}
  patch['version'] = 3
  patch[changed] = new Date()
  await db.updateTable('todo').set(patch).where('id', '=', id).execute()
}
