// case expressions, in every position.
import { sql, type Kysely } from 'kysely'
import type { DB } from './database'

export async function searchedCase(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select((eb) =>
      eb.case().when('done_at', 'is not', null).then('done').when('due_at', '<', new Date()).then('late').else('open').end().as('state'),
    )
    .execute()
}

export async function simpleCase(db: Kysely<DB>) {
  return db
    .selectFrom('organization')
    .select((eb) => eb.case('plan').when('free').then(0).when('team').then(10).else(99).end().as('price'))
    .execute()
}

export async function caseWithoutElse(db: Kysely<DB>) {
  return db
    .selectFrom('product')
    .select(['sku', (eb) => eb.case().when('stock', '=', 0).then(true).end().as('sold_out')])
    .execute()
}

export async function caseWithExpressions(db: Kysely<DB>) {
  return db
    .selectFrom('product')
    .select((eb) =>
      eb
        .case()
        .when(eb.and([eb('stock', '>', 0), eb('price', '<', 10)]))
        .then(eb.ref('name'))
        .when(sql<boolean>`price > 1000`)
        .then(sql<string>`'luxury'`)
        .else(eb.fn<string>('upper', ['name']))
        .end()
        .as('label'),
    )
    .execute()
}

export async function caseOfExpression(db: Kysely<DB>) {
  return db
    .selectFrom('app_user')
    .select((eb) => eb.case(eb.fn<string>('lower', ['locale'])).when('de').then('Hallo').else('Hello').end().as('greeting'))
    .execute()
}

export async function caseThroughDb(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select(db.case().when(sql<boolean>`priority > 3`).then('high').else(null).end().as('level'))
    .execute()
}

export async function caseWhenRef(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select((eb) => eb.case().whenRef('updated_at', '>', 'created_at').thenRef('updated_at').elseRef('created_at').end().as('touched_at'))
    .execute()
}

export async function caseEndCase(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select((eb) => eb.case().when('status', '=', 'done').then(1).else(0).endCase().as('flag'))
    .execute()
}

export async function caseInAggregate(db: Kysely<DB>) {
  return db
    .selectFrom('purchase')
    .select(({ fn, eb }) => fn.sum<number>(eb.case().when('state', '=', 'refunded').then(eb.neg(eb.ref('total'))).else(eb.ref('total')).end()).as('net'))
    .execute()
}

export async function caseInWhere(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select('id')
    .where((eb) => eb(eb.case('status').when('open').then(1).else(2).end(), '=', 1))
    .execute()
}

export async function nestedCase(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select(({ case: kase }) =>
      kase()
        .when('status', '=', 'done')
        .then(kase().when('done_at', 'is', null).then('unknown').else('done').end())
        .else('open')
        .end()
        .as('progress'),
    )
    .execute()
}

export async function caseWithSubquery(db: Kysely<DB>) {
  return db
    .selectFrom('project as p')
    .select((eb) =>
      eb
        .case()
        .when(eb.exists(eb.selectFrom('todo as t').select('t.id').whereRef('t.project_id', '=', 'p.id')))
        .then('used')
        .else('empty')
        .end()
        .as('use'),
    )
    .execute()
}

export async function caseWithInList(db: Kysely<DB>) {
  return db
    .selectFrom('member')
    .select((eb) => eb.case().when('role', 'in', ['owner', 'admin']).then('staff').else('user').end().as('kind'))
    .execute()
}

export async function caseChainedAnd(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select((eb) => eb.case().when(eb('priority', '>', 3).and('status', '=', 'open')).then(1).else(0).end().as('hot'))
    .execute()
}
