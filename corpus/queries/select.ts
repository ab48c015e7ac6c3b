// The select list: columns, aliases, all, callbacks, expressions, distinct, no from.
import { sql, type Kysely } from 'kysely'
import type { DB } from './database'

export async function oneColumn(db: Kysely<DB>) {
  return db.selectFrom('todo').select('title').execute()
}

export async function severalColumns(db: Kysely<DB>) {
  return await db.selectFrom('todo').select(['id', 'title', 'status']).execute()
}

export async function allColumns(db: Kysely<DB>) {
  return db.selectFrom('setting').selectAll().execute()
}

export async function allOfOneTable(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .innerJoin('project', 'project.id', 'todo.project_id')
    .selectAll('todo')
    .execute()
}

export async function allOfSeveralTables(db: Kysely<DB>) {
  return db
    .selectFrom(['label as l', 'todo_label as tl'])
    .whereRef('l.id', '=', 'tl.label_id')
    .selectAll(['l', 'tl'])
    .execute()
}

export async function columnAliases(db: Kysely<DB>) {
  return db.selectFrom('app_user').select(['id as userId', 'email as login', 'locale']).execute()
}

export async function qualifiedColumns(db: Kysely<DB>) {
  return db.selectFrom('app_user as u').select(['u.id', 'u.full_name as name']).execute()
}

export async function selectTwice(db: Kysely<DB>) {
  return db.selectFrom('project').select('id').select(['name', 'status as state']).execute()
}

export async function duplicateSelectIsKept(db: Kysely<DB>) {
  return db.selectFrom('project').select('id').select('id').execute()
}

export async function aliasedTable(db: Kysely<DB>) {
  return db.selectFrom('organization as org').select('org.name').where('org.plan', '!=', 'free').execute()
}

export async function schemaQualifiedTable(db: Kysely<DB>) {
  return db.selectFrom('billing.invoice').select(['billing.invoice.id', 'number']).execute()
}

export async function schemaQualifiedAlias(db: Kysely<DB>) {
  return db.selectFrom('billing.invoice as i').select(['i.id', 'i.total as amount']).execute()
}

export async function callbackWithOneExpression(db: Kysely<DB>) {
  return db
    .selectFrom('app_user')
    .select((eb) => eb.fn.coalesce('full_name', 'email').as('name'))
    .execute()
}

export async function callbackWithList(db: Kysely<DB>) {
  return db
    .selectFrom('purchase_item')
    .select((eb) => ['product_id', eb('quantity', '*', eb.ref('unit_price')).as('line_total')])
    .execute()
}

export async function callbackBody(db: Kysely<DB>) {
  return db
    .selectFrom('product')
    .select((eb) => {
      const inStock = eb('stock', '>', 0)
      return ['sku', inStock.as('in_stock')]
    })
    .execute()
}

export async function mixedArray(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select([
      'id',
      'title as label',
      sql<number>`extract(epoch from ${sql.ref('due_at')})`.as('due_epoch'),
      (eb) => eb('done_at', 'is not', null).as('is_done'),
    ])
    .execute()
}

export async function distinctRows(db: Kysely<DB>) {
  return db.selectFrom('audit_log').distinct().select('action').orderBy('action').execute()
}

export async function distinctOnOne(db: Kysely<DB>) {
  return db
    .selectFrom('comment')
    .distinctOn('todo_id')
    .selectAll()
    .orderBy('todo_id')
    .orderBy('created_at', 'desc')
    .execute()
}

export async function distinctOnSeveral(db: Kysely<DB>) {
  return db
    .selectFrom('purchase as p')
    .distinctOn(['p.organization_id', 'p.customer_id'])
    .select(['p.id', 'p.placed_at'])
    .execute()
}

export async function selectNothingFromNowhere(db: Kysely<DB>) {
  return db.selectNoFrom((eb) => [eb.val('ok').as('status'), eb.lit(1).as('n')]).executeTakeFirst()
}

export async function selectNoFromRaw(db: Kysely<DB>) {
  return db.selectNoFrom(sql<Date>`now()`.as('server_time')).executeTakeFirstOrThrow()
}

export async function withoutAnySelection(db: Kysely<DB>) {
  return db.selectFrom('job').where('queue', '=', 'mail').execute()
}

export async function scalarSubquery(db: Kysely<DB>) {
  return db
    .selectFrom('todo as t')
    .select((eb) => [
      't.id',
      eb
        .selectFrom('comment as c')
        .select((inner) => inner.fn.countAll<number>().as('n'))
        .whereRef('c.todo_id', '=', 't.id')
        .as('comment_count'),
    ])
    .execute()
}

export async function constantsInTheList(db: Kysely<DB>) {
  return db
    .selectFrom('label')
    .select(({ lit, val, ref }) => [
      lit(true).as('visible'),
      lit(null).as('nothing'),
      val('label').as('kind'),
      ref('label.name').as('title'),
    ])
    .execute()
}

export async function castColumn(db: Kysely<DB>) {
  return db
    .selectFrom('product')
    .select((eb) => [eb.cast<string>('price', 'text').as('price_text'), eb.cast('sku', sql`citext`).as('sku')])
    .execute()
}

export async function clearedSelect(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .selectAll()
    .clearSelect()
    .select((eb) => eb.fn.countAll().as('total'))
    .executeTakeFirstOrThrow()
}

export async function tableReference(db: Kysely<DB>) {
  return db
    .selectFrom('organization as o')
    .select((eb) => eb.fn.toJson(eb.table('o')).as('org'))
    .execute()
}

export async function negatedExpressions(db: Kysely<DB>) {
  return db
    .selectFrom('product')
    .select((eb) => [eb.neg(eb.ref('stock')).as('missing'), eb.not(eb('stock', '>', 10)).as('scarce')])
    .execute()
}

export async function unaryOperators(db: Kysely<DB>) {
  return db
    .selectFrom('product')
    .select((eb) => [eb.unary('-', 'stock').as('minus'), eb.unary('not', eb('price', '>', 10)).as('cheap')])
    .execute()
}

export async function modifiers(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .modifyFront(sql`all`)
    .select('id')
    .modifyEnd(sql`for update of todo`)
    .execute()
}

export async function inlineFrom(db: Kysely<DB>) {
  return db
    .selectFrom((eb) =>
      eb
        .selectFrom('purchase')
        .select(['customer_id', (inner) => inner.fn.sum<number>('total').as('spent')])
        .groupBy('customer_id')
        .as('totals'),
    )
    .select(['totals.customer_id', 'totals.spent'])
    .where('totals.spent', '>', 100)
    .execute()
}

export async function fromBuilderObject(db: Kysely<DB>) {
  return db
    .selectFrom(db.selectFrom('todo').select(['id', 'status']).where('deleted_at', 'is', null).as('live'))
    .select('live.status')
    .distinct()
    .execute()
}

export async function fromRawFunction(db: Kysely<DB>) {
  return db
    .selectFrom(sql<{ day: Date }>`generate_series(now() - interval '7 days', now(), '1 day')`.as<'days'>(sql`days(day)`))
    .select('days.day')
    .execute()
}

export async function commaJoin(db: Kysely<DB>) {
  return db
    .selectFrom(['todo as t', 'project as p', 'member as m'])
    .select(['t.title', 'p.name', 'm.role'])
    .whereRef('t.project_id', '=', 'p.id')
    .whereRef('m.user_id', '=', 't.assignee_id')
    .execute()
}

export async function compileOnly(db: Kysely<DB>) {
  const compiled = db.selectFrom('session').select('id').where('token', '=', 'abc').compile()
  return compiled.sql
}

export async function explained(db: Kysely<DB>) {
  return db.selectFrom('todo').selectAll().where('id', '=', 1).explain('json', sql`analyze`)
}
