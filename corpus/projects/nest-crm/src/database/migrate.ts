import { promises as fs } from 'node:fs';
import path from 'node:path';
import { FileMigrationProvider, Migrator } from 'kysely/migration';
import { createDatabase } from './database.module.js';

async function main() {
  const db = createDatabase().withoutPlugins();
  const migrator = new Migrator({
    db,
    provider: new FileMigrationProvider({
      fs,
      path,
      migrationFolder: path.join(process.cwd(), 'src/database/migrations'),
    }),
  });
  const { error, results } = await migrator.migrateToLatest();
  for (const result of results ?? []) {
    console.log(result.migrationName, result.status);
  }
  await db.destroy();
  if (error) {
    throw error;
  }
}

void main();
