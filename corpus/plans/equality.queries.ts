import type { Db } from './database'
import type { Given } from './given'

// advice: create index concurrently session_token_idx on session (token);
export async function oneColumn(db: Db, given: Given) {
  return db.selectFrom('session').select('id').where('token', '=', given.token).executeTakeFirst()
}

// advice: create index concurrently message_organization_id_thread_key_idx on message (organization_id, thread_key);
export async function tenantFirst(db: Db, given: Given) {
  return db
    .selectFrom('message')
    .select('id')
    .where('thread_key', '=', given.threadKey)
    .where('organization_id', '=', given.organizationId)
    .execute()
}

// advice: create index concurrently message_thread_key_kind_idx on message (thread_key, kind);
export async function kindsLast(db: Db, given: Given) {
  return db.selectFrom('message').select('id').where('kind', '=', given.kind).where('thread_key', '=', given.threadKey).execute()
}

// advice: create index concurrently audit_log_actor_idx on audit_log (actor);
export async function listOfValues(db: Db, given: Given) {
  return db.selectFrom('audit_log').select('id').where('actor', 'in', given.actors).execute()
}

// advice: create index concurrently "order_customerRef_idx" on "order" ("customerRef");
export async function quotedNames(db: Db, given: Given) {
  return db.selectFrom('order').select('id').where('customerRef', '=', given.customer).execute()
}

// advice: create index concurrently order_user_idx on "order" ("user");
export async function reservedNames(db: Db, given: Given) {
  return db.selectFrom('order').select('id').where('user', '=', given.user).execute()
}

// advice: create index concurrently session_device_idx on session (device);
export async function update(db: Db, given: Given) {
  return db.updateTable('session').set({ status: 'closed' }).where('device', '=', given.device).execute()
}

// advice: create index concurrently message_topic_idx on message (topic);
export async function remove(db: Db, given: Given) {
  return db.deleteFrom('message').where('topic', '=', given.topic).execute()
}

// advice: create index concurrently comment_account_id_idx on comment (account_id);
export async function foreignKey(db: Db, given: Given) {
  return db.selectFrom('comment').select('id').where('account_id', '=', given.accountId).execute()
}

// served
export async function byPrimaryKey(db: Db, given: Given) {
  return db.selectFrom('account').select('name').where('id', '=', given.accountId).executeTakeFirst()
}

// served
export async function byUniqueIndex(db: Db, given: Given) {
  return db.selectFrom('account').select('name').where('email', '=', given.email).executeTakeFirst()
}

// served
export async function byUniqueKey(db: Db, given: Given) {
  return db
    .selectFrom('invoice')
    .select('id')
    .where('organization_id', '=', given.organizationId)
    .where('number', '=', given.number)
    .executeTakeFirst()
}

// served
export async function byTenant(db: Db, given: Given) {
  return db
    .selectFrom('account')
    .select('id')
    .where('organization_id', '=', given.organizationId)
    .where('status', '=', given.status)
    .execute()
}

// served
export async function byHash(db: Db, given: Given) {
  return db.selectFrom('contact').select('id').where('phone', '=', given.phone).execute()
}

// served
export async function joinedByKey(db: Db, _given: Given) {
  return db
    .selectFrom('comment')
    .innerJoin('account', 'account.id', 'comment.account_id')
    .select(['comment.id', 'account.name'])
    .where('comment.id', '=', '77')
    .execute()
}

// silent: half of the rows have that status
export async function statusAlone(db: Db, given: Given) {
  return db.selectFrom('session').select('id').where('status', '=', given.status).execute()
}
