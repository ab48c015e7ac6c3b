// JSON: the helpers, paths with references, and JSON functions.
import { sql, type Kysely } from 'kysely'
import { jsonArrayFrom, jsonBuildObject, jsonObjectFrom } from 'kysely/helpers/postgres'
import type { DB } from './database'

export async function childrenAsArray(db: Kysely<DB>) {
  return db
    .selectFrom('project')
    .select((eb) => [
      'project.id',
      jsonArrayFrom(
        eb
          .selectFrom('todo')
          .select(['todo.id', 'todo.title'])
          .whereRef('todo.project_id', '=', 'project.id')
          .orderBy('todo.position'),
      ).as('todos'),
    ])
    .execute()
}

export async function parentAsObject(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select((eb) => [
      'todo.title',
      jsonObjectFrom(
        eb.selectFrom('app_user as u').select(['u.id', 'u.email as login']).whereRef('u.id', '=', 'todo.assignee_id'),
      ).as('assignee'),
    ])
    .execute()
}

export async function nestedArrays(db: Kysely<DB>, orgId: string) {
  return db
    .selectFrom('project as p')
    .where('p.organization_id', '=', orgId)
    .select((eb) => [
      'p.name',
      jsonArrayFrom(
        eb
          .selectFrom('todo as t')
          .whereRef('t.project_id', '=', 'p.id')
          .select((inner) => [
            't.id',
            jsonArrayFrom(
              inner.selectFrom('comment as c').select('c.body').whereRef('c.todo_id', '=', 't.id'),
            ).as('comments'),
          ]),
      ).as('todos'),
    ])
    .execute()
}

export async function selectAllInHelper(db: Kysely<DB>) {
  return db
    .selectFrom('purchase')
    .selectAll()
    .select((eb) =>
      jsonArrayFrom(
        eb.selectFrom('purchase_item').selectAll().whereRef('purchase_item.purchase_id', '=', 'purchase.id'),
      ).as('items'),
    )
    .execute()
}

export async function builtObject(db: Kysely<DB>) {
  return db
    .selectFrom('app_user')
    .select((eb) =>
      jsonBuildObject({
        id: eb.ref('id'),
        name: eb.fn.coalesce('full_name', 'email'),
        sessions: eb.selectFrom('session').select((e) => e.fn.countAll().as('n')).whereRef('session.user_id', '=', 'app_user.id'),
      }).as('card'),
    )
    .execute()
}

export async function notNullHelper(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .innerJoin('project', 'project.id', 'todo.project_id')
    .select((eb) =>
      jsonObjectFrom(eb.selectFrom('organization as o').select('o.name').whereRef('o.id', '=', 'project.organization_id'))
        .$notNull()
        .as('organization'),
    )
    .execute()
}

export async function pathKey(db: Kysely<DB>) {
  return db
    .selectFrom('project')
    .select((eb) => eb.ref('settings', '->>').key('color').as('color'))
    .execute()
}

export async function pathIndex(db: Kysely<DB>) {
  return db
    .selectFrom('project')
    .select((eb) => [
      eb.ref('settings', '->').key('features').at(0).as('first_feature'),
      eb.ref('settings', '->').key('limits').key('todos').as('limit'),
    ])
    .execute()
}

export async function pathInWhere(db: Kysely<DB>, color: string) {
  return db
    .selectFrom('project as p')
    .select('p.id')
    .where((eb) => eb.ref('p.settings', '->>').key('color'), '=', color)
    .execute()
}

export async function jsonOperatorsRaw(db: Kysely<DB>, source: string) {
  return db
    .selectFrom('event')
    .select(sql<string>`data->>'source'`.as('source'))
    .where(sql<string>`data->>'source'`, '=', source)
    .execute()
}

export async function jsonContains(db: Kysely<DB>) {
  return db
    .selectFrom('event')
    .select('id')
    .where('data', '@>', sql`${JSON.stringify({ source: 'web' })}::jsonb` as never)
    .execute()
}

export async function jsonAggWithObject(db: Kysely<DB>) {
  return db
    .selectFrom('purchase_item as i')
    .select((eb) => [
      'i.purchase_id',
      eb.fn.jsonAgg(jsonBuildObject({ product: eb.ref('i.product_id'), n: eb.ref('i.quantity') })).as('items'),
    ])
    .groupBy('i.purchase_id')
    .execute()
}

export async function toJsonOfExpression(db: Kysely<DB>) {
  return db
    .selectFrom('organization')
    .select((eb) => eb.fn.toJson('organization').as('row'))
    .execute()
}

export async function relationFunctions(db: Kysely<DB>) {
  const withAuthor = (todoId: string) => sql<string>`(select count(*) from comment where todo_id = ${sql.ref(todoId)})`
  return db.selectFrom('todo as t').select(['t.id', withAuthor('t.id').as('comments')]).execute()
}
