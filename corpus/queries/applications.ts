// What running whole applications against the real Kysely has taught: forms that were once read without their meaning.
import { sql, type Expression, type Kysely, type RawBuilder, type Selectable } from 'kysely'
import type { DB } from './database'

// A JSON object from an object of expressions, one pair for each property, however many there are.

function jsonObject<O extends Record<string, Expression<unknown>>>(members: O): RawBuilder<O> {
  return sql<O>`json_build_object(${sql.join(Object.keys(members).flatMap((name) => [sql.lit(name), members[name]]))})`
}

export async function objectOfManyExpressions(db: Kysely<DB>, id: number) {
  return db
    .selectFrom('todo')
    .where('todo.id', '=', id)
    .select(({ ref, ...eb }) => [
      jsonObject({
        id: ref('todo.id'),
        title: ref('todo.title'),
        body: ref('todo.body'),
        status: ref('todo.status'),
        priority: ref('todo.priority'),
        organization: ref('todo.organization_id'),
        assignee: ref('todo.assignee_id'),
        created: ref('todo.created_at'),
        done: ref('todo.done_at'),
        due: ref('todo.due_at'),
        urgent: eb.case().when('todo.priority', '>', 5).then(sql`true`).else(null).end(),
        one: sql`1`,
        two: sql`2`,
        three: sql`3`,
      }).as('todo'),
    ])
    .executeTakeFirst()
}

// A loop over more names than a handful.

const TABLES = [
  'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n',
] as const

export async function manyConditions(db: Kysely<DB>) {
  let query = db.selectFrom('todo').select('id')
  for (const name of TABLES) query = query.where('title', '!=', name)
  return query.execute()
}

// A set of values spread into a list of SQL.

export async function joinedSet(db: Kysely<DB>, ids: Set<number>) {
  return db
    .selectFrom('todo')
    .select('id')
    .where('id', '=', sql<number>`any(array[${sql.join([...ids])}]::int[])`)
    .execute()
}

// A repository that is also made without its handle: what its methods do by themselves is what counts.

class CommentRepository {
  constructor(private readonly db: Kysely<DB>) {}

  async byTodo(id: number) {
    return this.db.selectFrom('comment').selectAll().where('todo_id', '=', id).execute()
  }
}

const offline = new CommentRepository(undefined as never)

export async function repositoryWithHandle(db: Kysely<DB>, id: number): Promise<Selectable<DB['comment']>[]> {
  const found = await new CommentRepository(db).byTodo(id)
  return found.length ? found : offline.byTodo(id)
}

// Helpers that a team has typed with any.

// eslint-disable-next-line @typescript-eslint/no-explicit-any
const hasComment = (eb: any, db: Kysely<DB>, id: number) => eb.exists(db.selectFrom('comment').select('id').where('todo_id', '=', id))

export async function untypedExpressionBuilder(db: Kysely<DB>, id: number) {
  return db
    .selectFrom('todo')
    .select('title')
    .where((eb) => hasComment(eb, db, id))
    .execute()
}
