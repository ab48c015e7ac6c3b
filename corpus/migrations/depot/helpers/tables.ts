import type { Kysely } from 'kysely'
import { withTimes } from './columns'
import { createIndex } from './indexes'

export interface Lookup {
  name: string
  codes: number
}

/** A table of codes, as each list of this depot has one. */
export async function createLookup(db: Kysely<any>, { name, codes }: Lookup) {
  await db.schema
    .withSchema('depot')
    .createTable(name)
    .addColumn('id', 'integer', (column) => column.primaryKey().generatedAlwaysAsIdentity())
    .addColumn('code', `varchar(${codes})`, (column) => column.notNull())
    .$call(withTimes)
    .execute()
  await createIndex(db, 'depot', name, ['code'], true)
}

/** A migration that makes such tables, and its way back. */
export function lookups(...tables: Lookup[]) {
  return {
    async up(db: Kysely<any>) {
      await Promise.all(tables.map((table) => createLookup(db, table)))
    },
    async down(db: Kysely<any>) {
      for (const { name } of tables) await db.schema.withSchema('depot').dropTable(name).execute()
    },
  }
}
