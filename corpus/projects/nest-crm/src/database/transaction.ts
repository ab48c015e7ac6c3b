import type { Kysely, Transaction } from 'kysely';
import type { DB } from './db.js';

export type KyselyDB = Kysely<DB>;
export type KyselyTransaction = Transaction<DB>;

/** The transaction of the caller, if there is one. */
export function dbOrTx(db: KyselyDB, trx?: KyselyTransaction): KyselyDB | KyselyTransaction {
  return trx ?? db;
}

/** Runs the work in the caller's transaction, or in one of its own. */
export async function executeTx<T>(
  db: KyselyDB,
  work: (trx: KyselyTransaction) => Promise<T>,
  outer?: KyselyTransaction,
): Promise<T> {
  if (outer) {
    return work(outer);
  }
  return db.transaction().execute((trx) => work(trx));
}
