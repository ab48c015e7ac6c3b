import type { Db } from './database'
import type { Given } from './given'

// advice: create index concurrently invoice_reference_2_idx on invoice (reference);
export async function conditionIsMissing(db: Db, given: Given) {
  return db.selectFrom('invoice').select('id').where('reference', '=', given.reference).execute()
}

// served
export async function conditionIsThere(db: Db, given: Given) {
  return db
    .selectFrom('invoice')
    .select('id')
    .where('reference', '=', given.reference)
    .where('deleted_at', 'is', null)
    .execute()
}

// served
export async function flagIsThere(db: Db, given: Given) {
  return db
    .selectFrom('invoice')
    .select('id')
    .where('due_on', '=', given.day)
    .where('paid', '=', false)
    .execute()
}

// advice: create index concurrently invoice_due_on_2_idx on invoice (due_on) where deleted_at is null;
export async function deletedRowsNeedNoPlace(db: Db, given: Given) {
  return db
    .selectFrom('invoice')
    .select('id')
    .where('due_on', '=', given.day)
    .where('deleted_at', 'is', null)
    .execute()
}
