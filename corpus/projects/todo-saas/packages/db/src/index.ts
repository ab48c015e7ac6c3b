export * from './client';
export * from './scope';
export { inTransaction } from './transaction';
export type * from './db';
