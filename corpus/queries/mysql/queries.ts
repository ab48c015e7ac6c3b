// MySQL: backticks, question marks, and what only MySQL has.
import { sql, type Kysely } from 'kysely'
import * as helpers from 'kysely/helpers/mysql'
import { jsonArrayFrom, jsonBuildObject, jsonObjectFrom } from 'kysely/helpers/mysql'
import type { DB } from '../database'

export async function selectWhere(db: Kysely<DB>, orgId: string) {
  return db
    .selectFrom('todo as t')
    .select(['t.id', 't.title as label'])
    .where('t.organization_id', '=', orgId)
    .where('t.status', 'in', ['open', 'doing'])
    .orderBy('t.id', 'desc')
    .limit(10)
    .offset(20)
    .execute()
}

export async function joins(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .innerJoin('project', 'project.id', 'todo.project_id')
    .leftJoin('app_user as u', (join) => join.onRef('u.id', '=', 'todo.assignee_id').on('u.is_admin', '=', true))
    .select(['todo.id', 'project.name', 'u.email'])
    .execute()
}

export async function nullSafeEquals(db: Kysely<DB>, parent: number | null) {
  return db.selectFrom('category').select('id').where('parent_id', '<=>', parent).execute()
}

export async function regexp(db: Kysely<DB>) {
  return db.selectFrom('product').select('sku').where('sku', 'regexp', '^A[0-9]+').execute()
}

export async function matchAgainst(db: Kysely<DB>, term: string) {
  return db
    .selectFrom('todo')
    .select('id')
    .where(sql<boolean>`match(title, body) against (${term} in boolean mode)`)
    .execute()
}

export async function insertRows(db: Kysely<DB>) {
  return db
    .insertInto('label')
    .values([
      { organization_id: 'o', name: 'a', color: 'red' },
      { organization_id: 'o', name: 'b', color: 'blue' },
    ])
    .execute()
}

export async function insertMissingKeys(db: Kysely<DB>) {
  return db.insertInto('category').values([{ name: 'a' }, { name: 'b', parent_id: 1 }]).execute()
}

export async function insertIgnore(db: Kysely<DB>) {
  return db.insertInto('todo_label').values({ todo_id: 1, label_id: 2 }).ignore().execute()
}

export async function insertOrIgnoreMethod(db: Kysely<DB>) {
  return db.insertInto('todo_label').values({ todo_id: 1, label_id: 3 }).orIgnore().execute()
}

export async function replaceRow(db: Kysely<DB>) {
  return db.replaceInto('setting').values({ key: 'theme', value: 'dark' }).execute()
}

export async function onDuplicateKey(db: Kysely<DB>, value: string) {
  return db
    .insertInto('setting')
    .values({ key: 'theme', value })
    .onDuplicateKeyUpdate({ value, updated_at: new Date() })
    .execute()
}

export async function onDuplicateKeyValues(db: Kysely<DB>) {
  return db
    .insertInto('product')
    .values({ organization_id: 'o', category_id: 1, sku: 's', name: 'n', price: 1, stock: 2, attributes: '{}' })
    .onDuplicateKeyUpdate((eb) => ({ stock: eb('stock', '+', sql<number>`values(stock)`), name: sql`values(name)` }))
    .execute()
}

export async function insertFromSelect(db: Kysely<DB>) {
  return db
    .insertInto('setting')
    .columns(['key', 'value'])
    .expression(db.selectFrom('organization').select(['slug', 'name']))
    .onDuplicateKeyUpdate({ value: sql`values(value)` })
    .execute()
}

export async function updateLimited(db: Kysely<DB>) {
  return db.updateTable('job').set({ attempts: 0 }).where('queue', '=', 'mail').orderBy('run_at').limit(100).execute()
}

export async function updateSeveralTables(db: Kysely<DB>) {
  return db
    .updateTable(['purchase_item as i', 'product as p'])
    .set('i.unit_price', (eb) => eb.ref('p.price'))
    .whereRef('i.product_id', '=', 'p.id')
    .execute()
}

export async function updateThreeTables(db: Kysely<DB>) {
  return db
    .updateTable(['todo', 'project', 'organization'])
    .set('todo.status', 'done')
    .set('project.status', 'archived')
    .whereRef('todo.project_id', '=', 'project.id')
    .whereRef('project.organization_id', '=', 'organization.id')
    .where('organization.plan', '=', 'free')
    .execute()
}

export async function deleteLimited(db: Kysely<DB>) {
  return db.deleteFrom('session').where('expires_at', '<', new Date()).orderBy('expires_at').limit(500).execute()
}

export async function deleteUsing(db: Kysely<DB>) {
  return db
    .deleteFrom('todo')
    .using(['todo', 'project'])
    .whereRef('todo.project_id', '=', 'project.id')
    .where('project.status', '=', 'archived')
    .execute()
}

export async function deleteSeveral(db: Kysely<DB>) {
  return db
    .deleteFrom(['todo', 'todo_label'])
    .using('todo')
    .innerJoin('todo_label', 'todo_label.todo_id', 'todo.id')
    .where('todo.id', '=', 7)
    .execute()
}

export async function lockModes(db: Kysely<DB>) {
  await db.selectFrom('job').selectAll().where('id', '=', 1).forUpdate().skipLocked().execute()
  return db.selectFrom('job').selectAll().where('id', '=', 1).forShare().noWait().execute()
}

export async function relations(db: Kysely<DB>) {
  return db
    .selectFrom('project as p')
    .select((eb) => [
      'p.id',
      jsonArrayFrom(eb.selectFrom('todo as t').select(['t.id', 't.title as name']).whereRef('t.project_id', '=', 'p.id')).as('todos'),
      jsonObjectFrom(eb.selectFrom('app_user as u').select('u.email').whereRef('u.id', '=', 'p.owner_id')).as('owner'),
    ])
    .execute()
}

export async function builtObject(db: Kysely<DB>) {
  return db
    .selectFrom('app_user')
    .select((eb) => jsonBuildObject({ id: eb.ref('id'), mail: eb.ref('email') }).as('card'))
    .execute()
}

export async function jsonPath(db: Kysely<DB>) {
  return db
    .selectFrom('project')
    .select((eb) => [
      eb.ref('settings', '->$').key('features').at(0).as('first'),
      eb.ref('settings', '->>$').key('color').as('color'),
    ])
    .execute()
}

export async function recursive(db: Kysely<DB>) {
  return db
    .withRecursive('tree', (qc) =>
      qc
        .selectFrom('category')
        .select(['id', 'parent_id'])
        .where('parent_id', 'is', null)
        .unionAll((eb) => eb.selectFrom('category as c').innerJoin('tree', 'tree.id', 'c.parent_id').select(['c.id', 'c.parent_id'])),
    )
    .selectFrom('tree')
    .selectAll()
    .execute()
}

export async function literals(db: Kysely<DB>) {
  return db.selectFrom('label').select([sql.lit('a\\b').as('path'), sql.lit("it's").as('text'), sql<string>`concat(${'x'}, name)`.as('n')]).execute()
}

export async function identifiersWithBackticks(db: Kysely<DB>) {
  return db.selectFrom('label').select(sql.id('od`d').as('odd')).execute()
}

export async function groupConcat(db: Kysely<DB>) {
  return db
    .selectFrom('label')
    .select((eb) => ['organization_id', eb.fn.agg<string>('group_concat', ['name']).as('names')])
    .groupBy('organization_id')
    .having((eb) => eb.fn.countAll(), '>', 2)
    .execute()
}

export async function conditional(db: Kysely<DB>, term: string | undefined) {
  let query = db.selectFrom('product').select('id')
  if (term) query = query.where('name', 'like', `%${term}%`)
  return query.execute()
}

export async function transaction(db: Kysely<DB>) {
  await db.transaction().execute(async (trx) => {
    const { insertId } = await trx.insertInto('category').values({ name: 'x' }).executeTakeFirstOrThrow()
    await trx.updateTable('category').set({ parent_id: Number(insertId) }).where('id', '=', 1).execute()
  })
}

export async function rawStatement(db: Kysely<DB>, id: number) {
  await sql`update ${sql.table('todo')} set ${sql.ref('title')} = ${'x'} where id = ${id}`.execute(db)
}

export async function createTable(db: Kysely<DB>) {
  await db.schema
    .createTable('file')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement().unsigned())
    .addColumn('name', 'varchar(255)', (c) => c.notNull())
    .addColumn('size', 'bigint', (c) => c.unsigned().defaultTo(0))
    .addIndex('file_name_idx', ['name'])
    .modifyEnd(sql`collate utf8mb4_unicode_ci`)
    .execute()
}

export async function alterTable(db: Kysely<DB>) {
  await db.schema.alterTable('file').modifyColumn('name', 'varchar(100)', (c) => c.notNull()).execute()
  await db.schema.alterTable('file').addIndex('file_size_idx').column('size').execute()
  await db.schema.alterTable('file').dropIndex('file_size_idx').execute()
  await db.schema.dropIndex('file_name_idx').on('file').execute()
}

export async function helpersOfANamespace(db: Kysely<DB>) {
  return db
    .selectFrom('project as p')
    .select((eb) => [
      'p.name',
      helpers
        .jsonArrayFrom(eb.selectFrom('todo as t').select(['t.id', 't.title']).whereRef('t.project_id', '=', 'p.id'))
        .as('todos'),
    ])
    .execute()
}
