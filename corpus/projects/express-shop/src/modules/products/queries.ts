import { sql, type Kysely } from 'kysely'
import {
  escapeLike,
  getDb,
  paginate,
  scoped,
  type Database,
  type Handle,
  type PageRequest,
  type ProductUpdate,
} from '@/db'

export interface ProductFilter extends PageRequest {
  q?: string
  inStock?: boolean
  sort?: 'name' | 'price_cents' | 'created_at'
}

const columns = ['id', 'sku', 'name', 'price_cents', 'stock'] as const

export function listProducts(tenantId: number, filter: ProductFilter, db: Handle = getDb()) {
  let query = scoped(db.selectFrom('products'), tenantId)
    .select(columns)
    .where('archived_at', 'is', null)
  if (filter.q) {
    query = query.where('name', 'ilike', `%${escapeLike(filter.q)}%`)
  }
  if (filter.inStock) {
    query = query.where('stock', '>', 0)
  }
  return paginate(query.orderBy(filter.sort ?? 'name').orderBy('id'), filter).execute()
}

export function productById(tenantId: number, id: number, db: Handle = getDb()) {
  return scoped(db.selectFrom('products'), tenantId)
    .select([...columns, 'description'])
    .where('id', '=', id)
    .executeTakeFirst()
}

export async function productBySku(sku: string) {
  return getDb()
    .selectFrom('products') // expect: tenancy/unscoped-query
    .select(columns)
    .where('sku', '=', sku)
    .limit(1)
    .executeTakeFirst()
}

export function allProducts(tenantId: number) {
  return scoped(
    getDb().selectFrom('products'), // expect: pagination/unbounded-select
    tenantId,
  )
    .selectAll() // expect(strict): selection/select-all
    .execute()
}

export async function updateProduct(tenantId: number, id: number, changes: ProductUpdate) {
  return getDb()
    .updateTable('products')
    .set({ ...changes, updated_at: new Date() })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .returning(['id', 'updated_at'])
    .executeTakeFirst()
}

export async function archiveProduct(id: number) {
  const now = new Date()
  await getDb()
    .updateTable('products') // expect: tenancy/lookup-by-id
    .set({ archived_at: now, updated_at: now })
    .where('id', '=', id)
    .execute()
}

/** Takes from the stock, and tells whether there was enough of it. */
export async function takeStock(db: Kysely<Database>, tenantId: number, id: number, quantity: number) {
  const { numUpdatedRows } = await db
    .updateTable('products')
    .set((eb) => ({ stock: eb('stock', '-', quantity), updated_at: new Date() }))
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('stock', '>=', quantity)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export async function raisePrices(tenantId: number, percent: number) {
  const query = getDb()
    .updateTable('products')
    .set({ price_cents: sql`round(price_cents * ${1 + percent / 100})`, updated_at: new Date() })
    .where('archived_at', 'is', null)
    .where('tenant_id', '=', tenantId)
  await query.execute()
}

export async function startStocktaking() {
  await getDb()
    .updateTable('products') // expect: writes/missing-where // expect(strict): writes/stale-updated-at
    .set({ stock: 0 })
    .execute()
}

export async function cheapest(tenantId: number) {
  return scoped(getDb().selectFrom('products'), tenantId)
    .select(columns)
    .where('stock', '>', 0)
    .orderBy('price_cents')
    .executeTakeFirst() // expect: pagination/first-without-limit
}

export async function stockValue(tenantId: number) {
  const { cents } = await scoped(getDb().selectFrom('products'), tenantId)
    .select(sql<string>`coalesce(sum(stock * price_cents), 0)`.as('cents'))
    .executeTakeFirstOrThrow()
  return Number(cents)
}

export async function neverSold(tenantId: number) {
  return getDb()
    .selectFrom('products')
    .select(['products.id', 'products.name'])
    .where('products.tenant_id', '=', tenantId)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('order_items')
            .innerJoin('orders', 'orders.id', 'order_items.order_id')
            .select('orders.id')
            .whereRef('order_items.product_id', '=', 'products.id')
            .where('orders.status', '!=', 'cancelled'),
        ),
      ),
    )
    .orderBy('products.name')
    .limit(100)
    .execute()
}
