// merge into: every branch and action.
import { sql, type Kysely } from 'kysely'
import { mergeAction } from 'kysely/helpers/postgres'
import type { DB } from './database'

export async function mergeUpdateOrInsert(db: Kysely<DB>) {
  return db
    .mergeInto('product as target')
    .using('product as source', 'source.sku', 'target.sku')
    .whenMatched()
    .thenUpdateSet((eb) => ({ stock: eb('target.stock', '+', eb.ref('source.stock')) }))
    .whenNotMatched()
    .thenDoNothing()
    .execute()
}

export async function mergeDelete(db: Kysely<DB>) {
  return db
    .mergeInto('session')
    .using('app_user', 'app_user.id', 'session.user_id')
    .whenMatchedAnd('app_user.last_seen_at', 'is', null)
    .thenDelete()
    .executeTakeFirstOrThrow()
}

export async function mergeInsert(db: Kysely<DB>) {
  return db
    .mergeInto('setting')
    .using('organization as o', (join) => join.onRef('o.slug', '=', 'setting.key'))
    .whenNotMatched()
    .thenInsertValues((eb) => ({ key: eb.ref('o.slug'), value: 'new' }))
    .execute()
}

export async function mergeInsertObject(db: Kysely<DB>) {
  return db
    .mergeInto('category as c')
    .using('product as p', 'p.category_id', 'c.id')
    .whenNotMatchedAnd('p.stock', '>', 0)
    .thenInsertValues({ name: 'unknown', parent_id: null })
    .whenMatched()
    .thenDoNothing()
    .execute()
}

export async function mergeFromSubquery(db: Kysely<DB>) {
  return db
    .mergeInto('organization as o')
    .using(
      db
        .selectFrom('member')
        .select(['organization_id', (e) => e.fn.countAll<number>().as('n')])
        .groupBy('organization_id')
        .as('m'),
      'm.organization_id',
      'o.id',
    )
    .whenMatchedAndRef('m.n', '>', 'o.seats')
    .thenUpdateSet('seats', (eb) => eb.ref('m.n'))
    .execute()
}

export async function mergeThenUpdate(db: Kysely<DB>) {
  return db
    .mergeInto('todo')
    .using('project', (join) => join.onRef('project.id', '=', 'todo.project_id').on('project.status', '=', 'archived'))
    .whenMatched()
    .thenUpdate((ub) => ub.set('status', 'done').set({ done_at: sql`now()` }))
    .execute()
}

export async function mergeBranches(db: Kysely<DB>) {
  return db
    .mergeInto('billing.subscription as s')
    .using('organization as o', 'o.id', 's.organization_id')
    .whenMatchedAnd('o.deleted_at', 'is not', null)
    .thenDelete()
    .whenMatchedAnd((eb) => eb.or([eb('o.plan', '=', 'free'), eb('o.seats', '=', 0)]))
    .thenDoNothing()
    .whenMatched()
    .thenUpdateSet({ plan: 'team' })
    .whenNotMatchedAnd('o.plan', '!=', 'free')
    .thenInsertValues(({ ref }) => ({ organization_id: ref('o.id'), plan: ref('o.plan') }))
    .execute()
}

export async function mergeBySource(db: Kysely<DB>) {
  return db
    .mergeInto('label as l')
    .using('todo_label as tl', 'tl.label_id', 'l.id')
    .whenNotMatchedBySource()
    .thenDelete()
    .execute()
}

export async function mergeBySourceAnd(db: Kysely<DB>) {
  return db
    .mergeInto('label as l')
    .using('todo_label as tl', 'tl.label_id', 'l.id')
    .whenNotMatchedBySourceAnd('l.color', '=', 'grey')
    .thenUpdateSet({ color: 'black' })
    .whenNotMatchedBySourceAndRef('l.name', '=', 'l.color')
    .thenDoNothing()
    .execute()
}

export async function mergeReturning(db: Kysely<DB>) {
  return db
    .mergeInto('setting as s')
    .using('organization as o', 'o.slug', 's.key')
    .whenMatched()
    .thenUpdateSet({ value: 'known' })
    .returning([mergeAction().as('action'), 's.key'])
    .execute()
}

export async function mergeReturningAll(db: Kysely<DB>) {
  return db
    .mergeInto('setting as s')
    .using('organization as o', 'o.slug', 's.key')
    .whenMatched()
    .thenDelete()
    .returningAll()
    .execute()
}

export async function mergeWithCte(db: Kysely<DB>) {
  return db
    .with('wanted', (qc) => qc.selectFrom('purchase').select(['customer_id', 'organization_id']).where('state', '=', 'paid'))
    .mergeInto('member as m')
    .using('wanted as w', (join) =>
      join.onRef('w.customer_id', '=', 'm.user_id').onRef('w.organization_id', '=', 'm.organization_id'),
    )
    .whenNotMatched()
    .thenInsertValues((eb) => ({
      organization_id: eb.ref('w.organization_id'),
      user_id: eb.ref('w.customer_id'),
      role: 'guest',
    }))
    .execute()
}

export async function mergeConditional(db: Kysely<DB>, prune: boolean) {
  return db
    .mergeInto('label as l')
    .using('todo_label as tl', 'tl.label_id', 'l.id')
    .whenMatched()
    .thenDoNothing()
    .$if(prune, (qb) => qb.whenNotMatchedBySource().thenDelete())
    .execute()
}

export async function mergeCompile(db: Kysely<DB>) {
  return db
    .mergeInto('job')
    .using('event', 'event.kind', 'job.queue')
    .whenMatched()
    .thenDelete()
    .modifyEnd(sql`/* cleanup */`)
    .compile()
}
