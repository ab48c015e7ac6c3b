/** The part of node-postgres that this application uses. */
declare module 'pg' {
  import type { PostgresPool, PostgresPoolClient } from 'kysely';

  export class Pool implements PostgresPool {
    constructor(options: { connectionString?: string; max?: number });
    readonly options: object;
    connect(): Promise<PostgresPoolClient>;
    end(): Promise<void>;
  }
}
