import type { ExpressionBuilder } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { DB } from './schema'

export default function lines(eb: ExpressionBuilder<DB, 'orders'>) {
  return jsonArrayFrom(
    eb
      .selectFrom('order_line')
      .select(['order_line.article', 'order_line.quantity'])
      .whereRef('order_line.order_id', '=', 'orders.id'),
  ).as('lines')
}
