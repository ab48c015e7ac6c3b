// Functions: calls, aggregates with filter, distinct, order and over; grouping and having.
import { sql, type Kysely } from 'kysely'
import type { DB } from './database'

export async function countAll(db: Kysely<DB>) {
  return db.selectFrom('todo').select((eb) => eb.fn.countAll<number>().as('n')).executeTakeFirstOrThrow()
}

export async function countThroughDb(db: Kysely<DB>, orgId: string) {
  const row = await db
    .selectFrom('todo')
    .select(db.fn.countAll<string>().as('count'))
    .where('organization_id', '=', orgId)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

export async function countAllOfTable(db: Kysely<DB>) {
  return db
    .selectFrom('project')
    .leftJoin('todo', 'todo.project_id', 'project.id')
    .select((eb) => ['project.id', eb.fn.countAll('todo').as('todos')])
    .groupBy('project.id')
    .execute()
}

export async function countColumn(db: Kysely<DB>) {
  return db.selectFrom('todo').select(({ fn }) => fn.count<number>('assignee_id').as('assigned')).execute()
}

export async function countDistinct(db: Kysely<DB>) {
  return db.selectFrom('session').select(({ fn }) => fn.count<number>('user_id').distinct().as('users')).execute()
}

export async function allAggregates(db: Kysely<DB>) {
  return db
    .selectFrom('product')
    .select(({ fn }) => [
      fn.min('price').as('cheapest'),
      fn.max('price').as('dearest'),
      fn.avg<number>('price').as('mean'),
      fn.sum<number>('stock').as('pieces'),
    ])
    .execute()
}

export async function groupByOne(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select(['status', (eb) => eb.fn.count('id').as('n')])
    .groupBy('status')
    .execute()
}

export async function groupBySeveral(db: Kysely<DB>) {
  return db
    .selectFrom('todo as t')
    .select(['t.project_id', 't.status'])
    .select((eb) => eb.fn.sum<number>('t.estimate').as('hours'))
    .groupBy(['t.project_id', 't.status'])
    .execute()
}

export async function groupByTwice(db: Kysely<DB>) {
  return db
    .selectFrom('purchase')
    .select(['state', 'customer_id'])
    .groupBy('state')
    .groupBy('customer_id')
    .execute()
}

export async function groupByExpression(db: Kysely<DB>) {
  return db
    .selectFrom('purchase')
    .select([sql<Date>`date_trunc('month', placed_at)`.as('month'), (eb) => eb.fn.sum('total').as('revenue')])
    .groupBy(sql`date_trunc('month', placed_at)`)
    .execute()
}

export async function groupByCallback(db: Kysely<DB>) {
  return db
    .selectFrom('event')
    .select((eb) => eb.fn.countAll().as('n'))
    .groupBy((eb) => [eb.fn('date', ['occurred_at']), 'kind'])
    .execute()
}

export async function groupByAlias(db: Kysely<DB>) {
  return db
    .selectFrom('event')
    .select((eb) => [eb.fn<string>('date_trunc', [eb.val('day'), 'occurred_at']).as('day'), eb.fn.countAll().as('n')])
    .groupBy('day')
    .orderBy('day')
    .execute()
}

export async function clearedGroupBy(db: Kysely<DB>) {
  return db
    .selectFrom('event')
    .select('organization_id')
    .groupBy('kind')
    .clearGroupBy()
    .groupBy('organization_id')
    .execute()
}

export async function havingAggregate(db: Kysely<DB>) {
  return db
    .selectFrom('member')
    .select('organization_id')
    .groupBy('organization_id')
    .having((eb) => eb.fn.countAll(), '>', 10)
    .execute()
}

export async function havingCallback(db: Kysely<DB>) {
  return db
    .selectFrom('purchase')
    .select(['customer_id', (eb) => eb.fn.sum<number>('total').as('spent')])
    .groupBy('customer_id')
    .having((eb) => eb(eb.fn.sum('total'), '>=', 1000))
    .having((eb) => eb(eb.fn.count('id'), '<', 5))
    .execute()
}

export async function havingColumns(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select('project_id')
    .groupBy(['project_id', 'priority', 'position'])
    .havingRef('priority', '=', 'position')
    .having('priority', 'is not', null)
    .execute()
}

export async function filteredCount(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select(({ fn }) => [
      fn.count<number>('id').filterWhere('status', '=', 'done').as('done'),
      fn.countAll<number>().filterWhere((eb) => eb('due_at', '<', new Date()).and('status', '!=', 'done')).as('overdue'),
    ])
    .execute()
}

export async function filterByColumns(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select(({ fn }) => fn.count('id').filterWhereRef('updated_at', '>', 'created_at').as('touched'))
    .execute()
}

export async function filterTwice(db: Kysely<DB>) {
  return db
    .selectFrom('purchase')
    .select(({ fn }) =>
      fn.sum('total').filterWhere('state', '=', 'paid').filterWhere('total', '>', 100).as('big_revenue'),
    )
    .execute()
}

export async function orderedAggregate(db: Kysely<DB>) {
  return db
    .selectFrom('label')
    .select(({ fn }) => fn.agg<string[]>('array_agg', ['name']).orderBy('name', 'desc').as('names'))
    .execute()
}

export async function withinGroup(db: Kysely<DB>) {
  return db
    .selectFrom('purchase')
    .select(({ fn, val }) => fn.agg<number>('percentile_cont', [val(0.5)]).withinGroupOrderBy('total').as('median'))
    .execute()
}

export async function overNothing(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select(['id', (eb) => eb.fn.countAll<number>().over().as('total_rows')])
    .limit(20)
    .execute()
}

export async function overPartition(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select(({ fn }) => [
      'id',
      fn
        .agg<number>('row_number')
        .over((ob) => ob.partitionBy('project_id').orderBy('priority', 'desc').orderBy('id'))
        .as('rank'),
    ])
    .execute()
}

export async function overSeveralPartitions(db: Kysely<DB>) {
  return db
    .selectFrom('purchase as p')
    .select((eb) =>
      eb.fn
        .sum<number>('p.total')
        .over((ob) => ob.partitionBy(['p.organization_id', 'p.customer_id']).orderBy('p.placed_at', (o) => o.asc().nullsLast()))
        .as('running_total'),
    )
    .execute()
}

export async function functionCall(db: Kysely<DB>) {
  return db
    .selectFrom('app_user')
    .select((eb) => eb.fn<string>('lower', ['email']).as('login'))
    .where((eb) => eb(eb.fn('length', ['email']), '>', 3))
    .execute()
}

export async function functionWithValues(db: Kysely<DB>) {
  return db
    .selectFrom('app_user')
    .select(({ fn, val, ref }) => fn<string>('concat', [ref('full_name'), val(' <'), 'email', val('>')]).as('mailbox'))
    .execute()
}

export async function nestedFunctions(db: Kysely<DB>) {
  return db
    .selectFrom('product')
    .select((eb) => eb.fn<string>('upper', [eb.fn('trim', ['sku'])]).as('sku'))
    .execute()
}

export async function coalesceSeveral(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select(({ fn, val, ref }) => fn.coalesce(ref('due_at'), 'created_at', val(new Date(0))).as('sort_key'))
    .execute()
}

export async function jsonAggregate(db: Kysely<DB>) {
  return db
    .selectFrom('todo as t')
    .innerJoin('comment as c', 'c.todo_id', 't.id')
    .select((eb) => ['t.id', eb.fn.jsonAgg('c').as('comments'), eb.fn.jsonAgg('c.body').as('bodies')])
    .groupBy('t.id')
    .execute()
}

export async function functionOfSchema(db: Kysely<DB>) {
  return db.selectNoFrom((eb) => eb.fn<number>('billing.next_number', [eb.val('2025')]).as('number')).executeTakeFirst()
}

export async function functionWithoutArguments(db: Kysely<DB>) {
  return db.selectNoFrom(({ fn }) => [fn<Date>('now').as('at'), fn('pg_backend_pid', []).as('pid')]).execute()
}

export async function aggregateInArithmetic(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select((eb) =>
      eb(eb.fn.count<number>('done_at'), '/', eb.fn.countAll<number>()).as('share_done'),
    )
    .execute()
}

export async function orderByAggregate(db: Kysely<DB>) {
  return db
    .selectFrom('member')
    .select('organization_id')
    .groupBy('organization_id')
    .orderBy((eb) => eb.fn.countAll(), 'desc')
    .limit(10)
    .execute()
}

export async function aggregateCall(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select((eb) => eb.fn.max('priority').$call((agg) => agg.filterWhere('status', '=', 'open')).as('top'))
    .execute()
}

export async function castAndNotNull(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select((eb) => [eb.fn.max('due_at').$castTo<string>().as('last_due'), eb.ref('assignee_id').$notNull().as('assignee')])
    .execute()
}
