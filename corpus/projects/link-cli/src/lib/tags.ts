import type { Db } from '../db/open.js';

export async function tagLink(db: Db, linkId: number, names: string[]) {
  if (names.length === 0) {
    return;
  }
  await db
    .insertInto('tag')
    .values(names.map((name) => ({ name }))) // expect(strict): performance/unchunked-batch
    .onConflict((oc) => oc.column('name').doNothing())
    .execute();
  await db
    .insertInto('link_tag')
    .columns(['link_id', 'tag_id'])
    .expression((eb) =>
      eb
        .selectFrom('tag')
        .select((sub) => [sub.val(linkId).as('link_id'), 'tag.id as tag_id'])
        .where('tag.name', 'in', names), // expect(strict): performance/unchunked-batch
    )
    .onConflict((oc) => oc.doNothing())
    .execute();
}

/** Tags that no link carries. */
export async function sweepTags(db: Db) {
  const { numDeletedRows } = await db
    .deleteFrom('tag')
    .where('id', 'not in', (eb) => eb.selectFrom('link_tag').select('tag_id'))
    .executeTakeFirst();
  return Number(numDeletedRows);
}
