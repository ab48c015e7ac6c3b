// Conditional clauses: $if, lists of expressions, optional filters.
import { sql, type Expression, type Kysely, type SqlBool } from 'kysely'
import type { DB } from './database'

export async function ifWhere(db: Kysely<DB>, orgId: string | undefined) {
  return db
    .selectFrom('project')
    .selectAll()
    .$if(!!orgId, (qb) => qb.where('organization_id', '=', orgId!))
    .execute()
}

export async function severalIfs(db: Kysely<DB>, term: string | null, limit: number | undefined) {
  return db
    .selectFrom('product')
    .select(['id', 'sku'])
    .$if(term !== null, (qb) => qb.where('name', 'ilike', `%${term}%`))
    .$if(limit !== undefined, (qb) => qb.limit(limit!))
    .orderBy('sku')
    .execute()
}

/** @stub withDeleted false */
export async function negatedIf(db: Kysely<DB>, withDeleted: boolean) {
  return db
    .selectFrom('todo')
    .select('id')
    .$if(!withDeleted, (qb) => qb.where('deleted_at', 'is', null))
    .execute()
}

export async function ifSelects(db: Kysely<DB>, detailed: boolean) {
  return db
    .selectFrom('todo')
    .select('id')
    .$if(detailed, (qb) => qb.select(['body', 'tags']))
    .execute()
}

export async function ifJoins(db: Kysely<DB>, withOwner: boolean) {
  return db
    .selectFrom('project as p')
    .select('p.name')
    .$if(withOwner, (qb) =>
      qb.leftJoin('app_user as owner', 'owner.id', 'p.owner_id').select('owner.email as owner_email'),
    )
    .execute()
}

export async function ifOnInsert(db: Kysely<DB>, upsert: boolean) {
  return db
    .insertInto('setting')
    .values({ key: 'k', value: 'v' })
    .$if(upsert, (qb) => qb.onConflict((oc) => oc.column('key').doUpdateSet({ value: 'v' })))
    .execute()
}

export async function ifOnUpdate(db: Kysely<DB>, orgId: string | null) {
  return db
    .updateTable('label')
    .set({ color: 'blue' })
    .$if(orgId != null, (qb) => qb.where('organization_id', '=', orgId!))
    .execute()
}

export async function ifOnDelete(db: Kysely<DB>, returning: boolean) {
  return db
    .deleteFrom('job')
    .where('attempts', '>', 10)
    .$if(returning, (qb) => qb.returning('id'))
    .execute()
}

export async function ifAlwaysAndNever(db: Kysely<DB>) {
  return db
    .selectFrom('label')
    .select('id')
    .$if(true, (qb) => qb.where('color', '=', 'red'))
    .$if(false, (qb) => qb.where('color', '=', 'blue'))
    .execute()
}

export async function nestedIf(db: Kysely<DB>, a: boolean, b: boolean) {
  return db
    .selectFrom('todo')
    .select('id')
    .$if(a, (qb) => qb.where('priority', '>', 1).$if(b, (inner) => inner.where('priority', '<', 5)))
    .execute()
}

export async function ifWithBody(db: Kysely<DB>, me: string | undefined) {
  return db
    .selectFrom('todo')
    .select('id')
    .$if(me !== undefined, (qb) => {
      const mine = qb.where('assignee_id', '=', me!)
      return mine.where('status', '!=', 'done')
    })
    .execute()
}

export async function pushedConditions(db: Kysely<DB>, status: 'open' | undefined, since: Date | undefined) {
  return db
    .selectFrom('todo')
    .select('id')
    .where((eb) => {
      const conditions: Expression<SqlBool>[] = []
      if (status) conditions.push(eb('status', '=', status))
      if (since) conditions.push(eb('created_at', '>=', since))
      return eb.and(conditions)
    })
    .execute()
}

export async function pushedOntoVisible(db: Kysely<DB>, orgId: string, term: string | undefined) {
  return db
    .selectFrom('project')
    .select('id')
    .where((eb) => {
      const all = [eb('organization_id', '=', orgId)]
      if (term) {
        all.push(eb('name', 'ilike', term), eb.or([eb('status', '=', 'active'), eb('status', '=', 'planned')]))
      }
      return eb.and(all)
    })
    .execute()
}

export async function mappedConditions(db: Kysely<DB>, words: string[]) {
  return db
    .selectFrom('product')
    .select('id')
    .where((eb) => eb.or(words.map((word) => eb('name', 'ilike', `%${word}%`))))
    .execute()
}

export async function mappedVisibleColumns(db: Kysely<DB>, term: string) {
  const columns = ['title', 'body'] as const
  return db
    .selectFrom('todo')
    .select('id')
    .where((eb) => eb.or(columns.map((column) => eb(column, 'ilike', `%${term}%`))))
    .execute()
}

export async function spreadConditions(db: Kysely<DB>, orgId: string, mine: boolean, me: string) {
  return db
    .selectFrom('todo')
    .select('id')
    .where((eb) =>
      eb.and([eb('organization_id', '=', orgId), ...(mine ? [eb('assignee_id', '=', me)] : [])]),
    )
    .execute()
}

export async function reducedConditions(db: Kysely<DB>, kinds: string[]) {
  return db
    .selectFrom('event')
    .select('id')
    .where((eb) => kinds.reduce<Expression<SqlBool>>((all, kind) => eb.or([all, eb('kind', '=', kind)]), eb.lit(false)))
    .execute()
}

export async function expressionReassigned(db: Kysely<DB>, late: boolean) {
  return db
    .selectFrom('todo')
    .select('id')
    .where((eb) => {
      let condition: Expression<SqlBool> = eb('status', '=', 'open')
      if (late) condition = eb.and([condition, eb('due_at', '<', new Date())])
      return condition
    })
    .execute()
}

export async function conditionChosenOutside(db: Kysely<DB>, exact: boolean, name: string) {
  const operator = exact ? '=' : 'ilike'
  return db.selectFrom('label').select('id').where('name', operator, name).execute()
}

export async function rawCondition(db: Kysely<DB>, active: boolean) {
  return db
    .selectFrom('project')
    .select('id')
    .where(active ? sql<SqlBool>`archived_at is null` : sql<SqlBool>`archived_at is not null`)
    .execute()
}

export async function optionalObjectFilter(db: Kysely<DB>, email: string | undefined) {
  return db
    .selectFrom('app_user')
    .select('id')
    .where((eb) => eb.and({ is_admin: false, ...(email ? { email } : {}) }))
    .execute()
}

export async function optionalSetEntries(db: Kysely<DB>, id: number, title: string | undefined) {
  return db
    .updateTable('todo')
    .set({ updated_at: new Date(), ...(title && { title }) })
    .where('id', '=', id)
    .execute()
}

export async function filteredList(db: Kysely<DB>, a: string | undefined) {
  return db
    .selectFrom('label')
    .select('id')
    .where((eb) => eb.and([a ? eb('name', '=', a) : undefined, eb('color', '=', 'red')].filter((e) => e !== undefined)))
    .execute()
}

export async function joinCondition(db: Kysely<DB>, onlyAdmins: boolean) {
  return db
    .selectFrom('organization as o')
    .innerJoin('member as m', (join) => {
      let on = join.onRef('m.organization_id', '=', 'o.id')
      if (onlyAdmins) on = on.on('m.role', '=', 'admin')
      return on
    })
    .select('m.user_id')
    .execute()
}

export async function keysetPage(db: Kysely<DB>, cursor: { at: Date; id: number } | undefined) {
  let query = db.selectFrom('event').selectAll().orderBy('occurred_at', 'desc').orderBy('id', 'desc').limit(51)
  if (cursor) {
    query = query.where((eb) =>
      eb.or([
        eb('occurred_at', '<', cursor.at),
        eb.and([eb('occurred_at', '=', cursor.at), eb('id', '<', cursor.id)]),
      ]),
    )
  }
  return query.execute()
}

export async function keysetTuple(db: Kysely<DB>, at: Date, id: number) {
  return db
    .selectFrom('event')
    .select('id')
    .where(({ eb, refTuple, tuple }) => eb(refTuple('occurred_at', 'id'), '<', tuple(at, id)))
    .limit(10)
    .execute()
}

export async function newerThanMarks(db: Kysely<DB>, marks: Date[]) {
  return db
    .selectFrom('todo')
    .select('id')
    .where(({ and, or, eb }) => {
      let newer

      for (const mark of marks) {
        const ways = [eb('created_at', '>', mark)]
        if (newer) ways.push(and([eb('created_at', '=', mark), newer]))
        newer = or(ways)
      }

      if (!newer) throw new Error('no mark')
      return newer
    })
    .execute()
}
