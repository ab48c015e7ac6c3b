import type { SelectQueryBuilder } from 'kysely'
import { db, type DB } from '@acme/db'

export function devicesOf(accountId: string) {
  return db.selectFrom('device').where('account_id', '=', accountId).where('retired', '=', false)
}

export function newest<O>(query: SelectQueryBuilder<DB, 'reading', O>) {
  return query.orderBy('at', 'desc').limit(1)
}
