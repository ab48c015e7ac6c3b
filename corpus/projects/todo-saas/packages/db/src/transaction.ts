import { db, type Tx } from './client';

/** Joins the caller's transaction when there is one, otherwise opens its own. */
export async function inTransaction<T>(work: (tx: Tx) => Promise<T>, outer?: Tx): Promise<T> {
	if (outer) {
		return work(outer);
	}
	return db.transaction().execute(work);
}
