import type { Transaction } from 'kysely'
import { getDb } from './connection'
import type { Database } from './types'

export type Trx = Transaction<Database>

const SERIALIZATION_FAILURE = '40001'

const isRetryable = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === SERIALIZATION_FAILURE

/** Runs the work in a serializable transaction, again when it lost a race. */
export async function withTransaction<T>(work: (trx: Trx) => Promise<T>, tries = 3): Promise<T> {
  for (let left = tries; ; left--) {
    try {
      return await getDb().transaction().setIsolationLevel('serializable').execute(work)
    } catch (error) {
      if (left <= 1 || !isRetryable(error)) {
        throw error
      }
    }
  }
}
