import type { Db } from '../db/open.js';

const STALE = 7 * 24 * 60 * 60 * 1000;

/** Asks every link whether it is still there. */
export async function check(db: Db) {
  const links = await db
    .selectFrom('link') // expect: pagination/unbounded-select
    .select(['id', 'url'])
    .execute();
  for (const link of links) {
    const response = await fetch(link.url, { method: 'HEAD' });
    await db
      .insertInto('visit') // expect: performance/insert-in-loop
      .values({ link_id: link.id, status: response.status })
      .execute();
  }
}

export async function broken(db: Db) {
  return db
    .with('latest', (qc) =>
      qc
        .selectFrom('visit')
        .select((eb) => ['link_id', eb.fn.max('id').as('id')])
        .groupBy('link_id'),
    )
    .selectFrom('latest')
    .innerJoin('visit', 'visit.id', 'latest.id')
    .innerJoin('link', 'link.id', 'visit.link_id')
    .select(['link.id', 'link.url', 'visit.status'])
    .where('visit.status', '>=', 400)
    .orderBy('link.id')
    .limit(200)
    .execute();
}

export async function history(db: Db, linkId: number) {
  return db
    .selectFrom('visit')
    .innerJoin('link', 'link.id', 'visit.link_id')
    .selectAll() // expect: selection/select-all-on-join
    .where('link.id', '=', linkId)
    .orderBy('visit.id', 'desc')
    .limit(20)
    .execute();
}

export async function forgetVisits(db: Db) {
  const before = new Date(Date.now() - STALE).toISOString();
  await db.deleteFrom('visit').where('visited_at', '<', before); // expect: execution/never-executed
}
