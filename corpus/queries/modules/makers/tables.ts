// Functions that make functions: what a table's repository can do, and single queries.
import type { Kysely } from 'kysely'
import type { DB } from '../../database'

type Named = 'category' | 'label' | 'project'

export function namedTable(db: Kysely<DB>, table: Named) {
  return {
    all: () => db.selectFrom(table).select('name').execute(),
    async matching(pattern: string) {
      return db.selectFrom(table).select('name').where('name', 'like', pattern).execute()
    },
  }
}

export const counter = (db: Kysely<DB>, table: keyof DB) => () =>
  db
    .selectFrom(table)
    .select((eb) => eb.fn.countAll().as('count'))
    .executeTakeFirst()
