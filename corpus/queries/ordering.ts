// Order, limit, offset, fetch, locks, and clearing what was set.
import { sql, type Kysely } from 'kysely'
import type { DB } from './database'

export async function orderByOne(db: Kysely<DB>) {
  return db.selectFrom('todo').selectAll().orderBy('created_at').execute()
}

export async function orderByDirections(db: Kysely<DB>) {
  return db.selectFrom('todo').selectAll().orderBy('priority', 'desc').orderBy('title', 'asc').execute()
}

export async function orderByNulls(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .selectAll()
    .orderBy('due_at', (ob) => ob.desc().nullsLast())
    .orderBy('done_at', (ob) => ob.nullsFirst())
    .execute()
}

export async function orderByCollation(db: Kysely<DB>) {
  return db.selectFrom('app_user').select('email').orderBy('email', (ob) => ob.collate('de-x-icu').asc()).execute()
}

export async function lastDirectionWins(db: Kysely<DB>) {
  return db.selectFrom('app_user').select('email').orderBy('email', (ob) => ob.desc().asc()).execute()
}

export async function orderByExpression(db: Kysely<DB>) {
  return db
    .selectFrom('product')
    .select('sku')
    .orderBy((eb) => eb.fn('lower', ['name']))
    .orderBy(sql`random()`)
    .execute()
}

export async function orderByCase(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select('id')
    .orderBy((eb) => eb.case('status').when('doing').then(0).when('open').then(1).else(2).end())
    .execute()
}

export async function orderByAlias(db: Kysely<DB>) {
  return db
    .selectFrom('app_user as u')
    .select(['u.id', 'u.full_name as display_name'])
    .orderBy('display_name')
    .execute()
}

export async function orderByStringWithDirection(db: Kysely<DB>) {
  return db.selectFrom('event').select('id').orderBy('occurred_at desc').execute()
}

export async function orderByList(db: Kysely<DB>) {
  return db.selectFrom('event').select('id').orderBy(['kind', 'occurred_at desc']).execute()
}

export async function orderByRawModifier(db: Kysely<DB>) {
  return db.selectFrom('todo').select('id').orderBy('due_at', sql`desc nulls last`).execute()
}

export async function limitLiteral(db: Kysely<DB>) {
  return db.selectFrom('audit_log').select('id').orderBy('at', 'desc').limit(50).execute()
}

export async function limitAndOffset(db: Kysely<DB>, page: number, size: number) {
  return db
    .selectFrom('todo')
    .selectAll()
    .orderBy('id')
    .limit(size)
    .offset((page - 1) * size)
    .execute()
}

export async function limitPlusOne(db: Kysely<DB>, first: number, after: number) {
  return db
    .selectFrom('todo')
    .select(['id', 'title'])
    .where('id', '>', after)
    .orderBy('id')
    .limit(first + 1)
    .execute()
}

export async function limitBigint(db: Kysely<DB>) {
  return db.selectFrom('job').select('id').limit(10n).offset(20n).execute()
}

export async function limitExpression(db: Kysely<DB>) {
  return db
    .selectFrom('job')
    .select('id')
    .limit(sql<number>`${25}::int`)
    .offset((eb) => eb.lit(5))
    .execute()
}

export async function limitNull(db: Kysely<DB>) {
  return db.selectFrom('job').select('id').limit(null).execute()
}

export async function lastLimitWins(db: Kysely<DB>) {
  return db.selectFrom('job').select('id').limit(10).limit(5).offset(1).offset(2).execute()
}

export async function fetchOnly(db: Kysely<DB>) {
  return db.selectFrom('job').select('id').orderBy('run_at').fetch(5).execute()
}

export async function fetchWithTies(db: Kysely<DB>) {
  return db.selectFrom('job').select('id').orderBy('run_at').offset(2).fetch(5, 'with ties').execute()
}

export async function clearedLimitAndOffset(db: Kysely<DB>) {
  return db.selectFrom('job').select('id').limit(10).offset(5).clearLimit().clearOffset().execute()
}

export async function clearedOrder(db: Kysely<DB>) {
  return db.selectFrom('job').select('id').orderBy('run_at').clearOrderBy().orderBy('id', 'desc').execute()
}

export async function forUpdateSkipLocked(db: Kysely<DB>, queue: string) {
  return db
    .selectFrom('job')
    .selectAll()
    .where('queue', '=', queue)
    .where('locked_at', 'is', null)
    .orderBy('run_at')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
}

export async function forUpdateOfTable(db: Kysely<DB>) {
  return db
    .selectFrom('todo as t')
    .innerJoin('project as p', 'p.id', 't.project_id')
    .select('t.id')
    .forUpdate('t')
    .noWait()
    .execute()
}

export async function forUpdateOfSeveral(db: Kysely<DB>) {
  return db
    .selectFrom(['todo as t', 'project as p'])
    .select('t.id')
    .forUpdate(['t', 'p'])
    .execute()
}

export async function weakerLocks(db: Kysely<DB>) {
  await db.selectFrom('organization').select('seats').where('id', '=', 'a').forShare().execute()
  await db.selectFrom('organization').select('seats').where('id', '=', 'b').forKeyShare().execute()
  return db.selectFrom('organization').select('seats').where('id', '=', 'c').forNoKeyUpdate().execute()
}

export async function methodsInAnyOrder(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .limit(3)
    .orderBy('position')
    .where('status', '=', 'open')
    .groupBy('id')
    .select('id')
    .distinct()
    .execute()
}
