// The sql template: every helper, typed or not, nested, executed and as a part.
import { CompiledQuery, sql, type Kysely, type RawBuilder, type SqlBool } from 'kysely'
import type { DB } from './database'

export async function executedStatement(db: Kysely<DB>) {
  await sql`select 1`.execute(db)
}

export async function executedWithParameters(db: Kysely<DB>, id: number, title: string) {
  const { rows } = await sql<{ id: number }>`update todo set title = ${title} where id = ${id} returning id`.execute(db)
  return rows
}

export async function executedTyped(db: Kysely<DB>, orgId: string) {
  const result = await sql<{ status: string; n: number }>`
    select status, count(*)::int as n
    from todo
    where organization_id = ${orgId}
    group by status
  `.execute(db)
  return result.rows.map((row) => row.status)
}

export async function compiledStatement(db: Kysely<DB>) {
  return sql`truncate table ${sql.table('job')}`.compile(db).sql
}

export async function identifiers(db: Kysely<DB>) {
  await sql`select ${sql.ref('todo.title')}, ${sql.id('todo', 'id')} from ${sql.table('todo')} order by ${sql.id('title')}`.execute(db)
}

export async function qualifiedTable(db: Kysely<DB>) {
  await sql`analyze ${sql.table('billing.invoice')}`.execute(db)
}

export async function literals(db: Kysely<DB>) {
  await sql`select ${sql.lit(5)}, ${sql.lit(true)}, ${sql.lit(null)}`.execute(db)
}

export async function literalsWithQuotes(db: Kysely<DB>) {
  await sql`set local app.organization = ${sql.lit("o'neill")}`.execute(db)
}

export async function rawText(db: Kysely<DB>) {
  await sql`select id from todo order by priority ${sql.raw('desc nulls last')}`.execute(db)
}

export async function joinedValues(db: Kysely<DB>) {
  await sql`select * from todo where id in (${sql.join([1, 2, 3])})`.execute(db)
}

export async function joinedReferences(db: Kysely<DB>) {
  const columns = ['id', 'title', 'status']
  await sql`select ${sql.join(columns.map((name) => sql.ref(name)))} from todo`.execute(db)
}

export async function joinedWithSeparator(db: Kysely<DB>, a: string, b: string) {
  await sql`select id from todo where ${sql.join([sql`title = ${a}`, sql`body = ${b}`], sql` or `)}`.execute(db)
}

export async function explicitValue(db: Kysely<DB>, tags: string[]) {
  await sql`select ${sql.val(5)} + ${sql.val(tags)}`.execute(db)
}

export async function arrayIsOneParameter(db: Kysely<DB>, ids: number[]) {
  await sql`delete from comment where id = any(${ids})`.execute(db)
}

export async function builderInside(db: Kysely<DB>) {
  const ids = db.selectFrom('todo').select('id').where('status', '=', 'done')
  await sql`delete from comment where todo_id in ${ids}`.execute(db)
}

export async function nestedTemplates(db: Kysely<DB>, term: string) {
  const pattern = sql<string>`'%' || ${term} || '%'`
  const matches = sql<SqlBool>`title ilike ${pattern} or body ilike ${pattern}`
  return db.selectFrom('todo').select('id').where(matches).execute()
}

export async function templateAsColumn(db: Kysely<DB>) {
  return db
    .selectFrom('app_user')
    .select(sql<string>`concat(${sql.ref('full_name')}, ' <', ${sql.ref('app_user.email')}, '>')`.as('mailbox'))
    .execute()
}

export async function templateOfReference(db: Kysely<DB>) {
  return db
    .selectFrom('todo as t')
    .select((eb) => ['t.id', sql<number>`extract(day from ${eb.ref('t.due_at')} - now())`.as('days_left')])
    .execute()
}

export async function templateInOrderAndGroup(db: Kysely<DB>) {
  return db
    .selectFrom('event')
    .select([sql<string>`to_char(occurred_at, 'IYYY-IW')`.as('week'), sql<number>`count(*)`.as('n')])
    .groupBy(sql`1`)
    .orderBy(sql`1`, 'desc')
    .execute()
}

export async function templateInSetAndValues(db: Kysely<DB>, id: number) {
  return db
    .updateTable('todo')
    .set({ tags: sql`array_append(tags, ${'urgent'})`, updated_at: sql`now()` })
    .where('id', '=', id)
    .execute()
}

export async function templateAsTable(db: Kysely<DB>, ids: number[]) {
  return db
    .selectFrom(sql<{ id: number; ord: number }>`unnest(${ids}::int[]) with ordinality`.as<'input'>(sql`input(id, ord)`))
    .innerJoin('todo', 'todo.id', 'input.id')
    .select(['todo.title'])
    .orderBy('input.ord')
    .execute()
}

export async function templateInJoin(db: Kysely<DB>) {
  return db
    .selectFrom('organization as o')
    .leftJoin(sql<{ organization_id: string; n: number }>`(select organization_id, count(*) n from todo group by 1)`.as('c'), 'c.organization_id', 'o.id')
    .select(['o.name', 'c.n'])
    .execute()
}

export async function rawBuilderInAVariable(db: Kysely<DB>, days: number) {
  const since: RawBuilder<Date> = sql<Date>`now() - make_interval(days => ${days})`
  return db.selectFrom('audit_log').select('id').where('at', '>', since).execute()
}

export async function templateFunction(db: Kysely<DB>) {
  const lower = (column: string) => sql<string>`lower(${sql.ref(column)})`
  return db
    .selectFrom('app_user')
    .select(lower('email').as('email'))
    .where(lower('full_name'), '=', 'ann')
    .execute()
}

export async function castAndNotNull(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select([sql`now()`.$castTo<Date>().as('now'), sql<number | null>`max(priority)`.$notNull().as('top')])
    .execute()
}

export async function commentsAndQuotes(db: Kysely<DB>) {
  await sql`select 'it''s', "Weird Col" -- ${1}
    from todo /* ${'a'} */`.execute(db)
}

export async function escapes(db: Kysely<DB>) {
  await sql`select E'a\\nb', '\`'`.execute(db)
}

export async function compiledQueryRaw(db: Kysely<DB>) {
  return db.executeQuery(CompiledQuery.raw('select set_config($1, $2, true)', ['app.org', 'x']))
}

export async function executeCompiled(db: Kysely<DB>) {
  const query = db.selectFrom('setting').selectAll().where('key', '=', 'theme').compile()
  return db.executeQuery(query)
}

export async function executeBuilder(db: Kysely<DB>) {
  return db.executeQuery(db.selectFrom('job').select('id').where('attempts', '=', 0))
}

export async function templateWithoutSubstitution(db: Kysely<DB>) {
  return db.selectFrom('job').select('id').where(sql<boolean>`locked_at is null`).execute()
}

export async function conditionalFragment(db: Kysely<DB>, orgId: string | undefined) {
  const scope = orgId ? sql`organization_id = ${orgId}` : sql`true`
  await sql`select id from project where ${scope}`.execute(db)
}

export async function tableFromSchemaHelper(db: Kysely<DB>) {
  await sql`select count(*) from ${sql.id('billing', 'invoice')}`.execute(db)
  await sql`select count(*) from ${sql.table('billing.subscription')} as ${sql.id('s')}`.execute(db)
}

const similarTo = (text: string, column: string) => sql<number>`similarity(${text}, ${sql.id(...column.split('.'))})`

export async function nameInParts(db: Kysely<DB>, text: string) {
  return db
    .selectFrom('todo')
    .select(similarTo(text, 'todo.title').as('near'))
    .orderBy(sql.ref('todo_id'.replace('_', '.')))
    .execute()
}

function rowsAs<R extends Record<string, unknown>, A extends string>(rows: R[], alias: A) {
  const names = Object.keys(rows[0])
  const lines = rows.map((row) => sql`(${sql.join(names.map((name) => row[name]))})`)
  return sql<R>`(values ${sql.join(lines)})`.as<A>(sql`${sql.ref(alias)}(${sql.join(names.map(sql.ref))})`)
}

export async function constantRowsAsTable(db: Kysely<DB>) {
  return db
    .selectFrom('label')
    .innerJoin(rowsAs([{ color: 'red', rank: 1 }, { color: 'blue', rank: 2 }], 'ranks'), 'ranks.color', 'label.color')
    .select(['label.name', 'ranks.rank'])
    .execute()
}
