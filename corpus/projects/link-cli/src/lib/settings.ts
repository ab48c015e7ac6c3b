import type { Db } from '../db/open.js';

export async function setting(db: Db, key: string, fallback: string): Promise<string> {
  const row = await db.selectFrom('setting').select('value').where('key', '=', key).executeTakeFirst();
  return row?.value ?? fallback;
}

export async function setSetting(db: Db, key: string, value: string) {
  await db
    .insertInto('setting')
    .values({ key, value })
    .onConflict((oc) => oc.column('key').doUpdateSet({ value }))
    .execute();
}

export async function reset(db: Db) {
  await db.deleteFrom('setting').execute();
}
