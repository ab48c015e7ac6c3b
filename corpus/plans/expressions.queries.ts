import { sql } from 'kysely'
import type { Db } from './database'
import type { Given } from './given'

// served
export async function lowerCase(db: Db, given: Given) {
  return db
    .selectFrom('contact')
    .select('id')
    .where((eb) => eb(eb.fn<string>('lower', ['email']), '=', given.contactEmail))
    .execute()
}

// served
export async function lowerCaseAsText(db: Db, given: Given) {
  return db.selectFrom('contact').select('id').where(sql<string>`lower(email)`, '=', given.contactEmail).execute()
}

// advice: create index concurrently contact_email_idx on contact (email);
export async function anotherSpelling(db: Db, given: Given) {
  return db.selectFrom('contact').select('id').where('email', '=', given.contactEmail).execute()
}

// advice: create index concurrently audit_log_lower_actor_idx on audit_log ((lower(actor)));
export async function lowerCaseWithoutIndex(db: Db, given: Given) {
  return db
    .selectFrom('audit_log')
    .select('id')
    .where((eb) => eb(eb.fn<string>('lower', ['actor']), '=', given.actor))
    .execute()
}

// served
export async function jsonKey(db: Db, given: Given) {
  return db
    .selectFrom('contact')
    .select('id')
    .where((eb) => eb(eb.ref('data', '->>').key('source'), '=', given.source))
    .execute()
}

// advice: create index concurrently contact_data_plan_name_idx on contact ((data -> 'plan' ->> 'name'));
export async function jsonPath(db: Db, given: Given) {
  return db
    .selectFrom('contact')
    .select('id')
    .where((eb) => eb(eb.ref('data', '->>').key('plan').key('name'), '=', given.plan))
    .execute()
}

// advice: create index concurrently contact_data_idx on contact using gin (data);
export async function jsonContains(db: Db, given: Given) {
  return db.selectFrom('contact').select('id').where('data', '@>', sql<never>`${given.campaign}::jsonb`).execute()
}

// advice: create index concurrently contact_labels_idx on contact using gin (labels);
export async function arraysOverlap(db: Db, given: Given) {
  return db.selectFrom('contact').select('id').where('labels', '&&', sql<string[]>`${given.labels}::text[]`).execute()
}

// served
export async function arrayContains(db: Db, given: Given) {
  return db.selectFrom('contact').select('id').where('tags', '@>', sql<string[]>`${given.tags}::text[]`).execute()
}

// advice: create index concurrently document_title_trgm_idx on document using gin (title gin_trgm_ops);
export async function search(db: Db, given: Given) {
  return db.selectFrom('document').select('id').where('title', 'ilike', given.text).execute()
}

// advice: create index concurrently document_title_body_trgm_idx on document using gin (title gin_trgm_ops, body gin_trgm_ops);
export async function searchInTwo(db: Db, given: Given) {
  return db
    .selectFrom('document')
    .select('id')
    .where((eb) => eb.or([eb('title', 'ilike', given.text), eb('body', 'ilike', given.text)]))
    .execute()
}

// served
export async function searchWithIndex(db: Db, given: Given) {
  return db.selectFrom('note').select('id').where('title', 'ilike', given.text).execute()
}
