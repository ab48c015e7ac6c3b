import { sql } from 'kysely'
import { getDb, scoped } from '@/db'

export function paymentsOf(tenantId: number, orderId: number) {
  return scoped(getDb().selectFrom('payments'), tenantId) // expect(strict): pagination/unbounded-select
    .select(['id', 'status', 'amount_cents', 'created_at'])
    .where('order_id', '=', orderId)
    .orderBy('created_at')
    .execute()
}

export async function lastPayment(tenantId: number) {
  return getDb()
    .selectFrom('payments')
    .select(['id', 'created_at'])
    .where('tenant_id', '=', tenantId)
    .orderBy('created_at', 'desc')
    .executeTakeFirst() // expect: pagination/first-without-limit
}

export async function failedToday() {
  const { count } = await getDb()
    .selectFrom('payments') // expect: tenancy/unscoped-query
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('status', '=', 'failed')
    .where('created_at', '>=', sql<Date>`current_date`)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** What came in, month by month. */
export function income(tenantId: number) {
  return getDb()
    .with('paid', (db) =>
      db
        .selectFrom('payments')
        .select([sql<Date>`date_trunc('month', created_at)`.as('month'), 'amount_cents'])
        .where('tenant_id', '=', tenantId)
        .where('status', '=', 'succeeded'),
    )
    .selectFrom('paid')
    .select((eb) => ['month', eb.fn.sum<string>('amount_cents').as('cents')])
    .groupBy('month')
    .orderBy('month')
    .execute()
}
