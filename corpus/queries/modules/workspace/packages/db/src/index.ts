import { Kysely, PostgresDialect } from 'kysely'

export interface DB {
  device: { id: number; account_id: string; serial: string; retired: boolean }
  reading: { device_id: number; at: Date; value: number }
}

export const db = new Kysely<DB>({
  dialect: new PostgresDialect({ pool: async () => Promise.reject(new Error('no database here')) }),
})
