import type { Database } from '../db'

export abstract class Repository {
  constructor(protected readonly db: Database) {}

  protected ordersOf(tenantId: string) {
    return this.db.selectFrom('orders').where('tenant_id', '=', tenantId)
  }
}
