import { Kysely, PostgresDialect } from 'kysely'
import { pool } from './pool'
import type { DB } from './schema'

export const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })

export type Database = Kysely<DB>

export default db
