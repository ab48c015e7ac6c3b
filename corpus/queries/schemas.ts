// withSchema, and the other plugins that change SQL.
import {
  DeduplicateJoinsPlugin,
  HandleEmptyInListsPlugin,
  SafeNullComparisonPlugin,
  WithSchemaPlugin,
  replaceWithNoncontingentExpression,
  pushValueIntoList,
  sql,
  type Kysely,
} from 'kysely'
import type { DB } from './database'

export async function everyTableIsQualified(db: Kysely<DB>) {
  return db
    .withSchema('tenant_a')
    .selectFrom('todo')
    .innerJoin('project', 'project.id', 'todo.project_id')
    .select(['todo.id', 'project.name'])
    .execute()
}

export async function aliasesAreNotQualified(db: Kysely<DB>) {
  return db.withSchema('app').selectFrom('todo as t').select(['t.id', 'title']).where('t.status', '=', 'open').execute()
}

export async function explicitSchemaStays(db: Kysely<DB>) {
  return db
    .withSchema('app')
    .selectFrom('organization as o')
    .innerJoin('billing.invoice as i', 'i.organization_id', 'o.id')
    .select('i.number')
    .execute()
}

export async function writesAreQualified(db: Kysely<DB>) {
  const app = db.withSchema('app')
  await app.insertInto('setting').values({ key: 'a', value: 'b' }).execute()
  await app.updateTable('setting').set({ value: 'c' }).where('setting.key', '=', 'a').execute()
  await app.deleteFrom('setting').where('key', '=', 'a').execute()
}

export async function subqueriesAreQualified(db: Kysely<DB>) {
  return db
    .withSchema('app')
    .selectFrom('project')
    .select('id')
    .where('id', 'in', (eb) => eb.selectFrom('todo').select('todo.project_id'))
    .execute()
}

export async function subqueryOfPlainHandle(db: Kysely<DB>) {
  return db
    .withSchema('app')
    .selectFrom('project')
    .select('id')
    .where('owner_id', 'in', db.selectFrom('member').select('user_id'))
    .execute()
}

export async function lastSchemaWins(db: Kysely<DB>) {
  return db.withSchema('first').withSchema('second').selectFrom('todo').select('todo.id').execute()
}

export async function ctesAreNotQualified(db: Kysely<DB>) {
  return db
    .withSchema('app')
    .with('open', (qc) => qc.selectFrom('todo').select('id').where('status', '=', 'open'))
    .selectFrom('open')
    .innerJoin('comment', 'comment.todo_id', 'open.id')
    .select(['open.id', 'comment.body'])
    .execute()
}

export async function rawIsNotQualified(db: Kysely<DB>) {
  return db
    .withSchema('app')
    .selectFrom('todo')
    .select(sql<number>`(select count(*) from comment)`.as('n'))
    .execute()
}

export async function schemaPerTenant(db: Kysely<DB>, tenant: string) {
  const schema = 'tenant_x' as const
  return db.withSchema(schema).selectFrom('setting').selectAll().where('key', '=', tenant).execute()
}

export async function schemaAfterWith(db: Kysely<DB>) {
  return db
    .with('x', (qc) => qc.selectFrom('label').select('name'))
    .withSchema('app')
    .selectFrom('x')
    .innerJoin('category', 'category.name', 'x.name')
    .select('category.id')
    .execute()
}

export async function schemaPluginOfQuery(db: Kysely<DB>) {
  return db.selectFrom('label').withPlugin(new WithSchemaPlugin('app')).select('label.name').execute()
}

export async function referencesOfTables(db: Kysely<DB>) {
  return db
    .withSchema('app')
    .selectFrom('todo')
    .selectAll('todo')
    .select((eb) => eb.fn.count('todo.id').as('n'))
    .groupBy('todo.id')
    .forUpdate()
    .execute()
}

export async function deduplicatedJoins(db: Kysely<DB>) {
  return db
    .withPlugin(new DeduplicateJoinsPlugin())
    .selectFrom('todo')
    .innerJoin('project', 'project.id', 'todo.project_id')
    .innerJoin('project', 'project.id', 'todo.project_id')
    .select('project.name')
    .execute()
}

export async function emptyListReplaced(db: Kysely<DB>) {
  return db
    .withPlugin(new HandleEmptyInListsPlugin({ strategy: replaceWithNoncontingentExpression }))
    .selectFrom('todo')
    .select('id')
    .where('id', 'in', [])
    .where('project_id', 'not in', [])
    .execute()
}

export async function emptyListFilled(db: Kysely<DB>) {
  return db
    .withPlugin(new HandleEmptyInListsPlugin({ strategy: pushValueIntoList('none') }))
    .selectFrom('todo')
    .select('id')
    .where('project_id', 'in', [])
    .where('title', 'not in', [])
    .execute()
}

export async function safeNull(db: Kysely<DB>) {
  return db
    .withPlugin(new SafeNullComparisonPlugin())
    .selectFrom('todo')
    .select('id')
    .where('body', '=', null)
    .where('assignee_id', '!=', null)
    .execute()
}

export async function schemaAndTransaction(db: Kysely<DB>) {
  await db
    .withSchema('app')
    .transaction()
    .execute(async (trx) => {
      await trx.deleteFrom('job').where('attempts', '>', 5).execute()
      await trx.withSchema('archive').insertInto('setting').values({ key: 'k', value: 'v' }).execute()
    })
}

export async function ofAnInnerQueryAlone(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select('title')
    .where('id', 'in', db.withSchema('app').selectFrom('todo_label').select('todo_label.todo_id'))
    .execute()
}

export async function ofTheOuterQueryOnly(db: Kysely<DB>) {
  return db
    .withSchema('app')
    .selectFrom('todo')
    .select('title')
    .where('id', 'in', db.selectFrom('todo_label').select('todo_label.todo_id'))
    .execute()
}

export async function anotherOneInside(db: Kysely<DB>) {
  return db
    .withSchema('app')
    .selectFrom('todo')
    .select('title')
    .where(({ exists }) =>
      exists(db.withSchema('audit').selectFrom('event').select('event.id').where('event.kind', '=', 'x')),
    )
    .execute()
}

export async function ofAJoinedQuery(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .innerJoin(db.withSchema('app').selectFrom('project').selectAll().as('p'), 'p.id', 'todo.project_id')
    .select('title')
    .execute()
}

export async function ofACommonTableExpression(db: Kysely<DB>) {
  return db
    .with('archived', () => db.withSchema('archive').selectFrom('todo').select(['todo.id', 'title']))
    .selectFrom('archived')
    .leftJoin('todo', 'todo.id', 'archived.id')
    .select('archived.title')
    .execute()
}

export async function ofOneSideOfAUnion(db: Kysely<DB>) {
  return db
    .selectFrom('label')
    .select('name')
    .union(db.withSchema('archive').selectFrom('label').select('label.name'))
    .execute()
}

export async function rawTableIsLeftAlone(db: Kysely<DB>) {
  return sql`select count(*) from ${sql.table('todo')} where ${sql.ref('todo.id')} > 1`.execute(db.withSchema('app'))
}

export async function rawTableOfTheQueryIsNot(db: Kysely<DB>) {
  return db
    .withSchema('app')
    .selectFrom('todo')
    .select([
      sql<number>`(select count(*) from ${sql.table('label')})`.as('labels'),
      sql<number>`(select count(*) from ${sql.table('todo')})`.as('todos'),
    ])
    .execute()
}

export async function pluginOfRawSql(db: Kysely<DB>) {
  return sql`select 1 from ${sql.table('todo')} where id in (${db.selectFrom('label').select('label.id')})`
    .withPlugin(new WithSchemaPlugin('app'))
    .execute(db)
}

export async function emptyListInAnInnerQuery(db: Kysely<DB>) {
  const careful = db.withPlugin(new HandleEmptyInListsPlugin({ strategy: replaceWithNoncontingentExpression }))
  return db
    .selectFrom('todo')
    .select('title')
    .where('id', 'in', careful.selectFrom('todo_label').select('todo_id').where('label_id', 'in', []))
    .execute()
}

export async function emptyListFilledInEachCondition(db: Kysely<DB>) {
  const impossible = 'none'
  return db
    .withPlugin(new HandleEmptyInListsPlugin({ strategy: pushValueIntoList(impossible) }))
    .deleteFrom('todo')
    .where('priority', 'not in', [])
    .where(({ or, eb }) => or([eb('status', 'in', []), eb('estimate', 'not in', [])]))
    .execute()
}
