export { closeDb, getDb, type Handle } from './connection'
export { withTransaction, type Trx } from './transaction'
export * from './query'
export type * from './types'
