// Deletes: predicates, using, returning, with CTEs.
import { sql, type Kysely } from 'kysely'
import type { DB } from './database'

export async function deleteById(db: Kysely<DB>, id: number) {
  return db.deleteFrom('comment').where('id', '=', id).execute()
}

export async function deleteEverything(db: Kysely<DB>) {
  return db.deleteFrom('session').execute()
}

export async function deleteExpired(db: Kysely<DB>) {
  const result = await db.deleteFrom('session').where('expires_at', '<', sql<Date>`now()`).executeTakeFirst()
  return Number(result.numDeletedRows)
}

export async function deleteAliased(db: Kysely<DB>) {
  return db.deleteFrom('audit_log as a').where('a.actor_id', 'is', null).execute()
}

export async function deleteUsing(db: Kysely<DB>) {
  return db
    .deleteFrom('todo')
    .using('project')
    .whereRef('todo.project_id', '=', 'project.id')
    .where('project.status', '=', 'archived')
    .execute()
}

export async function deleteUsingSeveral(db: Kysely<DB>) {
  return db
    .deleteFrom('comment as c')
    .using(['todo as t', 'project as p'])
    .whereRef('c.todo_id', '=', 't.id')
    .whereRef('t.project_id', '=', 'p.id')
    .where('p.name', '=', 'Trash')
    .execute()
}

export async function deleteReturning(db: Kysely<DB>, id: number) {
  return db.deleteFrom('todo').where('id', '=', id).returning(['id', 'title']).executeTakeFirst()
}

export async function deleteReturningAll(db: Kysely<DB>, key: string) {
  return db.deleteFrom('setting').where('key', '=', key).returningAll().executeTakeFirstOrThrow()
}

export async function deleteReturningAllOf(db: Kysely<DB>) {
  return db
    .deleteFrom('todo_label')
    .using('label')
    .whereRef('label.id', '=', 'todo_label.label_id')
    .returningAll(['todo_label', 'label'])
    .execute()
}

export async function deleteInSubquery(db: Kysely<DB>, orgId: string) {
  return db
    .deleteFrom('todo_label')
    .where(
      'todo_id',
      'in',
      db.selectFrom('todo').select('id').where('organization_id', '=', orgId).where('deleted_at', 'is not', null),
    )
    .execute()
}

export async function deleteDuplicates(db: Kysely<DB>) {
  return db
    .deleteFrom('label as a')
    .using('label as b')
    .whereRef('a.name', '=', 'b.name')
    .whereRef('a.organization_id', '=', 'b.organization_id')
    .whereRef('a.id', '>', 'b.id')
    .execute()
}

export async function deleteOr(db: Kysely<DB>, user: string) {
  return db
    .deleteFrom('session')
    .where(({ eb, or }) => or([eb('user_id', '=', user), eb('expires_at', '<', new Date())]))
    .execute()
}

export async function deleteWithCte(db: Kysely<DB>) {
  return db
    .with('old', (qc) => qc.selectFrom('event').select('id').orderBy('occurred_at').limit(1000))
    .deleteFrom('event')
    .where('id', 'in', (eb) => eb.selectFrom('old').select('old.id'))
    .execute()
}

export async function deleteCleared(db: Kysely<DB>) {
  return db.deleteFrom('job').where('queue', '=', 'a').clearWhere().where('attempts', '>', 5).returningAll().clearReturning().execute()
}

export async function deleteCompiled(db: Kysely<DB>) {
  return db.deleteFrom('billing.invoice_line').where('invoice_id', '=', 3).compile().parameters
}
