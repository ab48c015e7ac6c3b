import { CompiledQuery, sql } from 'kysely'
import { getDb } from '@/db'

const GROUPS = { day: 'day', week: 'week', month: 'month' } as const

export type Group = keyof typeof GROUPS

const isGroup = (text: string): text is Group => text in GROUPS

export async function turnover(tenantId: number, group: Group) {
  const unit = sql.lit(GROUPS[group])
  const { rows } = await sql<{ period: Date; cents: string }>`
    select date_trunc(${unit}, created_at) as period, sum(total_cents) as cents
    from orders
    where tenant_id = ${tenantId} and status <> 'cancelled'
    group by 1
    order by 1`.execute(getDb())
  return rows
}

export function groupOf(text: string): Group {
  return isGroup(text) ? text : 'month'
}

export async function bestSellers(tenantId: number, order: string) {
  return getDb()
    .selectFrom('order_items as i')
    .innerJoin('orders as o', 'o.id', 'i.order_id')
    .innerJoin('products as p', 'p.id', 'i.product_id')
    .select((eb) => ['p.id', 'p.name', eb.fn.sum<string>('i.quantity').as('sold')])
    .where('o.tenant_id', '=', tenantId)
    .groupBy('p.id')
    .orderBy(sql.raw(order)) // expect: sql/dynamic-raw
    .limit(20)
    .execute()
}

/** For the accountant, who writes the columns into the settings. */
export async function ledger(tenantId: number, columns: string[]) {
  const text = `select ${columns.join(', ')} from payments where tenant_id = $1`
  return getDb().executeQuery(
    CompiledQuery.raw(text, [tenantId]), // expect: sql/dynamic-raw
  )
}

export async function vacuum() {
  await getDb().executeQuery(CompiledQuery.raw('vacuum analyze orders'))
}

export async function byColumn(tenantId: number, column: 'status' | 'customer_id') {
  const { ref } = getDb().dynamic
  return getDb()
    .selectFrom('orders')
    .select((eb) => [ref<'status' | 'customer_id'>(column), eb.fn.countAll<string>().as('orders')])
    .where('tenant_id', '=', tenantId)
    .groupBy(ref(column))
    .execute()
}

/** Orders of a day, and of the same day of the week before. */
export async function compareDays(tenantId: number, day: Date) {
  const weekBefore = new Date(day.getTime() - 7 * 24 * 60 * 60 * 1000)
  const count = (start: Date) =>
    getDb()
      .selectFrom('orders')
      .select((eb) => eb.fn.countAll<string>().as('orders'))
      .where('tenant_id', '=', tenantId)
      .where('created_at', '>=', start)
      .where('created_at', '<', sql<Date>`${start}::timestamptz + interval '1 day'`)
      .executeTakeFirstOrThrow()
  const [now, then] = await Promise.all([count(day), count(weekBefore)])
  return { now: Number(now.orders), then: Number(then.orders) }
}

/** For our own status page: one number, and no shop can be told from it. */
export async function platformTurnover(since: Date) {
  // kyselylint-ignore tenancy/unscoped-query -- a sum over all shops on purpose
  const { cents } = await getDb()
    .selectFrom('orders')
    .select((eb) => eb.fn.sum<string>('total_cents').as('cents'))
    .where('created_at', '>=', since)
    .executeTakeFirstOrThrow()
  return Number(cents)
}

export async function discounts(tenantId?: number) {
  let query = getDb().selectFrom('discount_codes').select(['code', 'percent', 'uses_left'])
  if (tenantId) {
    query = query.where('tenant_id', '=', tenantId) // expect: tenancy/conditional-scope
  }
  return query.where('uses_left', '>', 0).orderBy('code').limit(100).execute()
}

export async function abandoned(before: Date) {
  const { rows } = await sql<{ carts: number }>`select count(*)::int as carts from carts where expires_at < ${before}` // expect: tenancy/raw-sql-unscoped
    .execute(getDb())
  return rows[0].carts
}

export async function allShops() {
  return getDb()
    .selectFrom('orders') // expect: pagination/unbounded-select, tenancy/unscoped-query
    .innerJoin('tenants', 'tenants.id', 'orders.tenant_id')
    .select(['tenants.name', 'orders.number', 'orders.total_cents'])
    .execute()
}

/** All order numbers, and the refunds below them. */
export async function statement(tenantId: number) {
  return getDb()
    .selectFrom('orders')
    .select(['number', 'total_cents as cents', 'created_at'])
    .where('tenant_id', '=', tenantId)
    .where('status', '=', 'paid')
    .unionAll((eb) =>
      eb
        .selectFrom('payments')
        .innerJoin('orders', 'orders.id', 'payments.order_id')
        .select(['orders.number', 'payments.amount_cents as cents', 'payments.created_at'])
        .where('payments.tenant_id', '=', tenantId)
        .where('payments.status', '=', 'failed'),
    )
    .orderBy('created_at')
    .limit(500)
    .execute()
}
