// Long queries as applications have them: dashboards, searches, feeds, rankings.
import { sql, type Kysely } from 'kysely'
import { jsonArrayFrom, jsonBuildObject, jsonObjectFrom } from 'kysely/helpers/postgres'
import type { DB } from './database'

export async function dashboard(db: Kysely<DB>, orgId: string, since: Date) {
  return db
    .selectFrom('project as p')
    .leftJoin('todo as t', (join) => join.onRef('t.project_id', '=', 'p.id').on('t.deleted_at', 'is', null))
    .leftJoin('app_user as owner', 'owner.id', 'p.owner_id')
    .select((eb) => [
      'p.id',
      'p.name',
      'owner.full_name as owner_name',
      eb.fn.count<number>('t.id').as('total'),
      eb.fn.count<number>('t.id').filterWhere('t.status', '=', 'done').as('done'),
      eb.fn
        .count<number>('t.id')
        .filterWhere(eb.and([eb('t.due_at', '<', sql<Date>`now()`), eb('t.status', '!=', 'done')]))
        .as('overdue'),
      eb.fn.coalesce(eb.fn.sum<number>('t.estimate'), eb.lit(0)).as('hours'),
      eb.fn.max('t.updated_at').as('last_activity'),
    ])
    .where('p.organization_id', '=', orgId)
    .where('p.archived_at', 'is', null)
    .where((eb) => eb.or([eb('p.starts_on', 'is', null), eb('p.starts_on', '>=', since)]))
    .groupBy(['p.id', 'owner.id'])
    .having((eb) => eb.fn.count('t.id'), '>', 0)
    .orderBy('last_activity', (ob) => ob.desc().nullsLast())
    .limit(25)
    .execute()
}

export async function activityFeed(db: Kysely<DB>, orgId: string, before: Date) {
  const comments = db
    .selectFrom('comment as c')
    .innerJoin('todo as t', 't.id', 'c.todo_id')
    .where('c.organization_id', '=', orgId)
    .select([sql<string>`'comment'`.as('kind'), 'c.created_at as at', 't.title as subject'])
  const finished = db
    .selectFrom('todo')
    .where('organization_id', '=', orgId)
    .where('done_at', 'is not', null)
    .select([sql<string>`'done'`.as('kind'), sql<Date>`done_at`.as('at'), 'title as subject'])
  return db
    .selectFrom(comments.unionAll(finished).as('feed'))
    .selectAll()
    .where('feed.at', '<', before)
    .orderBy('feed.at', 'desc')
    .limit(50)
    .execute()
}

export async function topSellers(db: Kysely<DB>, orgId: string) {
  return db
    .with('sold', (qc) =>
      qc
        .selectFrom('purchase_item as i')
        .innerJoin('purchase as o', 'o.id', 'i.purchase_id')
        .where('o.organization_id', '=', orgId)
        .where('o.state', 'in', ['paid', 'shipped'])
        .select((eb) => ['i.product_id', eb.fn.sum<number>('i.quantity').as('pieces')])
        .groupBy('i.product_id'),
    )
    .with('ranked', (qc) =>
      qc
        .selectFrom('sold')
        .innerJoin('product', 'product.id', 'sold.product_id')
        .select(({ fn }) => [
          'product.category_id',
          'product.sku',
          'sold.pieces',
          fn
            .agg<number>('dense_rank')
            .over((ob) => ob.partitionBy('product.category_id').orderBy('sold.pieces', 'desc'))
            .as('place'),
        ]),
    )
    .selectFrom('ranked')
    .innerJoin('category', 'category.id', 'ranked.category_id')
    .select(['category.name as category', 'ranked.sku', 'ranked.pieces'])
    .where('ranked.place', '<=', 3)
    .orderBy('category')
    .orderBy('ranked.place')
    .execute()
}

export async function todoPage(db: Kysely<DB>, orgId: string, id: number) {
  return db
    .selectFrom('todo as t')
    .innerJoin('project as p', 'p.id', 't.project_id')
    .select((eb) => [
      't.id',
      't.title',
      jsonBuildObject({ id: eb.ref('p.id'), name: eb.ref('p.name') }).as('project'),
      jsonObjectFrom(
        eb.selectFrom('app_user as u').whereRef('u.id', '=', 't.assignee_id').select(['u.id', 'u.full_name as name']),
      ).as('assignee'),
      jsonArrayFrom(
        eb
          .selectFrom('label as l')
          .innerJoin('todo_label as tl', 'tl.label_id', 'l.id')
          .whereRef('tl.todo_id', '=', 't.id')
          .select(['l.name', 'l.color'])
          .orderBy('l.name'),
      ).as('labels'),
      jsonArrayFrom(
        eb
          .selectFrom('comment as c')
          .leftJoin('app_user as author', 'author.id', 'c.author_id')
          .whereRef('c.todo_id', '=', 't.id')
          .select(['c.id', 'c.body', 'author.email as author'])
          .orderBy('c.created_at')
          .limit(100),
      ).as('comments'),
      eb
        .selectFrom('todo as child')
        .whereRef('child.parent_id', '=', 't.id')
        .select((e) => e.fn.countAll<number>().as('n'))
        .as('children'),
    ])
    .where('t.id', '=', id)
    .where('t.organization_id', '=', orgId)
    .executeTakeFirst()
}

export async function search(db: Kysely<DB>, orgId: string, query: string, labels: string[]) {
  const term = sql<string>`websearch_to_tsquery('english', ${query})`
  const vector = sql<string>`to_tsvector('english', coalesce(t.title, '') || ' ' || coalesce(t.body, ''))`
  return db
    .selectFrom('todo as t')
    .select(['t.id', 't.title', sql<number>`ts_rank(${vector}, ${term})`.as('rank')])
    .where('t.organization_id', '=', orgId)
    .where(vector, '@@', term)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('todo_label as tl')
          .innerJoin('label as l', 'l.id', 'tl.label_id')
          .select('l.id')
          .whereRef('tl.todo_id', '=', 't.id')
          .where('l.name', 'in', labels),
      ),
    )
    .orderBy('rank', 'desc')
    .limit(20)
    .execute()
}

export async function revenueByMonth(db: Kysely<DB>, orgId: string, year: number) {
  const month = sql<Date>`date_trunc('month', issued_at)`
  return db
    .selectFrom('billing.invoice')
    .select((eb) => [
      month.as('month'),
      eb.fn.sum<number>('total').as('revenue'),
      eb.fn.sum<number>('total').filterWhere('paid_at', 'is', null).as('open'),
      sql<number>`sum(sum(total)) over (order by ${month})`.as('running'),
    ])
    .where('organization_id', '=', orgId)
    .where(sql`extract(year from issued_at)`, '=', year)
    .groupBy(month)
    .orderBy(month)
    .execute()
}

export async function gapsAndIslands(db: Kysely<DB>) {
  return db
    .with('numbered', (qc) =>
      qc
        .selectFrom('event')
        .select(({ fn, ref }) => [
          'organization_id',
          'occurred_at',
          fn.agg<Date | null>('lag', [ref('occurred_at')]).over((ob) => ob.partitionBy('organization_id').orderBy('occurred_at')).as('previous_at'),
        ]),
    )
    .selectFrom('numbered')
    .select(['organization_id', 'occurred_at'])
    .where(({ eb, or }) =>
      or([eb('previous_at', 'is', null), eb(sql`occurred_at - previous_at`, '>', sql`interval '30 minutes'`)]),
    )
    .execute()
}

export async function permissions(db: Kysely<DB>, userId: string, projectId: string) {
  const row = await db
    .selectFrom('project as p')
    .leftJoin('member as m', (join) => join.onRef('m.organization_id', '=', 'p.organization_id').on('m.user_id', '=', userId))
    .select(({ eb, or, and, case: when }) => [
      when()
        .when(or([eb('p.owner_id', '=', userId), eb('m.role', 'in', ['owner', 'admin'])]))
        .then('write')
        .when(and([eb('m.role', '=', 'member'), eb('p.status', '!=', 'archived')]))
        .then('comment')
        .when('m.role', 'is not', null)
        .then('read')
        .else('none')
        .end()
        .as('access'),
    ])
    .where('p.id', '=', projectId)
    .executeTakeFirst()
  return row?.access ?? 'none'
}

export async function claimJobs(db: Kysely<DB>, queue: string, count: number) {
  return db
    .with('next', (qc) =>
      qc
        .selectFrom('job')
        .select('job.id')
        .where('job.queue', '=', queue)
        .where((eb) => eb.or([eb('job.locked_at', 'is', null), eb('job.locked_at', '<', sql<Date>`now() - interval '5 minutes'`)]))
        .where('job.run_at', '<=', sql<Date>`now()`)
        .orderBy('job.run_at')
        .limit(count)
        .forUpdate()
        .skipLocked(),
    )
    .updateTable('job')
    .from('next')
    .set((eb) => ({ locked_at: sql`now()`, attempts: eb('job.attempts', '+', 1) }))
    .whereRef('job.id', '=', 'next.id')
    .returning(['job.id', 'job.payload', 'job.attempts'])
    .execute()
}

export async function pruneOldEvents(db: Kysely<DB>, keep: number) {
  return db
    .deleteFrom('event as e')
    .using((eb) =>
      eb
        .selectFrom('event')
        .select(({ fn }) => [
          'event.id',
          fn.agg<number>('row_number').over((ob) => ob.partitionBy('event.organization_id').orderBy('event.occurred_at', 'desc')).as('n'),
        ])
        .as('numbered'),
    )
    .whereRef('numbered.id', '=', 'e.id')
    .where('numbered.n', '>', keep)
    .execute()
}

export async function syncStock(db: Kysely<DB>, orgId: string, rows: { sku: string; stock: number }[]) {
  return db
    .insertInto('product')
    .values(
      rows.map(({ sku, stock }) => ({
        organization_id: orgId,
        category_id: 1,
        sku,
        name: sku,
        price: 0,
        stock,
        attributes: '{}',
      })),
    )
    .onConflict((oc) =>
      oc
        .columns(['organization_id', 'sku'])
        .doUpdateSet((eb) => ({ stock: eb.ref('excluded.stock') }))
        .where('product.stock', 'is distinct from', (eb) => eb.ref('excluded.stock')),
    )
    .returning(({ ref }) => ['id', sql<boolean>`(xmax = 0)`.as('inserted'), ref('stock').as('now')])
    .execute()
}

export async function usersWithoutSession(db: Kysely<DB>, days: number) {
  return db
    .selectFrom('app_user as u')
    .select(['u.id', 'u.email'])
    .where(({ not, exists, selectFrom, eb }) =>
      not(
        exists(
          selectFrom('session as s')
            .select(eb.lit(1).as('one'))
            .whereRef('s.user_id', '=', 'u.id')
            .where('s.expires_at', '>', sql<Date>`now() - make_interval(days => ${days})`),
        ),
      ),
    )
    .where('u.created_at', '<', sql<Date>`current_date - 30`)
    .orderBy('u.created_at')
    .execute()
}
