import { jsonArrayFrom } from 'kysely/helpers/postgres'
import {
  getDb,
  ofTenant,
  orderConditions,
  paginate,
  scoped,
  type Handle,
  type OrderFilter,
  type OrderStatus,
  type PageRequest,
} from '@/db'

export function listOrders(tenantId: number, filter: OrderFilter & PageRequest) {
  const query = getDb()
    .selectFrom('orders')
    .innerJoin('customers', 'customers.id', 'orders.customer_id')
    .select(['orders.id', 'orders.number', 'orders.status', 'orders.total_cents', 'customers.name'])
    .where((eb) => eb.and(orderConditions(eb, tenantId, filter)))
    .orderBy('orders.number', 'desc')
  return paginate(query, filter).execute()
}

export function orderById(tenantId: number, id: number, db: Handle = getDb()) {
  return scoped(db.selectFrom('orders'), tenantId)
    .select((eb) => [
      'id',
      'number',
      'status',
      'total_cents',
      'customer_id',
      jsonArrayFrom(
        eb
          .selectFrom('order_items')
          .innerJoin('products', 'products.id', 'order_items.product_id')
          .select(['products.sku', 'products.name', 'order_items.quantity', 'order_items.price_cents'])
          .whereRef('order_items.order_id', '=', 'orders.id'),
      ).as('items'),
    ])
    .where('id', '=', id)
    .executeTakeFirst()
}

/** The page that a customer gets by mail: order number and address are asked for. */
export function trackOrder(number: number, email: string) {
  return getDb()
    .selectFrom('orders') // expect: tenancy/unscoped-query
    .innerJoin('customers', 'customers.id', 'orders.customer_id')
    .select(['orders.number', 'orders.status', 'orders.shipped_at'])
    .where('orders.number', '=', number)
    .where('customers.email', '=', email)
    .limit(1)
    .executeTakeFirst()
}

export function ordersOf(customerId: number) {
  return getDb()
    .selectFrom('orders') // expect: tenancy/lookup-by-id
    .select(['id', 'number', 'status'])
    .where('customer_id', '=', customerId)
    .orderBy('number', 'desc')
    .limit(50)
    .execute()
}

export async function setStatus(tenantId: number, id: number, status: OrderStatus, db: Handle = getDb()) {
  return db
    .updateTable('orders')
    .set({ status, updated_at: new Date() })
    .where(ofTenant(tenantId))
    .where('id', '=', id)
    .executeTakeFirst()
}

export async function cancelUnpaid(before: Date) {
  const { numUpdatedRows } = await getDb()
    .updateTable('orders') // expect: tenancy/unscoped-write
    .set({ status: 'cancelled', updated_at: new Date() })
    .where('status', '=', 'placed')
    .where('created_at', '<', before)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

export function unshipped(tenantId: number) {
  return scoped(getDb().selectFrom('orders'), tenantId)
    .select(['id', 'number'])
    .where('status', '=', 'paid')
    .where('shipped_at', '!=', null) // expect: execution/null-comparison
    .orderBy('number')
    .limit(200)
    .execute()
}

/** For the packing list: everything about the order and who gets it. */
export function packingList(tenantId: number, ids: number[]) {
  return getDb()
    .selectFrom('orders as o')
    .innerJoin('customers as c', 'c.id', 'o.customer_id')
    .innerJoin('order_items as i', 'i.order_id', 'o.id')
    .selectAll() // expect: selection/select-all-on-join
    .where('o.tenant_id', '=', tenantId)
    .where('o.id', 'in', ids) // expect(strict): execution/empty-list, performance/unchunked-batch
    .execute()
}

export function packedItems(tenantId: number, orderId: number) {
  return getDb()
    .selectFrom('order_items as i')
    .innerJoin('orders as o', 'o.id', 'i.order_id')
    .selectAll('i') // expect(strict): selection/select-all
    .where('o.tenant_id', '=', tenantId)
    .where('o.id', '=', orderId)
    .execute()
}

export async function nextNumber(tenantId: number, db: Handle) {
  const { number } = await db
    .updateTable('settings')
    .set((eb) => ({ next_order_number: eb('next_order_number', '+', 1), updated_at: new Date() }))
    .where('tenant_id', '=', tenantId)
    .returning('next_order_number as number')
    .executeTakeFirstOrThrow()
  return number
}
