import type { PostgresPool } from 'kysely'

// Stands for pg's Pool: the cases never connect.
export const pool: PostgresPool = {
  connect: () => Promise.reject(new Error('no database here')),
  end: () => Promise.resolve(),
  options: {},
}
