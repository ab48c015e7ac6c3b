import type { Db } from '../db/open.js';

/** Marks the link as read and gives back where it leads. */
export async function openLink(db: Db, id: number) {
  const link = await db
    .updateTable('link')
    .set({ read_at: new Date().toISOString() })
    .where('id', '=', id)
    .returning(['url', 'title'])
    .executeTakeFirst();
  if (!link) {
    throw new Error(`There is no link ${id}`);
  }
  return link;
}

export async function random(db: Db) {
  return db
    .selectFrom('link')
    .select(['id', 'url'])
    .where('read_at', 'is', null)
    .orderBy((eb) => eb.fn('random', []))
    .executeTakeFirst(); // expect: pagination/first-without-limit
}

export async function newest(db: Db) {
  return db
    .selectFrom('link')
    .select(['id', 'url'])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}
