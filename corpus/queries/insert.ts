// Inserts: values, expression, default values, conflict clauses in all forms, returning.
import { sql, type Kysely } from 'kysely'
import type { DB } from './database'

export async function oneRow(db: Kysely<DB>, orgId: string, name: string) {
  return db.insertInto('label').values({ organization_id: orgId, name, color: 'red' }).execute()
}

export async function rowWithExpressions(db: Kysely<DB>, orgId: string) {
  return db
    .insertInto('event')
    .values({
      organization_id: orgId,
      kind: 'login',
      data: JSON.stringify({ source: 'web', items: [] }),
      occurred_at: sql<Date>`now()`,
    })
    .executeTakeFirst()
}

export async function severalRows(db: Kysely<DB>) {
  return db
    .insertInto('setting')
    .values([
      { key: 'theme', value: 'dark' },
      { key: 'locale', value: 'de' },
    ])
    .execute()
}

export async function rowsWithDifferentKeys(db: Kysely<DB>) {
  return db
    .insertInto('category')
    .values([{ name: 'Tools' }, { name: 'Saws', parent_id: 1 }])
    .execute()
}

export async function valuesFromCallback(db: Kysely<DB>, orgId: string) {
  return db
    .insertInto('project')
    .values((eb) => ({
      organization_id: orgId,
      name: 'Inbox',
      status: 'active',
      budget: 0,
      settings: '{}',
      owner_id: eb.selectFrom('member').select('member.user_id').where('member.role', '=', 'owner').limit(1),
    }))
    .execute()
}

export async function mappedRows(db: Kysely<DB>, todoId: number, labelIds: number[]) {
  return db
    .insertInto('todo_label')
    .values(labelIds.map((labelId) => ({ todo_id: todoId, label_id: labelId })))
    .execute()
}

export async function undefinedColumnsAreLeftOut(db: Kysely<DB>, name: string) {
  return db.insertInto('category').values({ id: undefined, name, parent_id: null }).execute()
}

export async function returningOne(db: Kysely<DB>, name: string) {
  const { id } = await db
    .insertInto('organization')
    .values({ name, slug: name.toLowerCase(), plan: 'free' })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function returningSeveral(db: Kysely<DB>) {
  return db
    .insertInto('category')
    .values({ name: 'Paint' })
    .returning(['id', 'name as title', (eb) => eb('parent_id', 'is', null).as('is_root')])
    .executeTakeFirst()
}

export async function returningEverything(db: Kysely<DB>, email: string) {
  return db
    .insertInto('app_user')
    .values({ email, password_hash: 'x', locale: 'en' })
    .returningAll()
    .executeTakeFirstOrThrow()
}

export async function clearedReturning(db: Kysely<DB>) {
  return db.insertInto('category').values({ name: 'Nails' }).returningAll().clearReturning().execute()
}

export async function defaultRow(db: Kysely<DB>) {
  return db.insertInto('job').defaultValues().returning('id').executeTakeFirst()
}

export async function insertFromSelect(db: Kysely<DB>, invoiceId: number) {
  return db
    .insertInto('billing.invoice_line')
    .columns(['invoice_id', 'position', 'text', 'amount'])
    .expression(
      db
        .selectFrom('purchase_item as i')
        .innerJoin('product as p', 'p.id', 'i.product_id')
        .select((eb) => [eb.val(invoiceId).as('invoice_id'), 'i.product_id', 'p.name', 'i.unit_price']),
    )
    .execute()
}

export async function insertFromSelectCallback(db: Kysely<DB>, labelId: number) {
  return db
    .insertInto('todo_label')
    .columns(['todo_id', 'label_id'])
    .expression((eb) =>
      eb
        .selectFrom('todo')
        .select(['todo.id', eb.val(labelId).as('label_id')])
        .where('todo.status', '=', 'open'),
    )
    .onConflict((oc) => oc.doNothing())
    .execute()
}

export async function insertFromRawSelect(db: Kysely<DB>) {
  return db
    .insertInto('setting')
    .columns(['key', 'value'])
    .expression(sql`select name, setting from pg_settings`)
    .execute()
}

export async function lastValuesWin(db: Kysely<DB>) {
  return db.insertInto('setting').values({ key: 'a', value: '1' }).values({ key: 'b', value: '2', updated_at: new Date() }).execute()
}

export async function conflictDoNothing(db: Kysely<DB>) {
  return db
    .insertInto('member')
    .values({ organization_id: 'o', user_id: 'u', role: 'member' })
    .onConflict((oc) => oc.columns(['organization_id', 'user_id']).doNothing())
    .executeTakeFirst()
}

export async function conflictAnyDoNothing(db: Kysely<DB>) {
  return db
    .insertInto('todo_label')
    .values({ todo_id: 1, label_id: 2 })
    .onConflict((oc) => oc.doNothing())
    .execute()
}

export async function conflictUpdateObject(db: Kysely<DB>, key: string, value: string) {
  return db
    .insertInto('setting')
    .values({ key, value })
    .onConflict((oc) => oc.column('key').doUpdateSet({ value, updated_at: new Date() }))
    .execute()
}

export async function conflictUpdateExcluded(db: Kysely<DB>, sku: string) {
  return db
    .insertInto('product')
    .values({ organization_id: 'o', category_id: 1, sku, name: 'Saw', price: 12, stock: 3, attributes: '{}' })
    .onConflict((oc) =>
      oc.columns(['organization_id', 'sku']).doUpdateSet((eb) => ({
        name: eb.ref('excluded.name'),
        price: eb.ref('excluded.price'),
        stock: eb('product.stock', '+', eb.ref('excluded.stock')),
      })),
    )
    .returning(['id', 'stock'])
    .execute()
}

export async function conflictUpdateExcludedObject(db: Kysely<DB>) {
  return db
    .insertInto('setting')
    .values({ key: 'k', value: 'v' })
    .onConflict((oc) =>
      oc.column('key').doUpdateSet({
        value: (eb) => eb.ref('excluded.value'),
        updated_at: sql`now()`,
      }),
    )
    .execute()
}

export async function conflictOnConstraint(db: Kysely<DB>) {
  return db
    .insertInto('app_user')
    .values({ email: 'a@b.example', password_hash: 'x', locale: 'en' })
    .onConflict((oc) => oc.constraint('app_user_email_key').doUpdateSet({ last_seen_at: new Date() }))
    .execute()
}

export async function conflictOnExpression(db: Kysely<DB>) {
  return db
    .insertInto('app_user')
    .values({ email: 'A@b.example', password_hash: 'x', locale: 'en' })
    .onConflict((oc) => oc.expression(sql`lower(email)`).doNothing())
    .execute()
}

export async function conflictOnPartialIndex(db: Kysely<DB>) {
  return db
    .insertInto('billing.subscription')
    .values({ organization_id: 'o', plan: 'team' })
    .onConflict((oc) =>
      oc
        .column('organization_id')
        .where('renews_at', 'is not', null)
        .doUpdateSet({ plan: 'team' }),
    )
    .execute()
}

export async function conflictUpdateWhere(db: Kysely<DB>, expected: number) {
  return db
    .insertInto('todo')
    .values({ organization_id: 'o', project_id: 'p', title: 't', status: 'open', position: 1 })
    .onConflict((oc) =>
      oc
        .column('id')
        .doUpdateSet((eb) => ({ title: eb.ref('excluded.title'), version: eb('todo.version', '+', 1) }))
        .where('todo.version', '=', expected)
        .whereRef('todo.updated_at', '<', 'excluded.updated_at'),
    )
    .execute()
}

export async function conflictColumnsOneByOne(db: Kysely<DB>) {
  return db
    .insertInto('member')
    .values({ organization_id: 'o', user_id: 'u', role: 'guest' })
    .onConflict((oc) => oc.column('organization_id').column('user_id').doUpdateSet({ role: 'guest' }))
    .execute()
}

export async function lastConflictWins(db: Kysely<DB>) {
  return db
    .insertInto('setting')
    .values({ key: 'k', value: 'v' })
    .onConflict((oc) => oc.column('key').doUpdateSet({ value: 'v' }))
    .onConflict((oc) => oc.column('key').doNothing())
    .execute()
}

export async function insertWithCte(db: Kysely<DB>) {
  return db
    .with('owner', (qc) => qc.selectFrom('member').select('user_id').where('role', '=', 'owner').limit(1))
    .insertInto('session')
    .values((eb) => ({
      id: 's',
      token: 't',
      expires_at: sql<Date>`now() + interval '1 day'`,
      user_id: eb.selectFrom('owner').select('owner.user_id'),
    }))
    .execute()
}

export async function arrayAndJsonValues(db: Kysely<DB>, tags: string[]) {
  return db
    .insertInto('todo')
    .values({
      organization_id: 'o',
      project_id: 'p',
      title: 'x',
      status: 'open',
      position: 2,
      tags: sql`${tags}::text[]`,
      body: null,
    })
    .execute()
}

export async function modifiedInsert(db: Kysely<DB>) {
  return db
    .insertInto('setting')
    .values({ key: 'a', value: 'b' })
    .modifyEnd(sql`on conflict do nothing`)
    .execute()
}

export async function insertIntoSchema(db: Kysely<DB>, orgId: string) {
  return db
    .insertInto('billing.invoice')
    .values({ organization_id: orgId, number: '2025-1', total: 12.5 })
    .returning('billing.invoice.id')
    .executeTakeFirstOrThrow()
}

export async function nestedSelectForEachColumn(db: Kysely<DB>, slug: string) {
  return db
    .insertInto('member')
    .values(({ selectFrom }) => ({
      organization_id: selectFrom('organization').select('organization.id').where('organization.slug', '=', slug),
      user_id: selectFrom('app_user').select('app_user.id').where('app_user.is_admin', '=', true).limit(1),
      role: 'admin',
    }))
    .execute()
}
