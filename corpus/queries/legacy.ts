// Spellings that older code has and 0.29 still takes.
import { sql, type Kysely } from 'kysely'
import type { DB } from './database'

export async function orderByModifierText(db: Kysely<DB>) {
  return db.selectFrom('todo').select('id').orderBy('due_at desc').orderBy(['priority', 'id asc']).execute()
}

export async function twoArgumentSetWithReference(db: Kysely<DB>) {
  return db.updateTable('todo').set('todo.title', 'x').where('todo.id', '=', 3).execute()
}

export async function doubleEquals(db: Kysely<DB>) {
  return db.selectFrom('todo').select('id').where('id', '==', 3).execute()
}

export async function anyTypedDatabase(db: Kysely<any>) {
  return db.selectFrom('whatever as w').select('w.anything').where('w.x', '=', 1).execute()
}

export async function spacesInNames(db: Kysely<any>) {
  return db.selectFrom('billing . invoice').select(['billing . invoice . id']).execute()
}

export async function upperCaseAsIsNoAlias(db: Kysely<any>) {
  return db.selectFrom('todo').select('title AS label').execute()
}

export async function starIsAColumn(db: Kysely<any>) {
  return db.selectFrom('todo').select('*').execute()
}

export async function threePartReference(db: Kysely<any>) {
  return db.selectFrom('app.todo').select('app.todo.id').orderBy('app.todo.id').execute()
}

export async function emptySelection(db: Kysely<DB>) {
  return db.selectFrom('todo').select([]).where('id', '=', 1).execute()
}

export async function selectionCleared(db: Kysely<DB>) {
  return db.selectFrom('todo').select('id').clearSelect().execute()
}

export async function selectionClearedAndMade(db: Kysely<DB>) {
  return db.selectFrom('todo').select([]).clearSelect().select('title').execute()
}

export async function emptyInEachClause(db: Kysely<DB>) {
  await db.selectFrom('todo').distinctOn([]).select('id').groupBy([]).orderBy([]).execute()
  await db.selectFrom('todo').selectAll([]).distinct().execute()
  await db.deleteFrom('todo').where('id', '=', 1).returning([]).execute()
  await db.selectFrom([]).select(sql<number>`1`.as('one')).execute()
}

export async function selectionOfNoKnownColumns(db: Kysely<DB>) {
  const columns: ('id' | 'title')[] = []
  return db.selectFrom('todo').select(columns).select((eb) => [eb.lit(1).as('one')]).execute()
}

export async function distinctTwice(db: Kysely<DB>) {
  return db.selectFrom('todo').distinct().distinct().select('status').execute()
}

export async function joinWithoutCondition(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .innerJoin('project', (join) => join)
    .select('todo.id')
    .execute()
}

export async function singleExpressionFromCallback(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select((eb) => eb.ref('title').as('t'))
    .select(() => sql<number>`1`.as('one'))
    .execute()
}
