import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import { Pool } from 'pg'
import type { Database } from './types'

export type Handle = Kysely<Database> | Transaction<Database>

let instance: Kysely<Database> | undefined

/** One pool for the whole process, opened with the first query. */
export function getDb(): Kysely<Database> {
  instance ??= new Kysely<Database>({
    dialect: new PostgresDialect({
      pool: new Pool({ connectionString: process.env.DATABASE_URL }),
    }),
  })
  return instance
}

export async function closeDb(): Promise<void> {
  await instance?.destroy()
  instance = undefined
}
