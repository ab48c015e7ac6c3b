import Sqlite from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import * as links from './migrations/001_links.js';
import * as visits from './migrations/002_visits.js';
import type { Database } from './types.js';

export type Db = Kysely<Database>;

/** Opens the file, and brings its tables up to date. */
export async function open(file: string): Promise<Db> {
  const db = new Kysely<Database>({ dialect: new SqliteDialect({ database: new Sqlite(file) }) });
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ '001_links': links, '002_visits': visits }) },
  });
  const { error } = await migrator.migrateToLatest();
  if (error) {
    throw error;
  }
  return db;
}
