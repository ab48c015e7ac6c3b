// An application of several files: a shared instance, barrels, helpers, repositories.
import connectionDefault, { db as client } from './db/client'
import * as all from './db'
import { connection, db, notDeleted, ofTenant, orderColumns, page, transactions, withLines, type Database } from './db'
import { connect, Connection, paidOrders } from './db/late'
import withLinesDefault from './db/relations'
import { anything, withEmail } from './lib/conditions'
import { contains, unaccent } from './lib/operators.mjs'
import { customers } from './repositories/customers'
import { OrderRepository } from './repositories/orders'

export async function importedSingleton(tenantId: string) {
  return db.selectFrom('customer').selectAll().where('tenant_id', '=', tenantId).execute()
}

export async function singletonUnderAnotherName() {
  return client.selectFrom('customer').select('email').execute()
}

export async function defaultImport() {
  return connectionDefault.selectFrom('customer').select('name').execute()
}

export async function defaultThroughBarrel() {
  return connection.selectFrom('order_line').selectAll().execute()
}

export async function namespaceImport(tenantId: string) {
  return all.ofTenant(all.db.selectFrom('orders').select('orders.id'), tenantId).execute()
}

export async function builderHelperFromBarrel(tenantId: string) {
  return ofTenant(db.selectFrom('orders').select('orders.total'), tenantId).orderBy('orders.id').execute()
}

export async function predicateFromBarrel() {
  return db.selectFrom('customer').select('id').where(notDeleted).execute()
}

export async function callWithImportedFactory(number: number) {
  return db.selectFrom('orders').select('id').orderBy('id').$call(page(number, 50)).execute()
}

export async function importedColumnList() {
  return db.selectFrom('orders').select(orderColumns).execute()
}

export async function importedRelation() {
  return db.selectFrom('orders').select('orders.id').select(withLines).execute()
}

export async function importedDefaultFunction() {
  return db
    .selectFrom('orders')
    .select((eb) => ['orders.id', withLinesDefault(eb)])
    .execute()
}

export async function importedFromMts(term: string) {
  return db
    .selectFrom('customer')
    .select('id')
    .where(contains('customer.name', term))
    .where(({ eb, ref }) => eb(unaccent(ref('email')), '=', term))
    .execute()
}

export async function importedWrapper(id: number) {
  return transactions.withTransaction(async (trx) => {
    await trx.deleteFrom('order_line').where('order_id', '=', id).execute()
    await trx.deleteFrom('orders').where('id', '=', id).execute()
  })
}

export async function importedFactory(database: Database, tenantId: string) {
  return customers(database).active(tenantId).orderBy('name').execute()
}

export async function parameterShadowsImport(db: Database, id: number) {
  return db.selectFrom('orders').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function importedClass(tenantId: string) {
  const orders = new OrderRepository(db)
  await orders.pay(tenantId, 1)
}

export async function inheritedAcrossFiles(tenantId: string) {
  return new OrderRepository(db).list(tenantId, 3)
}

const { selectFrom } = { selectFrom: db.selectFrom.bind(db) }

export async function boundMethod() {
  return selectFrom('customer').select('id').execute()
}

export async function dynamicImport() {
  const { db: lazy } = await import('./db/client')
  return lazy.selectFrom('orders').select('created_at').execute()
}

export async function libraryImportedWhenNeeded() {
  const { sql } = await import('kysely')
  await sql`refresh materialized view revenue`.execute(db)
}

export async function wholeLibraryImportedWhenNeeded() {
  const kysely = await import('kysely')
  await kysely.sql`select ${kysely.sql.ref('orders.id')} from orders`.execute(db)
}

export async function handleThatAFunctionAssigns() {
  connect()
  return paidOrders()
}

export async function staticGetter() {
  return Connection.handle.selectFrom('customer').select('name').execute()
}

export async function functionsOfAModuleWithoutAWordOfTheLibrary() {
  return db.selectFrom('customer').select('id').where(anything).where(withEmail).execute()
}
