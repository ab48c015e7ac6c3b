import { sql } from 'kysely'
import type { Db } from './database'
import type { Given } from './given'

// advice: create index concurrently audit_log_actor_idx on audit_log (actor);
export async function anyOfAnArray(db: Db, given: Given) {
  return db.selectFrom('audit_log').select('id').where('actor', '=', sql<string>`any(${given.actors}::text[])`).execute()
}

// advice: create index concurrently session_device_idx on session (device);
export async function anyOfAnArrayInOrder(db: Db, given: Given) {
  return db
    .selectFrom('session')
    .select('id')
    .where((eb) => eb('device', '=', eb.fn.any<string>(sql`${[given.device]}::text[]`)))
    .orderBy('expires_at')
    .limit(20)
    .execute()
}

// served
export async function anyKey(db: Db, given: Given) {
  return db
    .selectFrom('account')
    .select('name')
    .where('id', '=', sql<string>`any(${[given.accountId]}::text[])`)
    .execute()
}
