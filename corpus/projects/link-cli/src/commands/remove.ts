import type { Db } from '../db/open.js';
import { subtree } from '../lib/folders.js';
import { sweepTags } from '../lib/tags.js';

export async function remove(db: Db, ids: number[]) {
  if (ids.length === 0) {
    return 0;
  }
  return db.transaction().execute(async (trx) => {
    const { numDeletedRows } = await trx.deleteFrom('link').where('id', 'in', ids).executeTakeFirst(); // expect(strict): performance/unchunked-batch
    await sweepTags(trx);
    return Number(numDeletedRows);
  });
}

export async function removeFolder(db: Db, folder: number) {
  await db.transaction().execute(async (trx) => {
    await subtree(trx, folder)
      .deleteFrom('link')
      .where('folder_id', 'in', (eb) => eb.selectFrom('below').select('below.id'))
      .execute();
    await trx.deleteFrom('folder').where('id', '=', folder).execute();
  });
}
