// Predicates: every form of where, and what the values become.
import { expressionBuilder, sql, type Kysely, type SqlBool } from 'kysely'
import type { DB } from './database'

export async function equality(db: Kysely<DB>, id: number) {
  return db.selectFrom('todo').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function conjunction(db: Kysely<DB>, orgId: string) {
  return db
    .selectFrom('todo')
    .select('id')
    .where('organization_id', '=', orgId)
    .where('status', '<>', 'done')
    .where('priority', '>=', 3)
    .execute()
}

export async function isNull(db: Kysely<DB>) {
  return db.selectFrom('todo').select('id').where('deleted_at', 'is', null).execute()
}

export async function isNotNull(db: Kysely<DB>) {
  return db.selectFrom('todo').select('id').where('assignee_id', 'is not', null).execute()
}

export async function isTrue(db: Kysely<DB>) {
  return db.selectFrom('app_user').select('id').where('is_admin', 'is', true).execute()
}

export async function equalsBoolean(db: Kysely<DB>) {
  return db.selectFrom('app_user').select('id').where('is_admin', '=', false).execute()
}

export async function equalsNullIsAParameter(db: Kysely<DB>) {
  return db.selectFrom('app_user').select('id').where('full_name', '=', null).execute()
}

export async function inLiterals(db: Kysely<DB>) {
  return db.selectFrom('todo').select('id').where('status', 'in', ['open', 'doing']).execute()
}

export async function notInLiterals(db: Kysely<DB>) {
  return db.selectFrom('member').select('user_id').where('role', 'not in', ['guest']).execute()
}

export async function inUnknownList(db: Kysely<DB>, ids: number[]) {
  return db.selectFrom('todo').select('title').where('id', 'in', ids).execute()
}

export async function inEmptyList(db: Kysely<DB>) {
  return db.selectFrom('todo').select('title').where('id', 'in', []).execute()
}

export async function inSubquery(db: Kysely<DB>, userId: string) {
  return db
    .selectFrom('project')
    .select('name')
    .where('organization_id', 'in', (eb) =>
      eb.selectFrom('member').select('member.organization_id').where('member.user_id', '=', userId),
    )
    .execute()
}

export async function inOuterSubquery(db: Kysely<DB>) {
  return db
    .selectFrom('app_user')
    .select('email')
    .where('id', 'not in', db.selectFrom('session').select('user_id'))
    .execute()
}

export async function likePattern(db: Kysely<DB>, term: string) {
  return db.selectFrom('todo').select('id').where('title', 'ilike', `%${term}%`).execute()
}

export async function notLike(db: Kysely<DB>) {
  return db.selectFrom('app_user').select('id').where('email', 'not like', '%@example.com').execute()
}

export async function comparisonOperators(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select('id')
    .where('priority', '<', 5)
    .where('priority', '<=', 4)
    .where('position', '>', 0)
    .where('position', '!=', 7)
    .execute()
}

export async function regexOperators(db: Kysely<DB>) {
  return db
    .selectFrom('product')
    .select('sku')
    .where('sku', '~', '^A')
    .where('sku', '!~*', 'x$')
    .where('name', 'not ilike', 'test%')
    .execute()
}

export async function arrayOperators(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select('id')
    .where('tags', '@>', sql<string[]>`array['urgent']`)
    .where('tags', '&&', sql<string[]>`${['home', 'work']}::text[]`)
    .execute()
}

export async function distinctFrom(db: Kysely<DB>, assignee: string) {
  return db
    .selectFrom('todo')
    .select('id')
    .where('assignee_id', 'is distinct from', assignee)
    .where('parent_id', 'is not distinct from', null)
    .execute()
}

export async function textSearch(db: Kysely<DB>, query: string) {
  return db
    .selectFrom('todo')
    .select('id')
    .where(sql`to_tsvector('simple', title)`, '@@', sql`plainto_tsquery('simple', ${query})`)
    .execute()
}

export async function columnToColumn(db: Kysely<DB>) {
  return db.selectFrom('todo').select('id').whereRef('updated_at', '>', 'created_at').execute()
}

export async function valueIsACallback(db: Kysely<DB>) {
  return db
    .selectFrom('purchase')
    .select('id')
    .where('total', '>', (eb) => eb.selectFrom('purchase as other').select((e) => e.fn.avg<number>('other.total').as('mean')))
    .execute()
}

export async function refOnTheRight(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select('id')
    .where('done_at', '>', (eb) => eb.ref('due_at'))
    .execute()
}

export async function callbackPredicate(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select('id')
    .where((eb) => eb('priority', '>', 2))
    .execute()
}

export async function orOfTwo(db: Kysely<DB>, me: string) {
  return db
    .selectFrom('todo')
    .select('id')
    .where((eb) => eb.or([eb('assignee_id', '=', me), eb('assignee_id', 'is', null)]))
    .execute()
}

export async function orOfOne(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select('id')
    .where((eb) => eb.or([eb('status', '=', 'open')]))
    .execute()
}

export async function nestedAndOr(db: Kysely<DB>, me: string) {
  return db
    .selectFrom('todo')
    .select('id')
    .where(({ eb, and, or }) =>
      or([
        and([eb('status', '=', 'open'), eb('due_at', '<', new Date())]),
        and([eb('assignee_id', '=', me), or([eb('priority', '=', 1), eb('priority', '=', 2)])]),
      ]),
    )
    .execute()
}

export async function emptyAnd(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select('id')
    .where((eb) => eb.and([]))
    .execute()
}

export async function emptyOr(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select('id')
    .where((eb) => eb.or([]))
    .execute()
}

export async function objectFilter(db: Kysely<DB>, orgId: string) {
  return db
    .selectFrom('todo')
    .select('id')
    .where((eb) => eb.and({ organization_id: orgId, status: 'open', priority: 1 }))
    .execute()
}

export async function objectFilterWithNull(db: Kysely<DB>) {
  return db
    .selectFrom('app_user')
    .select('id')
    .where((eb) => eb.and({ full_name: null, is_admin: true, locale: 'de' }))
    .execute()
}

export async function objectFilterUndefined(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select('id')
    .where((eb) => eb.and({ status: undefined, priority: 2 }))
    .execute()
}

export async function objectFilterOr(db: Kysely<DB>, email: string, id: string) {
  return db
    .selectFrom('app_user')
    .select('id')
    .where((eb) => eb.or({ email, id }))
    .execute()
}

export async function chainedOr(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select('id')
    .where((eb) => eb('status', '=', 'open').or('status', '=', 'doing').or(eb('priority', '=', 1)))
    .execute()
}

export async function chainedAnd(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select('id')
    .where((eb) => eb('status', '=', 'open').and('priority', '>', 1).and('position', '<', 9))
    .execute()
}

export async function notOfOr(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select('id')
    .where(({ not, or, eb }) => not(or([eb('status', '=', 'done'), eb('deleted_at', 'is not', null)])))
    .execute()
}

export async function existsCorrelated(db: Kysely<DB>) {
  return db
    .selectFrom('project')
    .select('id')
    .where(({ exists, selectFrom }) =>
      exists(selectFrom('todo').select('todo.id').whereRef('todo.project_id', '=', 'project.id')),
    )
    .execute()
}

export async function notExists(db: Kysely<DB>) {
  return db
    .selectFrom('app_user as u')
    .select('u.id')
    .where(({ not, exists, selectFrom, lit }) =>
      not(exists(selectFrom('member as m').select(lit(1).as('one')).whereRef('m.user_id', '=', 'u.id'))),
    )
    .execute()
}

export async function betweenValues(db: Kysely<DB>, from: Date, until: Date) {
  return db
    .selectFrom('event')
    .select('id')
    .where((eb) => eb.between('occurred_at', from, until))
    .execute()
}

export async function betweenSymmetricValues(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select('id')
    .where(({ betweenSymmetric }) => betweenSymmetric('priority', 5, 1))
    .execute()
}

export async function tupleIn(db: Kysely<DB>) {
  return db
    .selectFrom('member')
    .select('role')
    .where(({ eb, refTuple, tuple }) =>
      eb(refTuple('organization_id', 'user_id'), 'in', [tuple('o1', 'u1'), tuple('o2', 'u2')]),
    )
    .execute()
}

export async function tupleSubquery(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select('id')
    .where(({ eb, refTuple, selectFrom }) =>
      eb(
        refTuple('todo.project_id', 'todo.organization_id'),
        'in',
        selectFrom('project').select(['project.id', 'project.organization_id']).$asTuple('id', 'organization_id'),
      ),
    )
    .execute()
}

export async function explicitParentheses(db: Kysely<DB>) {
  return db
    .selectFrom('purchase_item')
    .select('product_id')
    .where((eb) => eb(eb.parens('quantity', '+', 1), '>', 10))
    .execute()
}

export async function arithmeticOnTheLeft(db: Kysely<DB>) {
  return db
    .selectFrom('purchase_item')
    .select('product_id')
    .where((eb) => eb('quantity', '%', 2), '=', 0)
    .execute()
}

export async function rawPredicate(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select('id')
    .where(sql<SqlBool>`due_at < now() or due_at is null`)
    .where('status', '=', 'open')
    .execute()
}

export async function rawOperator(db: Kysely<DB>) {
  return db
    .selectFrom('product')
    .select('id')
    .where('name', sql`similar to`, '%(a|b)%')
    .execute()
}

export async function standaloneBuilder(db: Kysely<DB>, orgId: string) {
  const eb = expressionBuilder<DB, 'project'>()
  return db
    .selectFrom('project')
    .select('id')
    .where(eb('organization_id', '=', orgId))
    .where(eb.or([eb('status', '=', 'active'), eb('archived_at', 'is', null)]))
    .execute()
}

export async function clearedWhere(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select('id')
    .where('status', '=', 'open')
    .clearWhere()
    .where('status', '=', 'done')
    .execute()
}

export async function valAndLit(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select('id')
    .where((eb) => eb(eb.val(3), '<', eb.ref('priority')))
    .where((eb) => eb('version', '=', eb.lit(1)))
    .execute()
}

export async function anyOfArray(db: Kysely<DB>, ids: number[]) {
  return db
    .selectFrom('todo')
    .select('id')
    .where((eb) => eb('id', '=', eb.fn.any(eb.val(ids))))
    .execute()
}

export async function anyOfColumn(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select('id')
    .where((eb) => eb(eb.val('urgent'), '=', eb.fn.any('tags')))
    .execute()
}

export async function dateValue(db: Kysely<DB>) {
  const cutoff = new Date(Date.now() - 86_400_000)
  return db.selectFrom('session').select('id').where('expires_at', '<', cutoff).execute()
}

export async function equalsListIsParenthesised(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select('id')
    .where(sql<number[]>`(priority, position)`, '=', [1, 2] as never)
    .execute()
}

export async function listOrNothing(db: Kysely<DB>, ids?: number[]) {
  return db
    .selectFrom('todo')
    .select('id')
    .where('id', 'in', ids ?? [])
    .execute()
}

export async function splitOrNothing(db: Kysely<DB>, words: string) {
  const wanted = words?.split(',').filter(Boolean) || []
  return db.selectFrom('todo').select('id').where('title', 'not in', wanted).execute()
}
