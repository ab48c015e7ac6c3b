import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import { Pool } from 'pg';
import type { DB } from './db';

export const db = new Kysely<DB>({
	dialect: new PostgresDialect({
		pool: new Pool({ connectionString: process.env.DATABASE_URL, max: 10 }),
	}),
	log(event) {
		if (event.level === 'error') {
			console.error('query failed', event.query.sql, event.error);
		} else if (event.queryDurationMillis > 500) {
			console.warn('slow query', Math.round(event.queryDurationMillis), event.query.sql);
		}
	},
});

export type Database = Kysely<DB>;
export type Tx = Transaction<DB>;
