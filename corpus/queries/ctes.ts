// Common table expressions: several, data-modifying, recursive, materialized, with columns.
import { sql, type Kysely } from 'kysely'
import type { DB } from './database'

export async function oneCte(db: Kysely<DB>, orgId: string) {
  return db
    .with('mine', (qc) => qc.selectFrom('todo').selectAll().where('organization_id', '=', orgId))
    .selectFrom('mine')
    .select(['id', 'title'])
    .execute()
}

export async function cteSeesEarlierOnes(db: Kysely<DB>) {
  return db
    .with('paid', (qc) => qc.selectFrom('purchase').select(['id', 'total', 'customer_id']).where('state', '=', 'paid'))
    .with('per_customer', (qc) =>
      qc
        .selectFrom('paid')
        .select(['customer_id', (eb) => eb.fn.sum<number>('total').as('spent')])
        .groupBy('customer_id'),
    )
    .selectFrom('per_customer')
    .innerJoin('app_user', 'app_user.id', 'per_customer.customer_id')
    .select(['app_user.email', 'per_customer.spent'])
    .orderBy('per_customer.spent', 'desc')
    .execute()
}

export async function cteFromBuilderObject(db: Kysely<DB>) {
  return db
    .with('recent', db.selectFrom('event').selectAll().where('occurred_at', '>', new Date(0)))
    .selectFrom('recent')
    .selectAll()
    .execute()
}

export async function cteWithColumns(db: Kysely<DB>) {
  return db
    .with('totals(customer, amount)', (qc) =>
      qc.selectFrom('purchase').select(['customer_id as customer', 'total as amount']),
    )
    .selectFrom('totals')
    .select(['customer', 'amount'])
    .execute()
}

export async function materializedCte(db: Kysely<DB>) {
  return db
    .with(
      (cte) => cte('heavy').materialized(),
      (qc) => qc.selectFrom('event').select('organization_id').distinct(),
    )
    .selectFrom('heavy')
    .selectAll()
    .execute()
}

export async function notMaterializedCte(db: Kysely<DB>) {
  return db
    .with(
      (cte) => cte('light(kind)').notMaterialized(),
      (qc) => qc.selectFrom('event').select('kind').distinct(),
    )
    .selectFrom('light')
    .select('light.kind')
    .execute()
}

export async function moveRows(db: Kysely<DB>) {
  return db
    .with('gone', (qc) => qc.deleteFrom('todo').where('deleted_at', 'is not', null).returning(['id', 'organization_id']))
    .insertInto('audit_log')
    .columns(['organization_id', 'action'])
    .expression((eb) => eb.selectFrom('gone').select(['gone.organization_id', sql<string>`'purged'`.as('action')]))
    .execute()
}

export async function insertInCte(db: Kysely<DB>, name: string, ownerId: string) {
  return db
    .with('org', (qc) => qc.insertInto('organization').values({ name, slug: name, plan: 'free' }).returning('id'))
    .insertInto('member')
    .values((eb) => ({ organization_id: eb.selectFrom('org').select('org.id'), user_id: ownerId, role: 'owner' }))
    .returningAll()
    .executeTakeFirst()
}

export async function updateInCte(db: Kysely<DB>) {
  return db
    .with('done', (qc) =>
      qc.updateTable('todo').set({ status: 'done' }).where('due_at', '<', new Date()).returning('todo.id'),
    )
    .selectFrom('done')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
}

export async function recursiveTree(db: Kysely<DB>, rootId: number) {
  return db
    .withRecursive('tree', (qc) =>
      qc
        .selectFrom('category')
        .select(['id', 'parent_id', 'name'])
        .where('id', '=', rootId)
        .unionAll((eb) =>
          eb
            .selectFrom('category as c')
            .innerJoin('tree as t', 't.id', 'c.parent_id')
            .select(['c.id', 'c.parent_id', 'c.name']),
        ),
    )
    .selectFrom('tree')
    .selectAll()
    .execute()
}

export async function recursiveWithDepth(db: Kysely<DB>) {
  return db
    .withRecursive('chain(id, depth)', (qc) =>
      qc
        .selectFrom('todo')
        .select(['todo.id', sql<number>`0`.as('depth')])
        .where('todo.parent_id', 'is', null)
        .unionAll(
          qc
            .selectFrom('todo')
            .innerJoin('chain', 'chain.id', 'todo.parent_id')
            .select(['todo.id', (eb) => eb('chain.depth', '+', 1).as('depth')])
            .where('chain.depth', '<', 10),
        ),
    )
    .selectFrom('chain')
    .innerJoin('todo', 'todo.id', 'chain.id')
    .select(['todo.title', 'chain.depth'])
    .orderBy('chain.depth')
    .execute()
}

export async function recursiveFirstDecides(db: Kysely<DB>) {
  return db
    .with('a', (qc) => qc.selectFrom('setting').select('key'))
    .withRecursive('b', (qc) => qc.selectFrom('a').select('key'))
    .selectFrom('b')
    .selectAll()
    .execute()
}

export async function recursiveThenPlain(db: Kysely<DB>) {
  return db
    .withRecursive('up', (qc) => qc.selectFrom('category').select(['id', 'parent_id']).where('id', '=', 7))
    .with('names', (qc) => qc.selectFrom('category').select('name').where('id', 'in', (eb) => eb.selectFrom('up').select('up.id')))
    .selectFrom('names')
    .select('name')
    .execute()
}

export async function shadowedHandle(db: Kysely<DB>) {
  return db
    .with('removed', (db) => db.deleteFrom('session').where('expires_at', '<', new Date()).returning('user_id'))
    .selectFrom('removed')
    .select('user_id')
    .distinct()
    .execute()
}

export async function cteInsideSubquery(db: Kysely<DB>) {
  return db
    .selectFrom('project')
    .selectAll()
    .where(
      'id',
      'in',
      db
        .with('busy', (qc) => qc.selectFrom('todo').select('project_id').where('status', '=', 'doing'))
        .selectFrom('busy')
        .select('busy.project_id'),
    )
    .execute()
}

export async function cteUsedTwice(db: Kysely<DB>) {
  return db
    .with('t', (qc) => qc.selectFrom('todo').select(['id', 'parent_id']))
    .selectFrom('t as child')
    .innerJoin('t as parent', 'parent.id', 'child.parent_id')
    .select('child.id')
    .execute()
}

export async function rawCte(db: Kysely<DB>) {
  return db
    .with('days', () => sql<{ day: Date }>`(select generate_series(now() - interval '6 days', now(), '1 day') as day)`)
    .selectFrom('days')
    .select('day')
    .execute()
}

export async function creatorInAVariable(db: Kysely<DB>, orgId: string) {
  const scoped = db.with('visible', (qc) =>
    qc.selectFrom('project').select(['id', 'name']).where('organization_id', '=', orgId),
  )
  const names = await scoped.selectFrom('visible').select('name').execute()
  const count = await scoped.selectFrom('visible').select((eb) => eb.fn.countAll().as('n')).execute()
  return { names, count }
}

export async function updateFromCte(db: Kysely<DB>) {
  return db
    .with('ranked', (qc) =>
      qc
        .selectFrom('todo')
        .select(['id', (eb) => eb.fn.agg<number>('row_number').over((ob) => ob.partitionBy('project_id').orderBy('position')).as('rank')]),
    )
    .updateTable('todo')
    .from('ranked')
    .set((eb) => ({ position: eb.ref('ranked.rank') }))
    .whereRef('ranked.id', '=', 'todo.id')
    .execute()
}
