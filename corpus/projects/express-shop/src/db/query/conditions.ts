import type { Expression, ExpressionBuilder, SqlBool } from 'kysely'
import type { Database, OrderStatus } from '../types'

export interface OrderFilter {
  status?: OrderStatus
  customerId?: number
  from?: Date
  until?: Date
}

/** What the order list filters by; the shop always comes first. */
export function orderConditions(
  eb: ExpressionBuilder<Database, 'orders'>,
  tenantId: number,
  filter: OrderFilter,
) {
  const conditions: Expression<SqlBool>[] = [eb('orders.tenant_id', '=', tenantId)]
  if (filter.status) {
    conditions.push(eb('orders.status', '=', filter.status))
  }
  if (filter.customerId) {
    conditions.push(eb('orders.customer_id', '=', filter.customerId))
  }
  if (filter.from) {
    conditions.push(eb('orders.created_at', '>=', filter.from))
  }
  if (filter.until) {
    conditions.push(eb('orders.created_at', '<', filter.until))
  }
  return conditions
}

export function escapeLike(text: string) {
  return text.replace(/[\\%_]/g, (char) => `\\${char}`)
}
