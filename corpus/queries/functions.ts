// Helpers in the same file: taking or returning builders, expressions, lists and handles; generic or not; closures.
import {
  expressionBuilder,
  sql,
  type Expression,
  type ExpressionBuilder,
  type Kysely,
  type SelectQueryBuilder,
  type SqlBool,
  type StringReference,
} from 'kysely'
import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres'
import type { DB } from './database'

type TodoQuery<O> = SelectQueryBuilder<DB, 'todo', O>

function todosOf(db: Kysely<DB>, orgId: string) {
  return db.selectFrom('todo').where('organization_id', '=', orgId)
}

export async function helperReturnsBuilder(db: Kysely<DB>, orgId: string) {
  return todosOf(db, orgId).select('id').orderBy('position').execute()
}

function onlyOpen<O>(query: TodoQuery<O>): TodoQuery<O> {
  return query.where('status', '=', 'open').where('deleted_at', 'is', null)
}

export async function helperTakesBuilder(db: Kysely<DB>) {
  return onlyOpen(db.selectFrom('todo').selectAll()).limit(5).execute()
}

export async function helperThroughCall(db: Kysely<DB>) {
  return db.selectFrom('todo').selectAll().$call(onlyOpen).execute()
}

export async function helperThroughCallArrow(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select('title')
    .$call((qb) => onlyOpen(qb))
    .execute()
}

export async function composedHelpers(db: Kysely<DB>, orgId: string) {
  return onlyOpen(todosOf(db, orgId).select(['id', 'title'])).executeTakeFirst()
}

const inProject = (projectId: string) => {
  return <O>(query: TodoQuery<O>) => query.where('project_id', '=', projectId)
}

export async function curriedHelper(db: Kysely<DB>, projectId: string) {
  return db.selectFrom('todo').select('id').$call(inProject(projectId)).execute()
}

function paginate<D, T extends keyof D, O>(query: SelectQueryBuilder<D, T, O>, page: number, size = 20) {
  return query.limit(size).offset((page - 1) * size)
}

export async function genericHelper(db: Kysely<DB>) {
  return paginate(db.selectFrom('label').selectAll().orderBy('id'), 2).execute()
}

async function firstOrFail<D, T extends keyof D, O>(query: SelectQueryBuilder<D, T, O>) {
  const row = await query.limit(1).executeTakeFirst()
  if (!row) throw new Error('not found')
  return row
}

export async function helperExecutes(db: Kysely<DB>, id: number) {
  return firstOrFail(db.selectFrom('comment').selectAll().where('id', '=', id))
}

function isLive(eb: ExpressionBuilder<DB, 'todo'>) {
  return eb.and([eb('deleted_at', 'is', null), eb('status', '!=', 'done')])
}

export async function expressionHelper(db: Kysely<DB>) {
  return db.selectFrom('todo').select('id').where(isLive).execute()
}

export async function expressionHelperCalled(db: Kysely<DB>, orgId: string) {
  return db
    .selectFrom('todo')
    .select('id')
    .where((eb) => eb.or([isLive(eb), eb('organization_id', '=', orgId)]))
    .execute()
}

function createdBetween(from: Date, until: Date) {
  return (eb: ExpressionBuilder<DB, 'event'>) => eb.between('occurred_at', from, until)
}

export async function expressionFactory(db: Kysely<DB>, from: Date, until: Date) {
  return db.selectFrom('event').select('kind').where(createdBetween(from, until)).execute()
}

function hasLabel(todoId: Expression<number>, name: string) {
  const eb = expressionBuilder<DB>()
  return eb.exists(
    eb
      .selectFrom('todo_label as tl')
      .innerJoin('label as l', 'l.id', 'tl.label_id')
      .select('l.id')
      .where('tl.todo_id', '=', todoId)
      .where('l.name', '=', name),
  )
}

export async function standaloneExpression(db: Kysely<DB>, name: string) {
  return db
    .selectFrom('todo as t')
    .select('t.id')
    .where((eb) => hasLabel(eb.ref('t.id'), name))
    .execute()
}

function lower(expression: Expression<string>) {
  return sql<string>`lower(${expression})`
}

export async function rawHelper(db: Kysely<DB>, email: string) {
  return db
    .selectFrom('app_user')
    .selectAll()
    .where(({ eb, ref, val }) => eb(lower(ref('email')), '=', lower(val(email))))
    .executeTakeFirst()
}

function notDeleted(column: 'deleted_at') {
  return sql<SqlBool>`${sql.ref(column)} is null`
}

export async function predicateFunction(db: Kysely<DB>) {
  return db.selectFrom('organization').select('name').where(notDeleted('deleted_at')).execute()
}

function withProject(eb: ExpressionBuilder<DB, 'todo'>) {
  return jsonObjectFrom(
    eb.selectFrom('project').select(['project.id', 'project.name']).whereRef('project.id', '=', 'todo.project_id'),
  ).as('project')
}

function withComments(eb: ExpressionBuilder<DB, 'todo'>) {
  return jsonArrayFrom(
    eb.selectFrom('comment as c').select(['c.id', 'c.body']).whereRef('c.todo_id', '=', 'todo.id'),
  ).as('comments')
}

export async function relationHelpers(db: Kysely<DB>) {
  return db.selectFrom('todo').selectAll('todo').select(withProject).select(withComments).execute()
}

export async function relationHelpersInList(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select((eb) => ['todo.id', withProject(eb), withComments(eb)])
    .execute()
}

function ownedColumns(alias: 'p') {
  return [`${alias}.id`, `${alias}.name`, `${alias}.owner_id`] as const
}

export async function columnListFunction(db: Kysely<DB>) {
  return db.selectFrom('project as p').select(ownedColumns('p')).execute()
}

export async function innerFunction(db: Kysely<DB>, orgId: string) {
  function scoped() {
    return db.selectFrom('label').where('organization_id', '=', orgId)
  }
  const names = await scoped().select('name').execute()
  await db.deleteFrom('label').where('organization_id', '=', orgId).execute()
  return names
}

export async function innerArrowWithParameter(db: Kysely<DB>) {
  const byState = (state: 'paid' | 'cart') => db.selectFrom('purchase').select('id').where('state', '=', state)
  return [await byState('paid').execute(), await byState('cart').limit(1).execute()]
}

export async function hoistedFunction(db: Kysely<DB>) {
  return late(db).execute()

  function late(handle: Kysely<DB>) {
    return handle.selectFrom('todo').select('id').where('due_at', '<', new Date())
  }
}

export async function immediatelyInvoked(db: Kysely<DB>) {
  const query = (() => db.selectFrom('category').select('name').where('parent_id', 'is', null))()
  return query.execute()
}

export async function helperWithDefault(db: Kysely<DB>) {
  function recent(table: 'event' = 'event', days = 7) {
    return db.selectFrom(table).select('id').where('occurred_at', '>', sql<Date>`now() - make_interval(days => ${days})`)
  }
  return recent().execute()
}

export async function helperWithOptions(db: Kysely<DB>) {
  const find = ({ state, limit = 10 }: { state: 'paid' | 'cart'; limit?: number }) =>
    db.selectFrom('purchase').selectAll().where('state', '=', state).limit(limit)
  return find({ state: 'paid' }).execute()
}

function pipe<T>(value: T, ...steps: ((value: T) => T)[]): T {
  return steps.reduce((current, step) => step(current), value)
}

export async function pipedBuilder(db: Kysely<DB>) {
  return pipe(
    db.selectFrom('todo').select('id'),
    (qb) => qb.where('status', '=', 'open'),
    (qb) => qb.orderBy('id'),
  ).execute()
}

function whereOptional<O>(query: TodoQuery<O>, status: 'open' | 'done' | undefined) {
  if (!status) return query
  return query.where('status', '=', status)
}

export async function helperReturnsEarly(db: Kysely<DB>, status: 'open' | 'done' | undefined) {
  return whereOptional(db.selectFrom('todo').select('id'), status).execute()
}

const filters = {
  open: (eb: ExpressionBuilder<DB, 'todo'>) => eb('status', '=', 'open'),
  urgent: (eb: ExpressionBuilder<DB, 'todo'>) => eb('priority', '>', 7),
}

export async function functionsInAnObject(db: Kysely<DB>) {
  return db.selectFrom('todo').select('id').where(filters.open).where(filters['urgent']).execute()
}

function recursiveFilter(eb: ExpressionBuilder<DB, 'category'>, depth: number): Expression<SqlBool> {
  return depth <= 0 ? eb('name', 'is not', null) : eb.not(recursiveFilter(eb, depth - 1))
}

export async function recursionThatEnds(db: Kysely<DB>) {
  return db
    .selectFrom('category')
    .select('id')
    .where((eb) => recursiveFilter(eb, 0))
    .execute()
}

function columnIs<T extends keyof DB>(column: StringReference<DB, T>, value: string) {
  return (eb: ExpressionBuilder<DB, T>) => eb(column, '=', value as never)
}

export async function genericColumnHelper(db: Kysely<DB>) {
  return db.selectFrom('setting').selectAll().where(columnIs('key', 'theme')).execute()
}

export async function helperOfHelper(db: Kysely<DB>, orgId: string) {
  const base = () => todosOf(db, orgId)
  const open = () => onlyOpen(base().select('todo.id'))
  return open().orderBy('todo.id').execute()
}

function subqueryOf(db: Kysely<DB>, userId: string) {
  return db.selectFrom('member').select('member.organization_id').where('member.user_id', '=', userId)
}

export async function helperAsSubquery(db: Kysely<DB>, userId: string) {
  return db.selectFrom('project').select('id').where('organization_id', 'in', subqueryOf(db, userId)).execute()
}

export async function helperInWith(db: Kysely<DB>, userId: string) {
  return db
    .with('mine', () => subqueryOf(db, userId))
    .selectFrom('mine')
    .selectAll()
    .execute()
}

function touch<T extends object>(values: T) {
  return { ...values, updated_at: new Date() }
}

export async function valuesHelper(db: Kysely<DB>, id: number) {
  return db.updateTable('todo').set(touch({ title: 'x' })).where('id', '=', id).execute()
}

export async function argumentsObjectHelper(db: Kysely<DB>, orgId: string) {
  const where = { organization_id: orgId, color: 'red' }
  return db
    .selectFrom('label')
    .select('name')
    .where((eb) => eb.and(where))
    .execute()
}

function createLister(db: Kysely<DB>, table: 'label' | 'category') {
  return () => db.selectFrom(table).select('name').execute()
}

export async function closureOverTable(db: Kysely<DB>) {
  const list = createLister(db, 'category')
  return list()
}

// A long function in which nothing but a type says that it makes a condition.
function sameRevision(known: {
  title: string
  status: 'open' | 'doing' | 'done'
  body: string | null
  estimate: number | null
  assigneeId: string | null
  parentId: number | null
  version: number
}) {
  return (eb: ExpressionBuilder<DB, 'todo'>) =>
    eb.and([
      eb('title', '=', known.title),
      eb('status', '=', known.status),
      eb('version', '=', known.version),
      eb('position', '>', 0),
      eb('priority', '<', 9),
      eb.or([eb('body', 'is', null), eb('body', '!=', '')]),
      eb.or([eb('estimate', 'is', null), eb('estimate', '>=', 1)]),
      eb.or([eb('assignee_id', 'is', null), eb('assignee_id', '!=', '')]),
      eb.or([eb('parent_id', 'is', null), eb('parent_id', '>', 0)]),
      eb.or([eb('due_at', 'is', null), eb('due_at', '!=', eb.ref('done_at'))]),
      eb.or([eb('deleted_at', 'is', null), eb('deleted_at', '!=', eb.ref('updated_at'))]),
    ])
}

export async function longConditionOfAFunction(db: Kysely<DB>) {
  const known = { title: 'a', status: 'open', body: null, estimate: 1, assigneeId: null, parentId: 2, version: 3 } as const
  return db.updateTable('todo').set({ version: 4 }).where('id', '=', 1).where(sameRevision(known)).execute()
}
