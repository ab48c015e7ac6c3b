import { page, withLines } from '../db'
import { Repository } from './base'

export class OrderRepository extends Repository {
  async list(tenantId: string, number: number) {
    return this.ordersOf(tenantId).select(['orders.id', 'orders.total']).select(withLines).$call(page(number, 20)).execute()
  }

  async pay(tenantId: string, id: number) {
    return this.db.updateTable('orders').set({ status: 'paid' }).where('id', '=', id).where('tenant_id', '=', tenantId).executeTakeFirst()
  }
}
