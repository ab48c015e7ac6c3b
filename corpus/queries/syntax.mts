// TypeScript forms that a reader of Kysely chains meets: type arguments, odd templates, modern syntax.
import { sql, type Kysely, type SqlBool, type Transaction } from 'kysely'
import type { DB } from './database'

export async function typeofInTemplate(db: Kysely<DB>) {
  const sample = { n: 1 }
  return db.selectFrom('todo').select(sql<typeof sample>`json_build_object('n', 1)`.as('o')).execute()
}

export async function arrayTypeInTemplate(db: Kysely<DB>) {
  return db.selectFrom('label').select(sql<string[]>`array_agg(name)`.as('names')).execute()
}

export async function objectTypeInTemplate(db: Kysely<DB>) {
  return db.selectFrom('label').select(sql<{ a: string; b?: number }>`row_to_json(label)`.as('row')).execute()
}

export async function unionTypeInTemplate(db: Kysely<DB>) {
  return db.selectFrom('label').select(sql<string | null>`nullif(color, '')`.as('color')).execute()
}

export async function genericTypeInTemplate(db: Kysely<DB>) {
  return db.selectFrom('label').select(sql<Array<Record<string, number>>>`'[]'::jsonb`.as('list')).execute()
}

export async function functionTypeInTemplate(db: Kysely<DB>) {
  return db.selectFrom('label').select(sql<ReturnType<() => number>>`1`.as('one')).execute()
}

export async function multilineTypeInTemplate(db: Kysely<DB>) {
  const rows = await sql<{
    id: number
    name: string
  }>`select id, name from label`.execute(db)
  return rows.rows
}

export async function awaitedTypedTemplate(db: Kysely<DB>, id: number) {
  return (await sql<{ total: number }>`select total from purchase where id = ${id}`.execute(db)).rows[0]
}

export async function arrowReturnsTypedTemplate(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select('id')
    .where(() => sql<boolean>`priority > 3`)
    .execute()
}

export async function comparisonBesideTemplate(db: Kysely<DB>, a: number, b: number) {
  const smaller = a < b && b > 1 ? `${a}` : 'none'
  return db.selectFrom('label').select('id').where('name', '=', smaller).execute()
}

export async function nestedTemplateLiterals(db: Kysely<DB>, n: number) {
  return db.selectFrom('label').select('id').where('name', 'like', `%${`${n}`}%`).execute()
}

export async function templateWithFunctionCall(db: Kysely<DB>, words: string[]) {
  return sql`select * from todo where title ~ ${words.map((word) => `(${word})`).join('|')}`.execute(db)
}

export async function awaitInsideCallee(db: Kysely<DB>) {
  return await db.selectFrom('todo').select(['id', 'body']).where('body', 'is not', null).$narrowType<{ body: string }>().execute()
}

export async function optionalCalls(db: Kysely<DB>, options?: { term?: string }) {
  const term = options?.term?.trim()
  return db?.selectFrom('label')?.selectAll()?.where('name', '=', term ?? '-')?.execute()
}

export async function nonNullEverywhere(db: Kysely<DB> | null) {
  return db!.selectFrom('label')!.selectAll()!.execute()
}

export async function satisfiesOnObject(db: Kysely<DB>) {
  return db
    .insertInto('setting')
    .values({ key: 'a', value: 'b' } satisfies { key: string; value: string })
    .execute()
}

export async function asConstInArguments(db: Kysely<DB>) {
  return db.selectFrom('todo').select(['id', 'title'] as const).where('status', '=', 'open' as const).execute()
}

export async function parenthesisedArrows(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select('id')
    .where((eb) => ((eb('id', '=', 1))))
    .$call((qb) => ({ q: qb }).q)
    .execute()
}

export async function returnTypeOnArrow(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select('id')
    .where((eb): ReturnType<typeof eb.and> => eb.and([eb('id', '>', 1), eb('id', '<', 9)]))
    .execute()
}

export async function functionExpressionCallback(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select('id')
    .where(function (eb) {
      return eb('position', '=', 1)
    })
    .execute()
}

export async function callbackNames(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select((_) => _.fn.countAll().as('n'))
    .where((qb) => qb('priority', '=', 1))
    .where(($) => $.not($.exists($.selectFrom('comment').select('comment.id').whereRef('comment.todo_id', '=', 'todo.id'))))
    .execute()
}

export async function renamedDestructuring(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select(({ fn: f, ref: column, val: value }) => f.coalesce(column('body'), value('-')).as('body'))
    .where(({ eb: compare, and: every }) => every([compare('id', '>', 0), compare('id', '<', 100)]))
    .execute()
}

export async function letWithoutInitialiser(db: Kysely<DB>) {
  let rows
  rows = await db.selectFrom('label').select('name').execute()
  return rows
}

export async function varHoisting(db: Kysely<DB>) {
  var query = db.selectFrom('label').select('name')
  {
    var query = db.selectFrom('label').select('name').where('color', '=', 'red')
  }
  return query.execute()
}

export async function severalDeclarators(db: Kysely<DB>) {
  const base = db.selectFrom('event'),
    kinds = base.select('kind').distinct()
  return kinds.execute()
}

export async function sequence(db: Kysely<DB>) {
  let calls = 0
  const query = (calls++, db).selectFrom('setting').selectAll()
  return query.execute()
}

export async function overloaded(db: Kysely<DB>): Promise<unknown>
export async function overloaded(db: Kysely<DB>, trx: Transaction<DB>): Promise<unknown>
export async function overloaded(db: Kysely<DB>, trx?: Transaction<DB>) {
  return (trx ?? db).selectFrom('job').select('payload').execute()
}

export async function trailingCommasAndSemicolons(db: Kysely<DB>,) {
  return db.selectFrom('label',).select(['id', 'name',],).where('color', '=', 'red',).execute();;
}

export async function chainedOnOneLine(db: Kysely<DB>) { return db.selectFrom('label').select('id').orderBy('id').limit(1).executeTakeFirst() }

export async function unicodeAndEmoji(db: Kysely<DB>) {
  const größe = '✅ größer' // multi-byte characters before the query move byte offsets
  return db.selectFrom('label').select('id').where('name', '=', größe).execute()
}

export async function rawTextWithUnicode(db: Kysely<DB>) {
  return db.selectFrom('label').select('id').where(sql<SqlBool>`name = 'naïve ✓'`).execute()
}

export async function regexLiterals(db: Kysely<DB>, name: string) {
  const clean = name.replace(/[`'"]+/g, '').split(/\s*,\s*/)[0]!
  return db.selectFrom('label').select('id').where('name', '=', clean).execute()
}

export async function classExpression(db: Kysely<DB>) {
  const Store = class {
    load = () => db.selectFrom('setting').select('value').execute()
  }
  return new Store().load()
}

export async function getterAndSetter(db: Kysely<DB>) {
  const holder = {
    get query() {
      return db.selectFrom('job').select('id')
    },
  }
  return holder.query.where('queue', '=', 'mail').execute()
}

export async function tupleOfQueries(db: Kysely<DB>) {
  const steps = [db.selectFrom('job').select('id'), db.selectFrom('job').select('queue')] as const
  await steps[0].execute()
  return steps[1].execute()
}

export async function objectOfQueries(db: Kysely<DB>) {
  const queries = {
    open: db.selectFrom('todo').select('id').where('status', '=', 'open'),
    done: db.selectFrom('todo').select('id').where('status', '=', 'done'),
  }
  return queries.done.execute()
}

export async function nullishAssignment(db: Kysely<DB>, since: Date | undefined) {
  since ??= new Date(0)
  return db.selectFrom('event').select('id').where('occurred_at', '>', since).execute()
}
