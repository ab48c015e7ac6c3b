import type { ExpressionBuilder, SelectQueryBuilder } from 'kysely'
import type { DB } from './schema'

export function ofTenant<O>(query: SelectQueryBuilder<DB, 'orders', O>, tenantId: string) {
  return query.where('orders.tenant_id', '=', tenantId)
}

export const notDeleted = (eb: ExpressionBuilder<DB, 'customer'>) => eb('customer.deleted_at', 'is', null)

export const page =
  (number: number, size: number) =>
  <D, T extends keyof D, O>(query: SelectQueryBuilder<D, T, O>) =>
    query.limit(size).offset(number * size)

export const ORDER_COLUMNS = ['orders.id', 'orders.status', 'orders.total'] as const

export const TABLES = { customer: 'customer', orders: 'orders' } as const

export type Builds = ExpressionBuilder<DB, 'customer'>
