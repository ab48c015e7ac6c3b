import type { Database } from '../db'
import { notDeleted, TABLES } from '../db'

export const customers = (db: Database) => ({
  active: (tenantId: string) =>
    db.selectFrom(TABLES.customer).selectAll().where('tenant_id', '=', tenantId).where(notDeleted),
})
