import { readFile } from 'node:fs/promises';
import type { Db } from '../db/open.js';
import { tagLink } from '../lib/tags.js';

interface Entry {
  url: string;
  title: string;
  tags?: string[];
}

export async function importFile(db: Db, file: string) {
  const entries: Entry[] = JSON.parse(await readFile(file, 'utf8'));
  await db.transaction().execute(async (trx) => { // expect(strict): transactions/too-long
    for (const entry of entries) {
      const known = await db // expect: transactions/other-handle
        .selectFrom('link') // expect: performance/query-in-loop
        .select('id')
        .where('url', '=', entry.url)
        .executeTakeFirst();
      if (known) {
        continue;
      }
      const link = await trx
        .insertInto('link') // expect: performance/insert-in-loop
        .values({ url: entry.url, title: entry.title })
        .returning('id')
        .executeTakeFirstOrThrow();
      await tagLink(trx, link.id, entry.tags ?? []);
    }
  });
  return entries.length;
}
