/** The part of better-sqlite3 that this tool uses. */
declare module 'better-sqlite3' {
  import type { SqliteDatabase, SqliteStatement } from 'kysely';

  export default class Database implements SqliteDatabase {
    constructor(file: string);
    prepare(sql: string): SqliteStatement;
    close(): void;
  }
}
