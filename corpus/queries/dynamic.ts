// db.dynamic, extended tables, and names that are computed but visible.
import { sql, type Kysely } from 'kysely'
import type { DB } from './database'

export async function dynamicOrder(db: Kysely<DB>) {
  const { ref } = db.dynamic
  return db.selectFrom('todo').select('id').orderBy(ref<'priority' | 'due_at'>('priority'), 'desc').execute()
}

export async function dynamicSelect(db: Kysely<DB>) {
  return db.selectFrom('app_user').select([db.dynamic.ref<'email'>('email'), 'id']).execute()
}

export async function dynamicWhereAndGroup(db: Kysely<DB>) {
  const column = db.dynamic.ref<'kind'>('event.kind')
  return db
    .selectFrom('event')
    .select((eb) => eb.fn.countAll().as('n'))
    .where(column, '=', 'login')
    .groupBy(column)
    .execute()
}

export async function dynamicTable(db: Kysely<DB>) {
  return db
    .selectFrom(db.dynamic.table<'label' | 'category'>('label').as('t'))
    .select('t.name')
    .execute()
}

export async function extendedTables(db: Kysely<DB>) {
  return db
    .$extendTables<{ import_buffer: { line: number; text: string } }>()
    .selectFrom('import_buffer')
    .select('text')
    .where('line', '>', 1)
    .execute()
}

export async function legacyWithTables(db: Kysely<DB>) {
  const temp = db.withTables<{ scratch: { id: number } }>()
  return temp.insertInto('scratch').values({ id: 1 }).execute()
}

export async function pickedTables(db: Kysely<DB>) {
  return db.$pickTables<'todo'>().selectFrom('todo').select('id').execute()
}

export async function omittedTables(db: Kysely<DB>) {
  return db.$omitTables<'session'>().selectFrom('setting').select('key').execute()
}

const TODO = 'todo'
const TITLE = 'title' as const
const COLUMNS = ['id', 'status'] as const

export async function constantNames(db: Kysely<DB>) {
  return db.selectFrom(TODO).select(TITLE).where(TITLE, 'like', 'a%').execute()
}

export async function constantColumnList(db: Kysely<DB>) {
  return db.selectFrom(TODO).select(COLUMNS).select(['priority']).execute()
}

export async function spreadColumnLists(db: Kysely<DB>) {
  const dates = ['created_at', 'updated_at'] as const
  return db.selectFrom('todo').select([...COLUMNS, ...dates, 'title']).execute()
}

export async function templateNames(db: Kysely<DB>) {
  const alias = 't'
  return db
    .selectFrom(`todo as ${alias}`)
    .select([`${alias}.id`, `${alias}.title as name`])
    .where(`${alias}.status`, '=', 'open')
    .execute()
}

export async function templateStringWithoutHoles(db: Kysely<DB>) {
  return db.selectFrom(`project`).select(`name`).where(`status`, `=`, `active`).execute()
}

const Tables = { todos: 'todo', users: 'app_user' } as const

export async function namesFromAnObject(db: Kysely<DB>) {
  return db.selectFrom(Tables.todos).select('id').where('status', '=', 'open').execute()
}

const Columns = {
  user: { email: 'app_user.email', name: 'app_user.full_name' },
} as const

export async function namesFromANestedObject(db: Kysely<DB>) {
  return db.selectFrom(Tables.users).select([Columns.user.email, Columns.user['name']]).execute()
}

enum Status {
  Open = 'open',
  Done = 'done',
}

export async function enumValues(db: Kysely<DB>) {
  return db.selectFrom('todo').select('id').where('status', 'in', [Status.Open, Status.Done]).execute()
}

const ownedBy = { organization_id: 'o1', status: 'open' } as const

export async function spreadOfVisibleObject(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select('id')
    .where((eb) => eb.and({ ...ownedBy, priority: 1 }))
    .execute()
}

export async function concatenatedName(db: Kysely<DB>) {
  return db.selectFrom('todo').select(('todo' + '.title') as 'todo.title').execute()
}

export async function rawReferenceFromConstant(db: Kysely<DB>) {
  const column = 'due_at'
  return db.selectFrom('todo').select(sql<Date>`coalesce(${sql.ref(column)}, now())`.as('due')).execute()
}

export async function computedMember(db: Kysely<DB>) {
  return db['selectFrom']('label')['select']('name').execute()
}

export async function computedKey(db: Kysely<DB>) {
  const key = 'title'
  return db.updateTable('todo').set({ [key]: 'x', ['body']: 'y', 'status': 'open' }).where('id', '=', 1).execute()
}

export async function satisfiesAndCasts(db: Kysely<DB>) {
  const columns = ['id', 'name'] satisfies (keyof DB['label'])[]
  return (db as Kysely<DB>)
    .selectFrom('label' as 'label')
    .select(columns)
    .where('color', '=', 'red' as string)
    .execute()
}

export async function nonNull(db: Kysely<DB>, filters?: { status?: 'open' | 'done' }) {
  return db!.selectFrom('todo').select('id').where('status', '=', filters!.status!).execute()
}

export async function optionalChain(db: Kysely<DB> | undefined, filters?: { term?: string }) {
  return db?.selectFrom('todo').select('id').where('title', '=', filters?.term ?? '').execute()
}

export async function numericSeparatorsAndBigints(db: Kysely<DB>) {
  return db.selectFrom('todo').select('id').where('position', '<', 1_000_000).limit(0x10).execute()
}
