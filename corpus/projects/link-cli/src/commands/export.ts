import { writeFile } from 'node:fs/promises';
import type { Db } from '../db/open.js';

export async function exportFile(db: Db, file: string) {
  // kyselylint-ignore pagination/unbounded-select -- an export is of everything
  const links = await db.selectFrom('link').select(['url', 'title', 'note']).orderBy('id').execute();
  await writeFile(file, JSON.stringify(links, null, 2));
  return links.length;
}
