import { sql, type SqlBool } from 'kysely';
import type { Db } from '../db/open.js';

const COLUMNS = ['title', 'url', 'note'] as const;

export async function search(db: Db, text: string, newest: boolean) {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  const query = db
    .selectFrom('link')
    .select(['id', 'title', 'url'])
    .where((eb) =>
      // SQLite knows no escape character unless it is told one.
      eb.or(COLUMNS.map((column) => sql<SqlBool>`${sql.ref(column)} like ${pattern} escape '\\'`)),
    )
    .limit(50); // expect(strict): pagination/limit-without-order
  if (newest) {
    query.orderBy('created_at', 'desc'); // expect: execution/discarded-builder
  }
  return query.execute();
}

/** For those who know the tables: `links query "read_at is null"`. */
export async function query(db: Db, condition: string) {
  return db
    .selectFrom('link')
    .select(['id', 'title', 'url'])
    .where(sql<boolean>`${sql.raw(condition)}`) // expect: sql/dynamic-raw
    .limit(100) // expect(strict): pagination/limit-without-order
    .execute();
}
