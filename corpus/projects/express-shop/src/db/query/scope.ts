import { sql, type SelectQueryBuilder, type SqlBool } from 'kysely'
import type { Database } from '../types'

type TenantTable = {
  [T in keyof Database]: Database[T] extends { tenant_id: unknown } ? T : never
}[keyof Database]

/** Narrows a query on one table to the shop that is asked. */
export function scoped<T extends TenantTable, O>(
  query: SelectQueryBuilder<Database, T, O>,
  tenantId: number,
): SelectQueryBuilder<Database, T, O> {
  return query.where('tenant_id' as never, '=', tenantId as never)
}

/** The same for updates and deletes, as a predicate. */
export const ofTenant = (tenantId: number) => sql<SqlBool>`tenant_id = ${tenantId}`
