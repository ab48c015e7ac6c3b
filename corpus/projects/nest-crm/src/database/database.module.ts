import { Global, Module } from '@nestjs/common';
import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely';
import { KyselyModule } from 'nestjs-kysely';
import { Pool } from 'pg';
import type { DB } from './db.js';

export function createDatabase(): Kysely<DB> {
  return new Kysely<DB>({
    dialect: new PostgresDialect({
      pool: new Pool({ connectionString: process.env.DATABASE_URL, max: 20 }),
    }),
    plugins: [new CamelCasePlugin()],
    log: process.env.NODE_ENV === 'development' ? ['query', 'error'] : ['error'],
  });
}

@Global()
@Module({ imports: [KyselyModule.forRootAsync({ useFactory: createDatabase })] })
export class DatabaseModule {}
