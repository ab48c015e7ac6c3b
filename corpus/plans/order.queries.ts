import type { Db } from './database'
import type { Given } from './given'

// advice: create index concurrently message_topic_created_at_idx on message (topic, created_at);
export async function equalityThenRange(db: Db, given: Given) {
  return db
    .selectFrom('message')
    .select('id')
    .where('created_at', '>=', given.since)
    .where('created_at', '<', given.until)
    .where('topic', '=', given.topic)
    .execute()
}

// advice: create index concurrently message_organization_id_created_at_idx on message (organization_id, created_at);
export async function equalityThenOrder(db: Db, given: Given) {
  return db
    .selectFrom('message')
    .select('id')
    .where('organization_id', '=', given.organizationId)
    .orderBy('created_at', 'desc')
    .limit(20)
    .execute()
}

// advice: create index concurrently message_topic_kind_created_at_id_idx on message (topic, kind, created_at desc, id);
export async function mixedOrder(db: Db, given: Given) {
  return db
    .selectFrom('message')
    .select('id')
    .where('topic', '=', given.topic)
    .where('kind', '=', given.kind)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'asc')
    .limit(5)
    .execute()
}

// advice: create index concurrently audit_log_created_at_idx on audit_log (created_at);
export async function wholeTableInOrder(db: Db, _given: Given) {
  return db.selectFrom('audit_log').select('id').orderBy('created_at', 'desc').limit(20).execute()
}

// advice: create index concurrently job_status_run_at_idx on job (status, run_at);
export async function queue(db: Db, _given: Given) {
  return db.selectFrom('job').select('id').where('status', '=', 'waiting').orderBy('run_at').limit(10).execute()
}

// advice: create index concurrently job_priority_run_at_idx on job (priority, run_at desc nulls last);
export async function nullsLast(db: Db, _given: Given) {
  return db
    .selectFrom('job')
    .select('id')
    .where('priority', '=', 3)
    .orderBy('run_at', (order) => order.desc().nullsLast())
    .limit(10)
    .execute()
}

// served
export async function inOrderOfAnIndex(db: Db, _given: Given) {
  return db.selectFrom('activity').select('id').orderBy('created_at', 'desc').limit(20).execute()
}

// served
export async function inOrderOfTheKey(db: Db, _given: Given) {
  return db.selectFrom('message').select('id').orderBy('id').limit(20).execute()
}

// served
export async function rangeOfAnIndex(db: Db, given: Given) {
  return db
    .selectFrom('activity')
    .select('id')
    .where('created_at', '>=', given.since)
    .where('created_at', '<', given.until)
    .execute()
}

// silent: how many rows an open range holds is not known
export async function openRange(db: Db, _given: Given) {
  return db.selectFrom('session').select('id').where('expires_at', '>', '2024-01-02').execute()
}

// silent: the whole table is read on purpose
export async function allInOrder(db: Db, _given: Given) {
  return db.selectFrom('audit_log').select(['id', 'actor']).orderBy('created_at').execute()
}
