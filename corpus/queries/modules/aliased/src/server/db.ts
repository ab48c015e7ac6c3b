import { Kysely, PostgresDialect } from 'kysely'
import type { NoteDB } from '@notes/shared/tables'

let instance: Kysely<NoteDB> | undefined

export function getDb(): Kysely<NoteDB> {
  instance ??= new Kysely<NoteDB>({
    dialect: new PostgresDialect({ pool: async () => Promise.reject(new Error('no database here')) }),
  })
  return instance
}
