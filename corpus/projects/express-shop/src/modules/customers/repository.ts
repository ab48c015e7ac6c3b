import type { Kysely } from 'kysely'
import { escapeLike, paginate, scoped, type Database, type Handle, type PageRequest } from '@/db'

/** Every method takes the handle that it runs on, so that a caller can bring its transaction. */
export function createCustomersRepository(db: Kysely<Database>) {
  return {
    async list(tenantId: number, q: string | undefined, page: PageRequest) {
      let query = db
        .selectFrom('customers')
        .select(['id', 'email', 'name'])
        .where('tenant_id', '=', tenantId)
      if (q) {
        query = query.where('name', 'ilike', `${escapeLike(q)}%`)
      }
      return paginate(query.orderBy('id'), page).execute()
    },

    async byId(tenantId: number, id: number, executor: Handle = db) {
      return scoped(executor.selectFrom('customers'), tenantId)
        .select(['id', 'email', 'name', 'created_at'])
        .where('id', '=', id)
        .executeTakeFirst()
    },

    async byEmail(tenantId: number, email: string) {
      return scoped(db.selectFrom('customers'), tenantId)
        .select('id')
        .where('email', '=', email.toLowerCase())
        .executeTakeFirst()
    },

    async rename(tenantId: number, id: number, name: string) {
      return db
        .updateTable('customers')
        .set({ name, updated_at: new Date() })
        .where((eb) => eb.and({ tenant_id: tenantId, id }))
        .executeTakeFirst()
    },

    async forget(id: number, executor: Handle = db) {
      await executor
        .updateTable('customers') // expect: tenancy/lookup-by-id
        .set({ name: 'Deleted', email: `deleted-${id}@invalid`, updated_at: new Date() })
        .where('id', '=', id)
        .execute()
    },

    async newest(tenantId: number) {
      const query = scoped(
        db.selectFrom('customers'), // expect: pagination/unbounded-select
        tenantId,
      )
        .select(['id', 'name', 'created_at'])
        .orderBy('created_at', 'desc')
      query.limit(20) // expect: execution/discarded-builder
      return query.execute()
    },

    /** Address book for the newsletter. */
    async addresses(tenantId: number) {
      return db
        .selectFrom('customers') // expect: pagination/unbounded-select
        .select('email')
        .where('tenant_id', '=', tenantId)
        .execute()
    },

    async withOrders(tenantId: number, page: PageRequest) {
      const query = db
        .selectFrom('customers as c')
        .leftJoin(
          (eb) =>
            eb
              .selectFrom('orders')
              .select((sub) => ['orders.customer_id', sub.fn.countAll<string>().as('count')])
              .where('orders.tenant_id', '=', tenantId)
              .groupBy('orders.customer_id')
              .as('o'),
          (join) => join.onRef('o.customer_id', '=', 'c.id'),
        )
        .select(['c.id', 'c.name', 'o.count as orders'])
        .where('c.tenant_id', '=', tenantId)
        .orderBy('c.id')
      return paginate(query, page).execute()
    },
  }
}
