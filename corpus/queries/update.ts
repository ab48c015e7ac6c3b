// Updates: set in all forms, from, expressions, returning, order and limit.
import { sql, type Kysely } from 'kysely'
import type { DB } from './database'

export async function setObject(db: Kysely<DB>, id: number, title: string) {
  return db.updateTable('todo').set({ title, updated_at: new Date() }).where('id', '=', id).execute()
}

export async function setColumn(db: Kysely<DB>, id: number) {
  return db.updateTable('todo').set('status', 'done').where('id', '=', id).executeTakeFirst()
}

export async function setChained(db: Kysely<DB>, id: number) {
  return db
    .updateTable('todo')
    .set('status', 'done')
    .set({ priority: 0 })
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
}

export async function setColumnToExpression(db: Kysely<DB>, id: number) {
  return db
    .updateTable('product')
    .set('stock', (eb) => eb('stock', '-', 1))
    .where('id', '=', id)
    .where('stock', '>', 0)
    .executeTakeFirst()
}

export async function setCallback(db: Kysely<DB>, amount: number) {
  return db
    .updateTable('product')
    .set((eb) => ({
      stock: eb('stock', '+', amount),
      price: eb('price', '*', 1.1),
      name: eb.fn<string>('upper', ['name']),
    }))
    .where('category_id', '=', 4)
    .execute()
}

export async function setCallbackDestructured(db: Kysely<DB>) {
  return db
    .updateTable('project')
    .set(({ ref, val }) => ({ description: ref('name'), status: val('archived' as const) }))
    .where('archived_at', 'is not', null)
    .execute()
}

export async function setNull(db: Kysely<DB>, id: number) {
  return db.updateTable('todo').set({ deleted_at: null, done_at: null }).where('id', '=', id).execute()
}

export async function setUndefinedIsDropped(db: Kysely<DB>, id: number) {
  return db.updateTable('todo').set({ title: 'a', body: undefined }).where('id', '=', id).execute()
}

export async function setRaw(db: Kysely<DB>, id: string) {
  return db
    .updateTable('app_user')
    .set({ last_seen_at: sql`now()`, full_name: sql<string>`trim(full_name)` })
    .where('id', '=', id)
    .execute()
}

export async function setSubquery(db: Kysely<DB>) {
  return db
    .updateTable('purchase')
    .set((eb) => ({
      total: eb
        .selectFrom('purchase_item as i')
        .select(sql<number>`sum(i.quantity * i.unit_price)`.as('sum'))
        .whereRef('i.purchase_id', '=', 'purchase.id'),
    }))
    .where('state', '=', 'cart')
    .execute()
}

export async function everyRow(db: Kysely<DB>) {
  return db.updateTable('job').set({ locked_at: null }).execute()
}

export async function updateAliased(db: Kysely<DB>) {
  return db
    .updateTable('todo as t')
    .set({ priority: 1 })
    .where('t.due_at', '<', new Date())
    .execute()
}

export async function updateFrom(db: Kysely<DB>) {
  return db
    .updateTable('purchase_item')
    .from('product')
    .set((eb) => ({ unit_price: eb.ref('product.price') }))
    .whereRef('purchase_item.product_id', '=', 'product.id')
    .execute()
}

export async function updateFromSeveral(db: Kysely<DB>) {
  return db
    .updateTable('todo as t')
    .from(['project as p', 'organization as o'])
    .set({ status: 'open' })
    .whereRef('t.project_id', '=', 'p.id')
    .whereRef('p.organization_id', '=', 'o.id')
    .where('o.deleted_at', 'is', null)
    .execute()
}

export async function updateFromSubquery(db: Kysely<DB>) {
  return db
    .updateTable('organization as o')
    .from((eb) =>
      eb
        .selectFrom('member')
        .select(['organization_id', (e) => e.fn.countAll<number>().as('n')])
        .groupBy('organization_id')
        .as('m'),
    )
    .set((eb) => ({ seats: eb.ref('m.n') }))
    .whereRef('m.organization_id', '=', 'o.id')
    .execute()
}

export async function updateReturning(db: Kysely<DB>, queue: string) {
  return db
    .updateTable('job')
    .set((eb) => ({ locked_at: new Date(), attempts: eb('attempts', '+', 1) }))
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('job')
        .select('job.id')
        .where('job.queue', '=', queue)
        .orderBy('job.run_at')
        .limit(10)
        .forUpdate()
        .skipLocked(),
    )
    .returning(['id', 'payload'])
    .execute()
}

export async function updateReturningAll(db: Kysely<DB>, id: string) {
  return db
    .updateTable('project')
    .set({ archived_at: new Date(), status: 'archived' })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

export async function updateReturningAllOf(db: Kysely<DB>) {
  return db
    .updateTable('todo')
    .from('project')
    .set({ priority: 9 })
    .whereRef('project.id', '=', 'todo.project_id')
    .returningAll('todo')
    .returning('project.name as project_name')
    .execute()
}

export async function updateWithCte(db: Kysely<DB>) {
  return db
    .with('stale', (qc) => qc.selectFrom('session').select('user_id').where('expires_at', '<', new Date()))
    .updateTable('app_user')
    .from('stale')
    .set({ last_seen_at: null })
    .whereRef('stale.user_id', '=', 'app_user.id')
    .execute()
}

export async function updateSchemaTable(db: Kysely<DB>, id: number) {
  return db
    .updateTable('billing.invoice')
    .set({ paid_at: new Date() })
    .where('billing.invoice.id', '=', id)
    .execute()
}

export async function clearedUpdateWhere(db: Kysely<DB>, id: number) {
  return db.updateTable('todo').set({ position: 3 }).where('status', '=', 'open').clearWhere().where('id', '=', id).execute()
}

export async function updateWhereExists(db: Kysely<DB>) {
  return db
    .updateTable('organization')
    .set({ plan: 'free' })
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('billing.subscription as s').select('s.id').whereRef('s.organization_id', '=', 'organization.id'),
        ),
      ),
    )
    .execute()
}

export async function updateJsonKey(db: Kysely<DB>, id: string, color: string) {
  return db
    .updateTable('project')
    .set({ settings: sql`jsonb_set(settings, '{color}', ${JSON.stringify(color)})` })
    .where('id', '=', id)
    .execute()
}

export async function updateWithCase(db: Kysely<DB>, ids: number[]) {
  return db
    .updateTable('todo')
    .set((eb) => ({
      priority: eb.case().when('due_at', '<', new Date()).then(5).when('assignee_id', 'is', null).then(1).else(eb.ref('priority')).end(),
    }))
    .where('id', 'in', ids)
    .execute()
}

export async function optimisticLock(db: Kysely<DB>, id: number, version: number) {
  const result = await db
    .updateTable('todo')
    .set((eb) => ({ title: 'x', version: eb('version', '+', 1) }))
    .where((eb) => eb.and({ id, version }))
    .executeTakeFirst()
  if (result.numUpdatedRows === 0n) throw new Error('changed by somebody else')
}

export async function modifiedUpdate(db: Kysely<DB>) {
  return db.updateTable('job').set({ attempts: 0 }).where('attempts', '>', 9).modifyEnd(sql`/* retry */`).execute()
}

export async function softDelete(db: Kysely<DB>, id: number, orgId: string) {
  await db
    .updateTable('todo')
    .set({ deleted_at: new Date() })
    .where('id', '=', id)
    .where('organization_id', '=', orgId)
    .where('deleted_at', 'is', null)
    .execute()
}
