export * as columns from './columns'
export { createIndex, createPartialIndex } from './indexes'
export * from './tables'
