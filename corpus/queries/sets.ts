// union, intersect, except: operands as builders, lists, callbacks, in parentheses.
import { type Kysely } from 'kysely'
import type { DB } from './database'

export async function unionTwo(db: Kysely<DB>) {
  return db
    .selectFrom('app_user')
    .select('email as name')
    .union(db.selectFrom('organization').select('name'))
    .execute()
}

export async function unionAllWithOrder(db: Kysely<DB>) {
  return db
    .selectFrom('comment')
    .select(['id', 'created_at as at'])
    .unionAll(db.selectFrom('todo').select(['id', 'created_at as at']))
    .orderBy('at', 'desc')
    .limit(20)
    .execute()
}

export async function unionList(db: Kysely<DB>) {
  return db
    .selectFrom('label')
    .select('name')
    .unionAll([db.selectFrom('category').select('name'), db.selectFrom('product').select('name')])
    .execute()
}

export async function unionCallback(db: Kysely<DB>, orgId: string) {
  return db
    .selectFrom('todo')
    .select('organization_id')
    .where('organization_id', '=', orgId)
    .union((eb) => eb.selectFrom('project').select('project.organization_id').where('project.organization_id', '=', orgId))
    .execute()
}

export async function unionCallbackList(db: Kysely<DB>) {
  return db
    .selectFrom('label')
    .select('name')
    .union(({ selectFrom }) => [selectFrom('category').select('category.name'), selectFrom('project').select('project.name')])
    .execute()
}

export async function unionInParentheses(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select('id')
    .where('status', '=', 'open')
    .unionAll((eb) => eb.parens(eb.selectFrom('todo').select('todo.id').orderBy('todo.priority', 'desc').limit(3)))
    .execute()
}

export async function intersectTwo(db: Kysely<DB>) {
  return db
    .selectFrom('member')
    .select('user_id')
    .intersect(db.selectFrom('session').select('user_id'))
    .execute()
}

export async function intersectAllTwo(db: Kysely<DB>) {
  return db
    .selectFrom('todo_label')
    .select('todo_id')
    .where('label_id', '=', 1)
    .intersectAll(db.selectFrom('todo_label').select('todo_id').where('label_id', '=', 2))
    .execute()
}

export async function exceptTwo(db: Kysely<DB>) {
  return db
    .selectFrom('app_user')
    .select('id')
    .except((eb) => eb.selectFrom('member').select('member.user_id as id'))
    .execute()
}

export async function exceptAllTwo(db: Kysely<DB>) {
  return db
    .selectFrom('purchase_item')
    .select('product_id')
    .exceptAll(db.selectFrom('product').select('id as product_id'))
    .execute()
}

export async function mixedSetOperations(db: Kysely<DB>) {
  return db
    .selectFrom('member')
    .select('user_id')
    .union(db.selectFrom('session').select('user_id'))
    .except(db.selectFrom('project').select('owner_id as user_id'))
    .intersect(db.selectFrom('app_user').select('id as user_id').where('is_admin', '=', false))
    .execute()
}

export async function unionAsDerivedTable(db: Kysely<DB>) {
  return db
    .selectFrom((eb) =>
      eb
        .selectFrom('purchase')
        .select(['organization_id', 'placed_at as at'])
        .unionAll(eb.selectFrom('billing.invoice as i').select(['i.organization_id', 'i.issued_at as at']))
        .as('activity'),
    )
    .select(['activity.organization_id', (eb) => eb.fn.max('activity.at').as('last_at')])
    .groupBy('activity.organization_id')
    .execute()
}

export async function unionInsideIn(db: Kysely<DB>, me: string) {
  return db
    .selectFrom('app_user')
    .select('email')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('member')
        .select('member.user_id')
        .where('member.organization_id', '=', me)
        .union(eb.selectFrom('session').select('session.user_id')),
    )
    .execute()
}

export async function unionOfSelectNoFrom(db: Kysely<DB>) {
  return db
    .selectNoFrom((eb) => eb.val('a').as('letter'))
    .unionAll(db.selectNoFrom((eb) => eb.val('b').as('letter')))
    .execute()
}
