import type { Db } from '../db/open.js';
import { subtree } from '../lib/folders.js';

interface ListOptions {
  tag?: string;
  unread?: boolean;
  limit: number;
}

export async function list(db: Db, options: ListOptions) {
  let query = db.selectFrom('link').select(['link.id', 'link.title', 'link.url']);
  if (options.unread) {
    query = query.where('link.read_at', 'is', null);
  }
  if (options.tag) {
    query = query
      .innerJoin('link_tag', 'link_tag.link_id', 'link.id')
      .innerJoin('tag', 'tag.id', 'link_tag.tag_id')
      .where('tag.name', '=', options.tag);
  }
  return query.orderBy('link.created_at', 'desc').limit(options.limit).execute();
}

export async function listFolder(db: Db, folder: number) {
  return subtree(db, folder)
    .selectFrom('link')
    .innerJoin('below', 'below.id', 'link.folder_id')
    .select(['link.id', 'link.title', 'link.url'])
    .orderBy('link.title')
    .limit(500)
    .execute();
}

export async function listTags(db: Db) {
  return db
    .selectFrom('tag')
    .leftJoin('link_tag', 'link_tag.tag_id', 'tag.id')
    .select((eb) => ['tag.name', eb.fn.count<number>('link_tag.link_id').as('links')])
    .groupBy('tag.id')
    .orderBy('links', 'desc')
    .limit(100)
    .execute();
}

export async function listUntagged(db: Db) {
  return db
    .selectFrom('link')
    .leftJoin('link_tag', 'link_tag.link_id', 'link.id')
    .selectAll('link') // expect(strict): selection/select-all
    .where('link_tag.tag_id', 'is', null)
    .orderBy('link.id')
    .limit(100)
    .execute();
}

export async function unreadIn(db: Db, folder: number | null) {
  return db
    .selectFrom('link')
    .select(['id', 'title'])
    .where('folder_id', '=', folder)
    .where('read_at', '=', null) // expect: execution/null-comparison
    .orderBy('id')
    .limit(20)
    .execute();
}
