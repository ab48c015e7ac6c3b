import type { Transaction } from 'kysely'
import { db } from './client'
import type { DB } from './schema'

export type Trx = Transaction<DB>

export async function withTransaction<T>(work: (trx: Trx) => Promise<T>, outer?: Trx): Promise<T> {
  return outer ? work(outer) : db.transaction().execute(work)
}
