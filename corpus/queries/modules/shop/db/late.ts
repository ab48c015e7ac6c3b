// A handle that is made when it is first needed, and one that a class gives out.
import { Kysely, PostgresDialect } from 'kysely'
import { pool } from './pool'
import type { DB } from './schema'

let instance: Kysely<DB> | null = null
let connected: Kysely<DB> | undefined

export function connect() {
  connected = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })
}

export async function paidOrders() {
  if (!connected) throw new Error('not connected')
  return connected.selectFrom('orders').select('id').where('status', '=', 'paid').execute()
}

export class Connection {
  private static opened = 0

  static get handle(): Kysely<DB> {
    if (!instance) instance = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })
    Connection.opened += 1
    return instance
  }
}
