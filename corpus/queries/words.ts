// Words that Kysely takes, those that stand in no other file: a test compares them with what the package has.
import { CamelCasePlugin, ParseJSONResultsPlugin, createFunctionModule, sql, type Kysely } from 'kysely'
import type { DB } from './database'

export async function comparisons(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select('id')
    .where((eb) =>
      eb.and([
        eb('title', 'match', 'a'),
        eb('tags', '<@', sql<string[]>`'{a}'`),
        eb('title', '^@', 'a'),
        eb('body', '?', 'a'),
        eb('body', '?&', sql<string>`array['a']`),
        eb('body', '?|', sql<string>`array['a']`),
        eb('priority', '!<', 1),
        eb('priority', '!>', 1),
        eb('priority', '<=>', 1),
        eb('title', '!~', 'a'),
        eb('title', '~', 'a'),
        eb('title', '~*', 'a'),
        eb('title', '!~*', 'a'),
        eb('title', '@@', sql<string>`to_tsquery('a')`),
        eb('title', '@@@', 'a'),
        eb('title', '!!', 'a'),
        eb('title', 'regexp', 'a'),
        eb('title', 'not like', 'a'),
        eb('title', 'not ilike', 'a'),
        eb('title', 'is distinct from', 'a'),
        eb('title', 'is not distinct from', 'a'),
        eb('tags', '&&', sql<string[]>`'{a}'`),
        eb('tags', '@>', sql<string[]>`'{a}'`),
      ]),
    )
    .orderBy(sql`${sql.ref('title')} ${sql.raw('<->')} 'a'`)
    .execute()
}

export async function calculations(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select((eb) => [
      eb('priority', '^', 2).as('power'),
      eb('priority', '&', 2).as('and'),
      eb('priority', '|', 2).as('or'),
      eb('priority', '#', 2).as('xor'),
      eb('priority', '<<', 2).as('left'),
      eb('priority', '>>', 2).as('right'),
      eb('priority', '%', 2).as('rest'),
      eb('title', '||', 'x').as('joined'),
      eb('position', '<->', 2).as('distance'),
    ])
    .execute()
}

export async function unaries(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select((eb) => eb.unary('-', 'priority').as('negative'))
    .where((eb) => eb.unary('not exists', eb.selectFrom('comment').select('id')).$castTo<boolean>())
    .where((eb) => eb.unary('exists', eb.selectFrom('label').select('id')).$castTo<boolean>())
    .where((eb) => eb.unary('not', eb('status', '=', 'done')))
    .execute()
}

export async function isolationLevels(db: Kysely<DB>) {
  await db
    .transaction()
    .setIsolationLevel('read uncommitted')
    .execute((trx) => trx.selectFrom('todo').select('id').execute())
  await db
    .transaction()
    .setIsolationLevel('read committed')
    .execute((trx) => trx.selectFrom('todo').select('title').execute())
  await db
    .transaction()
    .setIsolationLevel('snapshot')
    .execute((trx) => trx.selectFrom('todo').select('status').execute())
}

export async function indexTypes(db: Kysely<DB>) {
  await db.schema.createIndex('a').on('todo').using('gist').column('due_at').execute()
  await db.schema.createIndex('b').on('todo').using('hash').column('status').execute()
}

export async function explained(db: Kysely<DB>) {
  await db.selectFrom('todo').select('id').explain('xml')
  await db.selectFrom('todo').select('id').explain('yaml')
  await db.selectFrom('todo').select('id').explain('traditional')
}

export async function fetchedOnly(db: Kysely<DB>) {
  return db.selectFrom('todo').select('id').orderBy('id').offset(0).fetch(3, 'only').execute()
}

export async function numberTypes(db: Kysely<DB>) {
  await db.schema
    .createTable('numbers')
    .addColumn('a', 'bigserial')
    .addColumn('b', 'decimal')
    .addColumn('c', 'float4')
    .addColumn('d', 'float8')
    .addColumn('e', 'int2')
    .addColumn('f', 'int4')
    .addColumn('g', 'int8')
    .addColumn('h', 'real')
    .addColumn('i', 'smallint')
    .execute()
}

export async function otherTypes(db: Kysely<DB>) {
  await db.schema
    .createTable('others')
    .addColumn('a', 'binary')
    .addColumn('b', 'blob')
    .addColumn('c', 'bytea')
    .addColumn('d', 'char')
    .addColumn('e', 'datetime')
    .addColumn('f', 'datetime2')
    .addColumn('g', 'time')
    .addColumn('h', 'timestamp')
    .addColumn('i', 'timetz')
    .addColumn('j', 'varbinary')
    .execute()
}

export async function rangeTypes(db: Kysely<DB>) {
  await db.schema
    .createTable('ranges')
    .addColumn('a', 'daterange')
    .addColumn('b', 'int4range')
    .addColumn('c', 'int8range')
    .addColumn('d', 'numrange')
    .addColumn('e', 'tsrange')
    .addColumn('f', 'tstzrange')
    .addColumn('g', 'datemultirange')
    .addColumn('h', 'int4multirange')
    .addColumn('i', 'int8multirange')
    .addColumn('j', 'nummultirange')
    .addColumn('k', 'tsmultirange')
    .addColumn('l', 'tstzmultirange')
    .execute()
}

export async function pluginsOfResults(db: Kysely<DB>) {
  return db
    .withPlugin(new ParseJSONResultsPlugin({ objectStrategy: 'create' }))
    .withPlugin(new CamelCasePlugin({ maintainNestedObjectKeys: true }))
    .selectFrom('app_user')
    .select('app_user.full_name as fullName')
    .execute()
}

export async function functionsByThemselves(db: Kysely<DB>) {
  const fn = createFunctionModule<DB, 'todo'>()
  return db
    .selectFrom('todo')
    .select([fn.count<number>('id').as('todos'), fn.max('due_at').as('last')])
    .execute()
}
